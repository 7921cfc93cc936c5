"""Feedback in a real browser, with and without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

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
