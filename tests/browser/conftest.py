"""Real Chromium on a real server with a small library."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from quoth.house import House
from quoth.server import make_app
from quoth.server.running import address_of, listen
from quoth.settings import load_settings

LIGHTHOUSES = (
    """---
title: Lighthouses
date: 2023-05-01
---

# Lighthouses

A lighthouse is a tower with a strong light at its top that shows ships the way at night.

## Keepers

"""
    + "\n\n".join(f"Keeper number {n} wrote in the log that the night was calm and that oil was short." for n in range(60))
    + """

## Lenses

A Fresnel lens is a lens made of concentric rings of glass, so that a lighthouse can throw its beam far with little glass.

| Lighthouse with a very long name indeed | Built | Height | Range in nautical miles | Keeper of the lamp |
|---|---|---|---|---|
| Skerryvore | 1844 | 48 m | 23 | automatic |
"""
)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--no-first-run")  # fmt: skip


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a running server whose library holds two documents."""
    folder = tmp_path_factory.mktemp("coast")
    (folder / "corpus" / "the coast").mkdir(parents=True)
    (folder / "corpus" / "the coast" / "lighthouses.md").write_text(LIGHTHOUSES)
    (folder / "corpus" / "buoys.txt").write_text("A buoy is a float that is anchored to mark a channel.\n")
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


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """Return an empty page on the server, with and without JavaScript; a word in its console is a failure."""
    with browser.new_context(base_url=address, java_script_enabled=request.param == "with JavaScript") as context:
        opened = context.new_page()
        said: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        yield opened
        assert [line for line in said if "status of 4" not in line] == []


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.05)
