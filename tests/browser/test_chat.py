"""The pages in a real browser, as a person uses them: with and without JavaScript, on a desk and on a phone."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.coast import Reader

QUESTION = "What is a Fresnel lens?"


def _ask(page: Page, question: str) -> None:
    page.get_by_label(re.compile("question|Ask on")).fill(question)
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#answer .question")).to_have_text(question)


def test_question_typed_is_answered_with_a_quotation(page: Page) -> None:
    """Typing a question shows quotes of the documents, under an address that can be shared."""
    page.goto("/")
    _ask(page, QUESTION)
    expect(page.locator("blockquote").first).to_contain_text("A Fresnel lens is a lens made of concentric rings of glass")
    expect(page.locator("figcaption").first).to_contain_text(re.compile(r"likely, \d+\s%"))
    assert f"q={quote(QUESTION).replace('%20', '+')}" in page.url


def test_follow_up_is_understood_from_the_question_before(page: Page) -> None:
    """The conversation goes on from page to page."""
    page.goto("/")
    _ask(page, QUESTION)
    _ask(page, "And a buoy?")
    expect(page.locator(".understood")).to_contain_text("What is a buoy?")
    expect(page.locator(".earlier")).to_contain_text(QUESTION)
    expect(page.locator("blockquote").first).to_contain_text("A buoy is a float")


def test_citation_leads_to_its_words_marked_and_in_view(page: Page) -> None:
    """A click on a citation shows the document with the cited words marked, on screen, and verified."""
    page.goto(f"/?q={quote(QUESTION)}")
    words = page.locator("blockquote").first.inner_text()
    page.locator("a.source").first.click()
    expect(page.locator("#quote")).to_be_in_viewport()
    assert "".join(page.locator(".document mark").all_inner_texts()) == words
    expect(page.locator(".proof")).to_contain_text("verifies: exact")


def test_abstention_says_so_and_promises_nothing(page: Page) -> None:
    """A question about something else is declined in words, without an answer's quotes."""
    page.goto("/")
    _ask(page, "Who won the football match in Lisbon yesterday?")
    expect(page.locator(".abstention")).to_be_visible()
    expect(page.locator(".quotes")).to_have_count(0)
    if page.locator("blockquote").count():
        expect(page.locator(".nearest h2")).to_contain_text("not an answer")


def test_document_list_leads_to_a_document(page: Page) -> None:
    """The list names every document, and a click opens one whose name holds a space and a slash."""
    page.goto("/documents")
    expect(page.locator(".shelf tbody tr")).to_have_count(6)
    page.get_by_role("link", name="Lighthouses").click()
    expect(page.get_by_role("cell", name="Skerryvore")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)


def test_missing_page_is_a_page(page: Page) -> None:
    """A wrong address gets a page with a way back."""
    response = page.goto("/documents/nowhere.md")
    assert response is not None
    assert response.status == 404
    page.get_by_role("link", name="See the documents").click()
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()


@pytest.mark.parametrize("width", [320, 375, 600])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        f"/?q={quote(QUESTION)}",
        f"/?q={'x' * 300}",
        f"/?q={'x' * 3000}",
        "/documents",
        "/documents/the%20coast/lighthouses.md",
        "/documents/hostile.md?find=beacon",
        "/curated",
    ],
)
def test_narrow_screens_need_no_sideways_scrolling(desk: Page, path: str, width: int) -> None:
    """On a phone, and at 200 % zoom, no page is wider than the screen."""
    desk.set_viewport_size({"width": width, "height": 640})
    desk.goto(path)
    widths = desk.locator("html").bounding_box()
    inner = [box["x"] + box["width"] for part in desk.locator("main > *").all() if (box := part.bounding_box())]
    assert widths is not None
    assert max([widths["width"], *inner]) <= width


def test_keyboard_alone_suffices(page: Page, reader: Reader) -> None:
    """The field has the focus at once, Enter asks; with scripts the answer has it then, else the first link skips to the content."""
    page.goto("/")
    expect(page.locator("[name=q]")).to_be_focused()  # a frame after the page is there: nobody types faster, but this test
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#answer .question")).to_have_text(QUESTION)
    page.keyboard.press("Tab")
    first = page.locator("#answer a").first if reader.has_script else page.get_by_role("link", name="Skip to the content")
    expect(first).to_be_focused()


