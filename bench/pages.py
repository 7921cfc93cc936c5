"""What a person waits for: how heavy the pages are, and how soon an answer is seen after the server has it.

    python -m bench.pages --library DIR          in Chromium, on a desk and on a phone
    python -m bench.pages --library DIR --times 20

By the browser's own measures: bytes over the wire and requests of a first visit with an empty cache, layout shift, largest contentful paint (LCP), and the time from
the last byte of the page to the first paint, which shows the answer, since nothing of it waits for a script. Where the question is asked in a page that is there
already, the script puts the answer into it: then it is the time from the last byte to the frame after that, and no LCP. The load of the machine stands beside.
"""

from __future__ import annotations

import argparse
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any, Final
from urllib.parse import quote

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from quoth.house import House
from quoth.server import make_app
from quoth.server.running import address_of, listen
from quoth.settings import load_settings

PAGES: Final = (
    ("the question field", "/"),
    ("an answer", f"/?q={quote('Who signs the quality agreement?')}"),
    ("an answer with a comparison", f"/?q={quote('What distinguishes a CDMO?')}"),
    ("an answer, asked from the question field", f"/?q={quote('Who signs the quality agreement?')}"),
    ("the list of documents", "/documents"),
    ("Insight", "/insight"),
)
ASKED: Final = (
    ("an answer, put into the page", "Who signs the quality agreement?"),
    ("a comparison, put into the page", "What distinguishes a CDMO?"),
)
_ASK: Final = """(question) => new Promise((resolve) => {
    let shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
    }).observe({type: "layout-shift"});
    const painted = new Promise((seen) => new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => seen(performance.now());
            channel.port2.postMessage(0);
        });
    }).observe(document.getElementById("answer"), {childList: true}));
    const form = document.querySelector(".ask-form");
    form.elements.q.value = question;
    form.requestSubmit();
    painted.then((at) => setTimeout(() => {
        const visit = performance.getEntriesByType("resource").filter((one) => one.name.includes("/?q=")).at(-1);
        resolve({bytes: visit.transferSize, requests: 1, shift, painted: at - visit.responseEnd, largest: NaN});
    }, 400));
})"""
SCREENS: Final = (("desk", 1280, 900), ("phone", 390, 844))
_MEASURE: Final = """() => new Promise((resolve) => {
    let shift = 0, largest = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) largest = entry.startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
    setTimeout(() => {
        const [visit] = performance.getEntriesByType("navigation");
        const all = [visit, ...performance.getEntriesByType("resource")];
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        resolve({
            bytes: all.reduce((sum, one) => sum + one.transferSize, 0), requests: all.length, shift,
            response: visit.responseEnd, painted: paint.startTime - visit.responseEnd, largest: largest - visit.responseEnd,
        });
    }, 400);
})"""


@contextmanager
def served(library: Path) -> Iterator[str]:
    """Yield the address of a server on a library, warmed up."""
    with House.open(load_settings(library={"dir": library})) as house, listen("127.0.0.1", 0) as listener:
        house.asker.warm_up()
        server = uvicorn.Server(uvicorn.Config(make_app(house), log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield address_of(listener)
        server.should_exit = True
        thread.join()


def visit(browser: Browser, address: str, width: int, height: int, before: str | None = None) -> dict[str, Any]:
    """Return the figures of one visit.

    Args:
        before: Address of a page that is looked at first, from which the browser has the style sheets; None for an empty cache.
    """
    with browser.new_context(viewport={"width": width, "height": height}, locale="en-GB") as context:
        page = context.new_page()
        if before is not None:
            page.goto(before, wait_until="load")
        page.goto(address, wait_until="load")
        found: dict[str, Any] = page.evaluate(_MEASURE)
        return found


def ask(browser: Browser, address: str, width: int, height: int, question: str) -> dict[str, Any]:
    """Return the figures of a question that is asked in a page that is there."""
    with browser.new_context(viewport={"width": width, "height": height}, locale="en-GB") as context:
        page = context.new_page()
        page.goto(address, wait_until="load")
        found: dict[str, Any] = page.evaluate(_ASK, question)
        return found


def main() -> None:
    """Visit every page on every screen and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    chromium = which("chromium") or which("google-chrome")
    print("| page | screen | kB | requests | shift | painted after the response, ms: median, worst | LCP after it, ms | load |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with served(given.library) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for screen, width, height in SCREENS:
            size = width, height
            for name, path in PAGES:
                before = address if "asked from" in name else None
                _tell(name, screen, [visit(browser, address + path, *size, before) for _ in range(given.times + 1)][1:])
            for name, question in ASKED:
                _tell(name, screen, [ask(browser, address, *size, question) for _ in range(given.times + 1)][1:])
        browser.close()


def _tell(name: str, screen: str, seen: list[dict[str, Any]]) -> None:
    painted, largest = sorted(one["painted"] for one in seen), [one["largest"] for one in seen]
    print(
        f"| {name} | {screen} | {seen[0]['bytes'] / 1000:.1f} | {seen[0]['requests']} | {max(one['shift'] for one in seen):.3f} "
        f"| {statistics.median(painted):.0f}, {painted[-1]:.0f} | {statistics.median(largest):.0f} | {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
