"""Feedback in a real browser, with and without JavaScript."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

_ASKED = "/?q=What+is+a+Fresnel+lens%3F"


def test_answer_is_judged_with_a_note(page: Page) -> None:
    """A note and a click are enough, and the person is thanked; the way leads back to the answer."""
    page.goto(_ASKED)
    page.get_by_text("Say more").click()
    page.get_by_label("Note").fill("Which lighthouse had the first?")
    page.get_by_role("button", name="incomplete").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Thank you"))
    if page.get_by_role("link", name="Back to the answer").count():
        page.get_by_role("link", name="Back to the answer").click()
    expect(page.locator("#answer .question")).to_have_text("What is a Fresnel lens?")


def test_buttons_are_reached_by_keyboard_and_fit_a_phone(page: Page) -> None:
    """Each verdict can be chosen with the keyboard alone, and nothing makes a narrow page scroll sideways."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(_ASKED)
    page.get_by_text("Say more").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="right").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Thank you")
    if page.locator(".said").count():  # with scripts the page stays, and so does the focus
        expect(page.locator(".said")).to_be_focused()


@pytest.fixture
def cut_off(browser: Browser, address: str) -> Iterator[Page]:
    """Return an answer's page between which and the server something may stand; what the console says of that is no failure."""
    with browser.new_context(base_url=address, locale="en-GB") as context:
        page = context.new_page()
        page.goto(_ASKED)
        yield page


def test_busy_server_is_asked_again(cut_off: Page) -> None:
    """Feedback that a busy server sends back is sent again after the time it names, and then stored."""
    times = []

    def answer(route: Route) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            route.fulfill(status=503, headers={"Retry-After": "1"}, content_type="text/html", body="busy")
        else:
            route.continue_()

    cut_off.route("**/feedback", answer)
    cut_off.get_by_role("button", name="right").click()
    expect(cut_off.locator(".said")).to_contain_text("sending again")
    expect(cut_off.locator(".said")).to_contain_text("Thank you")
    assert len(times) == 2
    assert times[1] - times[0] >= 1


def test_feedback_that_does_not_arrive_says_so(cut_off: Page) -> None:
    """Where the server is gone, or something else answers in its place, the buttons stay and the page says so."""
    for fail in (lambda route: route.abort(), lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>")):
        cut_off.unroute_all()
        cut_off.route("**/feedback", fail)
        cut_off.get_by_role("button", name="right").click()
        expect(cut_off.locator(".said")).to_have_text("It could not be sent.")
        expect(cut_off.get_by_role("button", name="right")).to_be_enabled()