def test_copy_takes_the_quote_with_its_citation(desk: Page, address: str) -> None:
    """The copied text holds the words, the title and the address of the place."""
    desk.goto(f"/?q={quote(QUESTION)}")
    desk.get_by_role("button", name="Copy", exact=True).first.click()
    expect(desk.get_by_role("button", name="Copied")).to_be_visible()
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert "“A Fresnel lens is" in copied
    assert "Lighthouses" in copied
    assert f"{address}/documents/the%20coast/lighthouses.md?version=1" in copied


def test_whole_answer_is_copied_as_markdown(desk: Page, address: str) -> None:
    """The answer as Markdown holds every quote as a block quote, with a link to its place."""
    desk.goto(f"/?q={quote(QUESTION)}")
    desk.get_by_text("Copy with citations").click()
    desk.locator(".take button").nth(1).click()
    expect(desk.locator(".take button").nth(1)).to_have_text("Copied")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("**What is a Fresnel lens?**")
    assert "> A Fresnel lens is a lens made of concentric rings" in copied
    assert f"(<{address}/documents/the%20coast/lighthouses.md?version=1" in copied


def test_answer_has_an_address_of_its_own(page: Page) -> None:
    """The link to an answer shows it again as it was given, and says that the documents still say so."""
    page.goto(f"/?q={quote(QUESTION)}")
    words = page.locator("blockquote").first.inner_text()
    page.get_by_role("link", name="Link to this answer").click()
    expect(page.locator(".given")).to_contain_text("Answered on")
    expect(page.locator(".standing").first).to_have_text("exact")
    assert page.locator("blockquote").first.inner_text() == words
    page.get_by_role("link", name="Ask it again").click()
    expect(page.locator("blockquote").first).to_have_text(words)


def test_how_long_it_took_is_a_step_away(page: Page) -> None:
    """The time of each stage stands behind a small word, and is read out as a table."""
    page.goto(f"/?q={quote(QUESTION)}")
    page.get_by_text(re.compile(r"took \d+ ms")).click()
    expect(page.get_by_role("table", name="How long each stage took").get_by_role("row")).to_have_count(4)


def test_suggestions_are_taken_by_keyboard(desk: Page) -> None:
    """While somebody types, headings are suggested; the arrow keys choose one and Enter takes it, and once more asks."""
    desk.goto("/")
    desk.get_by_role("combobox").press_sequentially("lenses")
    expect(desk.get_by_role("option").first).to_contain_text("Lenses")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("combobox")).to_have_value("Lenses")
    desk.keyboard.press("Enter")
    expect(desk.locator("#answer .question")).to_have_text("Lenses")


def test_page_speaks_german_to_who_reads_german(browser: Browser, address: str) -> None:
    """The page's own words follow the browser's languages; the documents' words stay as they are."""
    with browser.new_context(base_url=address, locale="de-AT") as context:
        page = context.new_page()
        page.goto(f"/?q={quote(QUESTION)}")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.get_by_role("button", name="Fragen")).to_be_visible()
        expect(page.locator("figcaption").first).to_contain_text("wahrscheinlich")
        expect(page.locator("blockquote").first).to_contain_text("A Fresnel lens is a lens")


def test_print_has_the_quotes_and_their_addresses_and_no_forms(desk: Page, address: str) -> None:
    """On paper the answer stands with its citations spelt out, without buttons, forms and navigation."""
    desk.goto(f"/?q={quote(QUESTION)}")
    desk.emulate_media(media="print")
    expect(desk.locator("blockquote").first).to_be_visible()
    for gone in (".ask-form", ".tools", ".feedback", ".top nav", ".pin", "button.copy"):
        expect(desk.locator(gone).first).to_be_hidden()
    printed = desk.locator("blockquote").first.evaluate("(e) => getComputedStyle(e, '::after').content")
    assert f"{address}/documents/" in printed
    expect(desk.locator(".printed")).to_contain_text(f"{address}/answers/")
