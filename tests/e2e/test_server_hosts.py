"""By which names the server answers: a site that lets its own name lead here must get nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.server import make_app
from quoth.server.hosts import Hosts
from quoth.server.shell import HEADERS
from quoth.settings import load_settings


def _knows(host: str, names: Sequence[str] = ()) -> bool:
    async def app(*_: object) -> None: ...

    return Hosts(app, names).knows(host)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8000",
        "localhost.",
        "127.0.0.1:8000",
        "192.0.2.7",
        "[::1]:8000",
        "[2001:db8::7]",
        "10.1.2.3:80",
        "",
    ],
)
def test_server_answers_by_its_address_and_localhost(host: str) -> None:
    """An address cannot lead elsewhere, localhost neither, and no browser sends an empty name."""
    assert _knows(host)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8000", "[evil.example]", "xlocalhost", "a@localhost",
        "localhost:80:80", "[::1", "localhost/", " localhost",
    ],
)  # fmt: skip
def test_server_refuses_every_other_name(host: str) -> None:
    """What only looks like one of its names is none."""
    assert not _knows(host)


@pytest.mark.parametrize(
    ("host", "names", "is_known"),
    [
        ("quoth.example.org:8443", ("Quoth.example.org",), True),
        ("a.b.example.org", ("*.example.org",), True),
        ("example.org", ("*.example.org",), False),
        ("evilexample.org", ("*.example.org",), False),
        ("example.org.evil.example", ("*.example.org",), False),
        ("anything.example", ("*",), True),
    ],
)
def test_names_of_the_setting_are_answered(host: str, names: Sequence[str], is_known: bool) -> None:
    """A name, all names below one, or any."""
    assert _knows(host, names) == is_known


def test_site_that_leads_here_by_its_own_name_gets_nothing(tmp_path: Path) -> None:
    """Pages, the API and files are refused in the one shape, with the setting that would let the name in; as a page to a browser."""
    settings = load_settings(library={"dir": tmp_path / "library"}, server={"hosts": ["quoth.example.org"]})
    with House.create(settings) as house:
        app = make_app(house)
        evil, known = (TestClient(app, base_url=f"http://{name}") for name in ("evil.example", "quoth.example.org:8443"))
        for path in ("/", "/v1/documents", "/static/quoth.css", "/healthz"):
            refused = evil.get(path)
            assert (refused.status_code, refused.json()["error"]["code"]) == (421, "unknown_host")
            assert "server.hosts" in refused.json()["error"]["hint"]
            assert refused.headers["x-frame-options"] == HEADERS["X-Frame-Options"]
            assert known.get(path).status_code == 200
        assert "<h1>" in evil.get("/", headers={"Accept": "text/html"}).text
        assert evil.put("/v1/documents/a.md", content=b"# A\n\nAn apple is a fruit.").status_code == 421
        assert house.counts()[0] == 0
