"""How often one client may ask, and how large a form may be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from quoth.errors import RateLimitedError
from quoth.house import House
from quoth.server import make_app
from quoth.server.rates import Rates
from quoth.settings import load_settings
from serving import LocalClient


@pytest.fixture
def busy_client(tmp_path: Path) -> Iterator[TestClient]:
    """Return a client of an empty library that may ask five times in a minute."""
    with House.create(load_settings(library={"dir": tmp_path / "library"}, server={"requests_per_minute": 5})) as house:
        yield LocalClient(make_app(house), raise_server_exceptions=False)


def test_client_that_asks_too_often_is_told_when_to_come_back(busy_client: TestClient) -> None:
    """The sixth request is 429 in the one shape with Retry-After, as a page to a browser; health is always told."""
    assert [busy_client.get("/documents").status_code for _ in range(6)] == [200] * 5 + [429]
    refused = busy_client.post("/v1/ask", json={"question": "What is rye?"})
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "rate_limited"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "<h1>" in busy_client.get("/documents", headers={"Accept": "text/html"}).text
    assert busy_client.get("/healthz").status_code == 200
    assert busy_client.get("/static/quoth.css").status_code == 200


def test_turns_come_back_with_time_and_are_each_clients_own() -> None:
    """Of 60 turns a minute one comes back each second; another client has its own."""
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    for _ in range(60):
        rates.take("192.0.2.1")
    with pytest.raises(RateLimitedError):
        rates.take("192.0.2.1")
    rates.take("192.0.2.2")
    now[0] = 1.0
    rates.take("192.0.2.1")
    with pytest.raises(RateLimitedError) as refused:
        rates.take("192.0.2.1")
    assert 0 < refused.value.wait_s <= 1


@pytest.mark.parametrize(
    ("per_minute", "client"), [(0, "192.0.2.1"), (1, "127.0.0.1"), (1, "127.9.9.9"), (1, "::1"), (1, "::ffff:127.0.0.1")]
)
def test_no_limit_holds_for_this_machine_or_where_none_is_set(per_minute: int, client: str) -> None:
    """A limit of 0 is none, and programs on this machine are not counted."""
    rates = Rates(per_minute)
    for _ in range(50):
        rates.take(client)


@pytest.mark.parametrize(
    ("one", "other", "are_the_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("2001:db8:1:2::1", "2001:DB8:1:2:0:0:0:1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_client_is_an_address_or_the_home_of_one(one: str, other: str, are_the_same: bool) -> None:
    """Whoever has an IPv6 network of 64 bits has one bucket for all of its addresses; IPv4 is the same however it is written."""
    rates = Rates(1, lambda: 0.0)
    rates.take(one)
    if are_the_same:
        with pytest.raises(RateLimitedError):
            rates.take(other)
    else:
        rates.take(other)


def test_form_that_is_too_large_is_refused(busy_client: TestClient) -> None:
    """A form has room for a note, not for more."""
    assert busy_client.post("/feedback", data={"note": "x" * 100_000}).status_code == 413
