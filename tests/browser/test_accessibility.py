"""Every page for everyone: axe's rules of WCAG 2.2 AA, keyboard alone, reduced motion, zoom, other directions of writing."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PAGES = [
    "/",
    f"/?q={quote('What is a Fresnel lens?')}",
    f"/?q={quote('What is the difference between a lighthouse and a buoy?')}",
    f"/?q={quote('Who won the football match in Lisbon yesterday?')}",
    "/documents",
    "/documents/the%20coast/lighthouses.md?find=lamp",
    "/documents/hostile.md",
    "/curated",
    "/insight",
    "/nowhere",
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {json.dumps([node['target'] for node in one['nodes']][:3])} {one['help']}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_breaks_no_rule_of_axe(browser: Browser, address: str, path: str, scheme: str) -> None:
    """On a desk and on a phone, in light and dark, with everything unfolded, axe finds nothing."""
    with browser.new_context(base_url=address, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce") as context:  # type: ignore[arg-type] # one of the two
        page = context.new_page()
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path, wait_until="load")
            page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
            assert _violations(page) == []


def test_panel_breaks_no_rule_of_axe(browser: Browser, address: str) -> None:
    """With a source open beside the answer axe finds nothing either."""
    with browser.new_context(base_url=address, bypass_csp=True, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(PAGES[1])
        page.locator("a.source").first.click()
        expect(page.locator("#panel #quote")).to_be_in_viewport()
        page.wait_for_timeout(400)  # until it has arrived: what moves has no contrast yet
        assert _violations(page) == []


def test_everything_on_an_answer_is_reached_by_tab(desk: Page) -> None:
    """Tab alone comes by the skip link, the citation, its tools, feedback and the field, and each shows its focus."""
    desk.goto(PAGES[1])
    reached = []
    for _ in range(40):
        desk.keyboard.press("Tab")
        reached.append(
            desk.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.id || e.classList[0] || e.textContent.trim(), s.outlineStyle !== 'none' || !!e.closest('.field')]; }"""
            )
        )
        if reached[-1][0] == "q":
            break
    names = [name for name, _ in reached]
    assert {"skip", "source", "copy", "permalink", "q"} <= set(names)
    assert [name for name, has_outline in reached if not has_outline] == []


def test_answer_is_announced(desk: Page) -> None:
    """The answer stands in a live region with a name, and a failed question is an alert."""
    desk.goto(PAGES[1])
    expect(desk.get_by_role("region", name="Answer")).to_have_attribute("aria-live", "polite")
    desk.goto("/?q=%20")
    expect(desk.get_by_role("alert")).to_contain_text("could not be asked")


def test_nothing_moves_for_whom_motion_is_too_much(browser: Browser, address: str) -> None:
    """Where the system asks for less motion, the panel does not slide and the page does not scroll smoothly."""
    with browser.new_context(base_url=address, reduced_motion="reduce", viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(PAGES[1])
        page.locator("a.source").first.click()
        assert page.locator("#panel").evaluate("(e) => getComputedStyle(e).animationName") == "none"
        assert page.locator("html").evaluate("(e) => getComputedStyle(e).scrollBehavior") == "auto"


def test_arabic_is_read_from_the_right(page: Page) -> None:
    """A quote in Arabic runs from right to left, beside a page that runs from left to right."""
    page.goto("/documents/arabic.md")
    paragraph = page.locator(".document p").first
    assert paragraph.evaluate("(e) => e.matches(':dir(rtl)')")
    assert page.locator("h1").evaluate("(e) => e.matches(':dir(rtl)')")
    assert page.locator("nav").first.evaluate("(e) => e.matches(':dir(ltr)')")


@pytest.mark.parametrize("path", [*PAGES[:3], "/documents", "/insight"])
def test_text_twice_as_large_still_fits(desk: Page, path: str) -> None:
    """At 200 % zoom of a 1280 pixel screen, and with text twice as large, nothing has to be scrolled sideways."""
    desk.set_viewport_size({"width": 640, "height": 450})
    desk.goto(path)
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(path)
    desk.evaluate("document.documentElement.style.setProperty('font-size', '212.5%')")
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
