"""Quotes that are less likely than not to answer stand below the answer, under a heading of their own."""

from __future__ import annotations

from playwright.sync_api import Page, expect

QUESTION = "What is a lighthouse?"


def test_quotes_less_likely_than_not_stand_apart(page: Page) -> None:
    """They must come after the sure ones, below their heading, and none may be lost."""
    quotes = page.request.post("/v1/ask", data={"question": QUESTION}).json()["quotes"]
    sure = [quote for quote in quotes if quote["n"] == 1 or quote["probability"] >= 0.5]
    assert 0 < len(sure) < len(quotes), "every quote is sure of itself: ask another question"
    page.goto(f"/?q={QUESTION}")
    expect(page.locator(".quotes figure")).to_have_count(len(sure))
    below = page.locator("section.doubtful")
    expect(below.get_by_role("heading", name="Less certain, but may help")).to_be_visible()
    expect(below.locator("figure")).to_have_count(len(quotes) - len(sure))
    first, heading = (page.locator(at).bounding_box() for at in (".quotes figure >> nth=-1", "section.doubtful h2"))
    assert first
    assert heading
    assert first["y"] + first["height"] <= heading["y"]
