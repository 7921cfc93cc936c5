"""Keys: nobody is answered without one, a key that may ask may do nothing else, and the client sends its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from quoth.client import Client, ServiceError
from quoth.errors import SettingsError
from quoth.house import House
from quoth.server import make_app
from quoth.server.keys import read_keys
from quoth.settings import load_settings
from serving import Served

BOT, OWNER = "a-key-of-the-bot", "a-key-of-the-owner"


def _sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house of one document whose server asks for keys."""
    folder = tmp_path_factory.mktemp("keys")
    keys = folder / "keys"
    keys.write_text(f"# who may\n\nbot:{_sha256(BOT)}\nowner:{_sha256(OWNER).upper()}:all\n", encoding="utf-8")
    with House.create(load_settings(library={"dir": folder / "library"}, server={"keys": keys})) as made:
        made.put("rye.md", b"# Rye\n\nRye is sown in autumn.\n")
        yield made


@pytest.fixture(scope="module")
def browser(house: House) -> Iterator[TestClient]:
    """Return a client of its app."""
    with TestClient(make_app(house), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("sent", [None, "Bearer", "Bearer ", "Bearer wrong", f"Basic {BOT}", BOT, f"Bearer {BOT}x", "Bearer é"])
@pytest.mark.parametrize(
    "path", ["/v1/documents", "/", "/documents/rye.md", "/metrics", "/openapi.json", "/nowhere", "/healthz/"]
)
def test_nothing_is_answered_without_a_key(browser: TestClient, sent: str | None, path: str) -> None:
    """The API, the pages and what the process counts: all of it is closed, and says how to open it."""
    response = browser.get(path, headers={b"authorization": sent.encode("latin-1")} if sent is not None else {})
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
    assert response.json()["error"]["code"] == "no_key"


def test_health_and_styles_need_no_key(browser: TestClient) -> None:
    """Whoever watches over the server has none."""
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code in (200, 503)
    assert browser.get("/static/quoth.css").status_code == 200
    assert browser.get("/static/../v1/documents").status_code == 401


def test_key_that_may_ask_may_do_nothing_else(browser: TestClient) -> None:
    """The bot's key answers questions; it neither reads nor changes the library."""
    headers = {"authorization": f"bearer {BOT}"}
    asked = browser.post("/v1/ask", json={"question": "When is rye sown?"}, headers=headers)
    assert asked.json()["outcome"] == "answer"
    for method, path in (
        ("GET", "/v1/documents"),
        ("PUT", "/v1/documents/a.md"),
        ("DELETE", "/v1/documents/rye.md"),
        ("GET", "/"),
    ):
        refused = browser.request(method, path, headers=headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed")


def test_key_that_may_all_may_all(browser: TestClient) -> None:
    """The owner's key reads and changes, and a proxy that sends it serves the pages."""
    headers = {"authorization": f"Bearer {OWNER}"}
    assert (
        browser.put("/v1/documents/oats.md", content=b"# Oats\n\nOats are sown in March.\n", headers=headers).status_code == 201
    )
    assert browser.delete("/v1/documents/oats.md", headers=headers).status_code == 200
    assert browser.get("/", headers=headers).status_code == 200


def test_client_sends_its_key(house: House) -> None:
    """The Python client, over a real connection: with the key it is answered, without it is told why not."""
    with Served(house) as server:
        with Client(server.url, key=BOT) as client:
            assert client.ask("When is rye sown?").quotes[0].text == "Rye is sown in autumn."
        with Client(server.url) as client, pytest.raises(ServiceError, match="answers nobody without a key") as refused:
            client.ask("When is rye sown?")
        assert (refused.value.status, refused.value.said) == (401, "no_key")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no key"),
        ("# nobody", "holds no key"),
        (BOT, "Line 1 of .* is no key"),
        ("\nbot:123", "Line 2 of .* is no key"),
        (f"bot:{'0' * 64}:some", "Line 1 of .* is no key"),
        (f"bot:{'0' * 64}\nbot:{'1' * 64}", "Line 2 of .* names bot a second time"),
    ],
)
def test_file_that_holds_no_keys_ends_the_start(tmp_path: Path, text: str, said: str) -> None:
    """A mistake in the file opens nothing: it is named by its line, without what stands there."""
    file = tmp_path / "keys"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as error:
        read_keys(file)
    assert BOT not in str(error.value)


def test_file_that_is_not_there_ends_the_start(tmp_path: Path) -> None:
    """So does a file that cannot be read."""
    with pytest.raises(SettingsError, match="server.keys cannot be read"):
        read_keys(tmp_path / "none")
