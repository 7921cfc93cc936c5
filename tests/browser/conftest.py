"""Real Chromium on a real server with a small library."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
import uvicorn
from bench.printing import write_pdf
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from browser.coast import ARABIC, HOSTILE, LIGHTHOUSES, READERS, SHEETS, Reader
from quoth.house import House
from quoth.server import make_app
from quoth.server.running import address_of, listen
from quoth.settings import load_settings

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run")  # fmt: skip


# A machine that does much else beside is slow, not wrong.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a running server whose library holds a few documents, one of them hostile, one from a PDF."""
    folder = tmp_path_factory.mktemp("coast")
    (folder / "corpus" / "the coast").mkdir(parents=True)
    (folder / "corpus" / "the coast" / "lighthouses.md").write_text(LIGHTHOUSES)
    (folder / "corpus" / "buoys.txt").write_text("A buoy is a float that is anchored to mark a channel.\n")
    (folder / "corpus" / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (folder / "corpus" / "hostile.txt").write_text("Hidden reefs: <script>window.hacked = true</script>.", encoding="utf-8")
    (folder / "corpus" / "arabic.md").write_text(ARABIC, encoding="utf-8")
    (folder / "corpus" / "empty.md").write_text("")
    write_pdf(folder / "corpus" / "tides.pdf", SHEETS)
    with House.create(load_settings(library={"dir": folder / "library"})) as house, listen("127.0.0.1", 0) as listener:
        house.ingest([folder / "corpus"])
        house.asker.warm_up()
        server = uvicorn.Server(uvicorn.Config(make_app(house), log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        _wait_for(server)
        yield address_of(listener)
        server.should_exit = True
        thread.join(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the installed Chromium. It is closed soon: while it runs, no other test can run an event loop."""
    chromium = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := which(name))), None)
    if chromium is None:
        pytest.fail("These tests need Chromium: install it with `apt-get install chromium`, or leave out tests/browser.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(Path(chromium)), args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    """Return each reader in turn."""
    return READERS[request.param]


@pytest.fixture
def page(reader: Reader, browser: Browser, address: str) -> Iterator[Page]:
    """Return an empty page of a reader; a word in its console is a failure."""
    size: ViewportSize = {"width": 390, "height": 844} if reader.is_phone else {"width": 1280, "height": 900}
    with browser.new_context(
        base_url=address, java_script_enabled=reader.has_script, viewport=size, color_scheme=reader.scheme, locale="en-GB"
    ) as context:
        yield from watched(context)


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """Return an empty page on a desk's screen, with JavaScript."""
    with browser.new_context(
        base_url=address,
        viewport={"width": 1280, "height": 900},
        locale="en-GB",
        permissions=["clipboard-read", "clipboard-write"],
    ) as context:
        yield from watched(context)


def watched(context: BrowserContext) -> Iterator[Page]:
    """Yield a new page; what it says in its console, or a request to elsewhere, is a failure."""
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
    yield opened
    assert [line for line in said if "status of 4" not in line] == []


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.05)
