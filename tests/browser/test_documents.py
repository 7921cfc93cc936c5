"""Documents and curated answers in a real browser: added, found, removed, pinned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from browser.coast import Reader

BUOY = "/?q=What+is+a+buoy%3F"


@pytest.fixture
def upload(tmp_path: Path, address: str) -> Iterator[Path]:
    """Return a file to be uploaded; it is gone from the library afterwards, and nothing is pinned."""
    file = tmp_path / "anchors é.md"
    file.write_text("# Anchors\n\nAn anchor is a hook of iron that holds a ship to the ground.\n", encoding="utf-8")
    yield file
    httpx.delete(f"{address}/v1/documents/anchors é.md")
    for pin in httpx.get(f"{address}/v1/curated").json()["curated"]:
        httpx.delete(f"{address}/v1/curated/{pin['id']}")


def test_document_is_uploaded_and_answers_and_is_removed(page: Page, reader: Reader, upload: Path) -> None:
    """A chosen file is stored and answers at once; it is found by its name and removed in two clicks."""
    page.goto("/documents")
    page.get_by_label("Add documents").set_input_files(upload)
    page.get_by_role("button", name="Upload").click()
    if reader.has_script:
        expect(page.locator(".uploads .stored")).to_contain_text("answers now")
        page.goto("/documents?q=anchors")
    expect(page.locator(".shelf tbody tr")).to_have_count(1)
    page.goto("/?q=What+is+an+anchor%3F")
    expect(page.locator("blockquote").first).to_contain_text("An anchor is a hook of iron")
    page.goto("/documents?q=anchors")
    page.locator(".shelf .remove summary").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name="Lighthouses")).to_be_visible()
    page.goto("/documents?q=anchors")
    expect(page.locator(".shelf")).to_have_count(0)


def test_files_are_dropped(desk: Page, upload: Path) -> None:
    """Files dropped on the form are stored, each with its progress; one that cannot be read says why."""
    desk.goto("/documents")
    desk.evaluate(
        """([name, text]) => {
            const data = new DataTransfer();
            data.items.add(new File([text], name));
            data.items.add(new File([""], "nothing.txt"));
            document.querySelector(".drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true}));
        }""",
        [upload.name, upload.read_text(encoding="utf-8")],
    )
    expect(desk.locator(".uploads .stored")).to_contain_text("answers now")
    expect(desk.locator(".uploads .failed")).to_contain_text("empty")


def test_upload_that_fails_says_why(page: Page, tmp_path: Path) -> None:
    """A file that cannot be read is named with the reason, and nothing else happens."""
    (tmp_path / "blank.txt").write_text("")
    page.goto("/documents")
    page.get_by_label("Add documents").set_input_files(tmp_path / "blank.txt")
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("main")).to_contain_text("blank.txt")
    expect(page.locator("main")).to_contain_text("empty")


def test_list_is_filtered_and_says_what_failed(page: Page) -> None:
    """Words and formats narrow the list; what could not be read at the ingest is named."""
    page.goto("/documents")
    expect(page.locator(".failures")).to_contain_text("empty.md")
    page.get_by_label("Format").select_option("PDF")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".shelf tbody tr")).to_have_count(1)
    expect(page.locator(".shelf tbody tr")).to_contain_text("tides.pdf")
    page.goto("/documents?q=light+coast")
    expect(page.locator(".shelf tbody tr")).to_have_count(1)


def _take_away(page: Page) -> None:
    """Take the only curated answer away, from the answer that it leads."""
    page.get_by_role("link", name="Curated answers").click()
    expect(page.locator(".pinned")).to_have_count(1)
    page.get_by_role("button", name="Take it away").click()
    expect(page.locator("main")).to_contain_text("Nothing is pinned yet.")


def test_quote_is_pinned_in_two_clicks(page: Page, upload: Path, address: str) -> None:
    """Under a quote of a document with an owner two clicks, and nothing typed, make it the answer; the list takes it away again."""
    owned = f"---\nowner: Harbour office\n---\n\n{upload.read_text(encoding='utf-8')}"
    httpx.put(f"{address}/v1/documents/{upload.name}", content=owned.encode()).raise_for_status()
    page.goto("/?q=What+is+an+anchor%3F")
    page.get_by_text("Make this the answer").first.click()
    page.get_by_role("button", name="Pin it").first.click()
    expect(page.locator("figcaption").first).to_contain_text("Curated by Harbour office")
    _take_away(page)


def test_page_works_where_the_browser_keeps_nothing(browser: Browser, address: str) -> None:
    """In a private window that refuses storage everything after it still works: feedback, copying, pinning."""
    with browser.new_context(base_url=address, locale="en-GB") as context:
        page = context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })")
        page.goto(BUOY)
        page.get_by_role("button", name="right").click()
        expect(page.locator(".said")).to_contain_text("Thank you")
        page.get_by_text("Make this the answer").first.click()
        form = page.locator(".pin-form").first
        form.get_by_label("Who answers for it").fill("Harbour office")
        form.get_by_role("button", name="Pin it").click()
        expect(page.locator("figcaption").first).to_contain_text("Curated by Harbour office")
        _take_away(page)
        assert said == []
