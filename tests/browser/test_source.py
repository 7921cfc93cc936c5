"""The source of a quote: beside the answer on a desk, a page on a phone; searched, outlined, verified."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Page, expect

from browser.coast import Reader

ASKED = f"/?q={quote('What is a Fresnel lens?')}"
PRINTED = f"/?q={quote('How high does a spring tide rise at Cawsand?')}"


def test_source_opens_beside_the_answer_or_as_a_page(page: Page, reader: Reader) -> None:
    """On a desk with JavaScript the document stands beside the answer; else it is a page, and the way leads back."""
    page.goto(ASKED)
    page.locator("a.source").first.click()
    expect(page.locator("#quote")).to_be_in_viewport()
    if reader.has_script and not reader.is_phone:
        expect(page.locator("#panel")).to_be_visible()
        expect(page.locator("#answer .question")).to_be_visible()
        expect(page.locator(".proof .checked")).to_have_text("Checked just now.")
        expect(page.locator("a.source").first).to_have_attribute("aria-current", "true")
    else:
        assert "/documents/" in page.url
        page.get_by_role("link", name=re.compile(r"Back to the answer \(1 of \d\)")).click()
        expect(page.locator("#answer .question")).to_have_text("What is a Fresnel lens?")


def test_panel_closes_by_key_button_and_back(desk: Page) -> None:
    """Escape, the button and the browser's own back close the panel; the focus returns to the citation."""
    desk.goto(ASKED)
    source = desk.locator("a.source").first
    for close in (
        lambda: desk.keyboard.press("Escape"),
        lambda: desk.get_by_role("button", name="Close").click(),
        lambda: desk.evaluate("history.back()"),
    ):
        source.click()
        expect(desk.locator("#panel #quote")).to_be_in_viewport()
        close()
        expect(desk.locator("#panel")).to_be_hidden()
        expect(source).to_be_focused()
    expect(desk.locator("#answer .question")).to_have_text("What is a Fresnel lens?")


def test_panel_follows_the_browsers_history(desk: Page) -> None:
    """Back closes the panel and forward opens it again, also after a reload, which leaves it open."""
    desk.goto(ASKED)
    panel, quote = desk.locator("#panel"), desk.locator("#panel #quote")
    desk.locator("a.source").first.click()
    expect(quote).to_be_in_viewport()
    desk.go_back()
    expect(panel).to_be_hidden()
    desk.go_forward()
    expect(quote).to_be_in_viewport()
    desk.reload()
    expect(quote).to_be_in_viewport()
    desk.go_back()
    expect(panel).to_be_hidden()
    desk.reload()
    expect(panel).to_be_hidden()
    desk.go_forward()
    expect(quote).to_be_in_viewport()
    desk.keyboard.press("Escape")
    desk.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(desk.locator("a.source").first).to_be_focused()
    expect(desk.locator("#answer .question")).to_have_text("What is a Fresnel lens?")


def test_panel_is_used_by_keyboard_alone(desk: Page) -> None:
    """Enter on a citation opens its document with the focus in it, and Tab stays in reach of its controls."""
    desk.goto(ASKED)
    desk.locator("a.source").first.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#panel mark#quote")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("a.source").first).to_be_focused()


def test_quotes_of_an_answer_follow_each_other(page: Page) -> None:
    """From one quote in its document the next one is a click away, and back again."""
    page.goto(f"/?q={quote('What is the difference between a lighthouse and a buoy?')}")
    assert page.locator("[data-source].source").count() > 1
    page.locator("[data-source].source").first.click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name=re.compile("2 of"))).to_be_visible()
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_role("link", name=re.compile("1 of"))).to_be_visible()


def test_document_is_searched_within(page: Page) -> None:
    """What is searched for is counted, listed and marked; each place leads to its words, and the quote stays."""
    page.goto(ASKED)
    page.locator("a.source").first.click()
    page.get_by_role("searchbox", name="Search in this document").fill("CALM and that")
    page.get_by_role("searchbox", name="Search in this document").press("Enter")
    expect(page.locator(".hits")).to_contain_text("60 places")
    expect(page.locator(".document mark.hit")).to_have_count(60)
    page.locator(".hits li a").nth(29).click()
    expect(page.locator("#hit-30")).to_be_in_viewport()
    assert page.locator(".document mark:not(.hit)").count()


def test_places_beyond_those_shown_are_told(page: Page) -> None:
    """Where words stand more often than is marked, or listed, it says so."""
    page.goto("/documents/the%20coast/lighthouses.md?find=o")
    expect(page.locator(".hits")).to_contain_text("More than 200 places; the first 200 are marked. The first 50 are listed.")
    expect(page.locator(".hits li")).to_have_count(50)
    page.goto("/documents/the%20coast/lighthouses.md?find=number")
    expect(page.locator(".hits")).to_contain_text("60 places. The first 50 are listed.")


def test_outline_leads_to_a_heading(page: Page) -> None:
    """The outline lists the headings, and a click brings one into view."""
    page.goto(ASKED)
    page.locator("a.source").first.click()
    page.get_by_text("Outline").click()
    page.locator(".outline").get_by_role("link", name="Keepers").click()
    expect(page.get_by_role("heading", name="Keepers")).to_be_in_viewport()


def test_quote_of_a_pdf_is_marked_on_its_picture(page: Page) -> None:
    """A quote from a PDF shows its page as a picture that has loaded, with a rectangle on the words in view."""
    page.goto(PRINTED)
    page.locator("a.source").first.click()
    expect(page.get_by_role("img", name="Page 2 of the original, the quote marked")).to_be_visible()
    expect(page.locator("rect#quote")).to_be_in_viewport()
    box = page.locator("rect#quote").bounding_box()
    assert box is not None
    assert box["width"] > 50


def test_source_is_found_within_two_clicks(page: Page) -> None:
    """From an answer to the sentence in its original is one click, to the original itself two."""
    page.goto(PRINTED)
    page.locator("a.source").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Original", exact=True).click()
    assert download.value.suggested_filename == "tides.pdf"


def test_panel_closes_where_there_is_no_room_for_it(desk: Page) -> None:
    """Made narrow, the window shows the answer, and the next step back is one that can be seen."""
    desk.goto("/")
    desk.goto("/?q=What+is+a+Fresnel+lens%3F")
    desk.locator("a.source").first.click()
    expect(desk.locator("#panel #quote")).to_be_visible()
    desk.set_viewport_size({"width": 390, "height": 844})
    expect(desk.locator("#panel")).to_have_attribute("hidden", "")
    expect(desk.locator("a.source").first).to_be_focused()
    desk.go_back()
    expect(desk.locator(".hero")).to_be_visible()
