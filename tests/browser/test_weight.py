"""How heavy the pages are and whether they keep still, by the browser's own measures."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

_MOST_BYTES = 60_000
# Of the view's height and width; a shift by less than a point, as rounding may give, is a tenth of this.
_MOST_SHIFT = 0.001
# What a page shifts by itself it shifts at every first visit; what a busy machine paints too early need not come again.
_VISITS = 3
_MEASURE = """() => new Promise((resolve) => {
    let shift = 0;
    const moved = [];
    const name = (node) => node ? (node.nodeType === 1 ? node : node.parentElement).outerHTML.slice(0, 80) : "something gone";
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
            shift += entry.value;
            moved.push(...entry.sources.map((source) => name(source.node)));
        }
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => {
        const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
        resolve([all.reduce((sum, one) => sum + one.transferSize, 0), shift, all.length, moved]);
    }, 500);
})"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", f"/?q={quote('What is a Fresnel lens?')}", "/documents", "/insight"])
def test_first_view_is_light_and_keeps_still(browser: Browser, address: str, path: str, width: int) -> None:
    """A first visit takes less than 60 kB over the wire, and nothing shifts once it is shown."""
    shifts: list[tuple[float, list[str]]] = []
    for _ in range(_VISITS):
        with browser.new_context(base_url=address, viewport={"width": width, "height": 900}) as context:
            page = context.new_page()
            page.goto(path, wait_until="load")
            weight, shift, requests, moved = page.evaluate(_MEASURE)
            assert 0 < weight < _MOST_BYTES, f"{weight:,} bytes in {requests} requests"
        shifts.append((shift, moved))
        if shift < _MOST_SHIFT:
            break
    assert min(shift for shift, _ in shifts) < _MOST_SHIFT, shifts
