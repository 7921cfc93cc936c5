"""Documents and questions that mean harm change nothing: no script runs, nothing leaves its place, nothing becomes markup."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Error, Page, expect

QUESTIONS = [
    "<script>window.hacked = true</script>",
    "\"><img src=x onerror='window.hacked = true'>",
    "javascript:alert(1)",
    "{{ 7 * 7 }} ${7*7} {% raw %}",
    "What is \u202ea buoy\u202c \u200f \u0007 ?",
    "w" * 1900,
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_hostile_question_stays_words(desk: Page, question: str) -> None:
    """Whatever is asked is shown as it was typed, and nothing of it runs or widens the desk."""
    desk.goto(f"/?q={quote(question)}&h={quote(question)}&a={quote(question)}")
    assert desk.evaluate("window.hacked") is None
    assert desk.locator("main script, main img, main [onerror]").count() == 0
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(desk.locator("h1")).to_have_count(1)


def test_hostile_document_stays_words(page: Page) -> None:
    """A document full of markup is quoted and shown as words; links and headings beside it keep their place and direction."""
    page.goto(f"/?q={quote('What is a hostile beacon?')}")
    expect(page.locator("blockquote").first).to_contain_text("that lures")
    page.locator("a.source").first.click()
    expect(page.locator("#quote")).to_be_in_viewport()
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main b, #panel img, #panel b, .document script, .document svg").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_hostile_document_is_searched_and_outlined_as_words(page: Page) -> None:
    """Searching for markup finds it as words."""
    page.goto(f"/documents/hostile.txt?find={quote('<script>')}")
    expect(page.locator(".hits")).to_contain_text("1 place.")
    expect(page.locator("mark.hit")).to_have_text("<script>")
    assert page.evaluate("window.hacked") is None


# What reaches beyond the window, from which a person would have to scroll sideways: tables scroll in a box of their own.
_TOO_WIDE = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] : [document.body, ...document.querySelectorAll("body *")]
    .filter((one) => one === document.body || one.getBoundingClientRect().right > window.innerWidth + 1)
    .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`)"""


def test_hostile_words_stay_words_in_lists(page: Page) -> None:
    """Hostile documents and questions that nobody answered are words in the list of documents and in Insight, too."""
    for question in QUESTIONS[:2] * 4:  # asked often, it stands first among what nobody answered
        page.request.get(f"/?q={quote(f'Who won the chess tournament in Madrid {question} and baked the wedding cake?')}")
    page.wait_for_timeout(300)  # the question log is written by another thread
    for path, words in (("/documents", "hostile.md"), ("/insight", "window.hacked = true")):
        page.goto(path)
        expect(page.locator("main")).to_contain_text(words)
        assert page.evaluate("window.hacked") is None
        assert page.locator("main script, main img, main b, main [onerror], main [onmouseover]").count() == 0
        assert page.evaluate(_TOO_WIDE) == []


def test_inline_code_is_refused_by_the_browser(browser: Browser, address: str) -> None:
    """Even if markup got into a page, the policy would keep its script from running."""
    with browser.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto("/")
        with pytest.raises(Error, match="TrustedHTML"):
            page.evaluate("document.body.innerHTML = '<img src=x onerror=\"window.hacked = true\">'")
        with pytest.raises(Error, match="TrustedScript"):
            page.evaluate("document.body.setAttribute('onclick', 'window.hacked = true')")
        assert page.evaluate("window.hacked") is None


def test_other_sites_cannot_frame_or_send(desk: Page, address: str) -> None:
    """A form sent without our token, as another site would, is refused; the headers forbid frames."""
    response = desk.request.post(f"{address}/documents/remove", form={"doc_id": "buoys.txt", "token": "0" * 64})
    assert response.status == 422
    headers = desk.request.get(address).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
