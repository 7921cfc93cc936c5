"""HTML: content in, everything around it marked, hostile pages survived."""

from __future__ import annotations

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.html import read_html


def _read(text: str) -> TextBuilder:
    builder = TextBuilder()
    read_html(text, builder)
    return builder


def _content(text: str) -> list[str]:
    builder = _read(text)
    return [block.span.of(builder.text) for block in builder.finished_blocks() if not block.is_boilerplate]


_ARTICLE = "<p>A contract research organisation runs clinical trials for others, from first plans to last reports.</p>"


def test_html_reads_paragraphs_headings_and_items() -> None:
    """Elements must become blocks of their kind, entities resolved."""
    builder = _read("<h1>Q&amp;A</h1><p>One<br>two</p><ul><li>three</ul>")
    assert [(block.kind, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", "Q&A"),
        ("paragraph", "One two"),
        ("list_item", "three"),
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Home About Contact</nav>",
        "<footer>Privacy and terms</footer>",
        "<div role=banner>Company name</div>",
        "<div class='cookie-consent'>Choose what you allow</div>",
        "<p>&copy; 2024 Example. All rights reserved.</p>",
        "<p hidden>Not to be seen</p>",
        "<p><a href=/buy>Buy the full report</a></p>",
    ],
)
def test_html_sets_aside_what_surrounds_the_text(around: str) -> None:
    """Menus, footers, banners, legal lines and offers must be marked, the article must not."""
    assert _content(around + _ARTICLE) == [_ARTICLE[3:-4]]


def test_html_that_is_all_menu_still_speaks() -> None:
    """A page of nothing but a menu must keep its words: they are its content."""
    assert _content("<nav><a href=/a>Quality manual</a></nav>") == ["Quality manual"]


def test_html_scripts_and_styles_are_no_words() -> None:
    """Scripts, styles and templates must never become text, inside a table cell either."""
    page = "<style>p{}</style><script>x()</script><table><tr><th>A<th>B<tr><td>1<script>y()</script><td>2</table>" + _ARTICLE
    assert _read(page).text == "A | B\n1 | 2\n\n" + _ARTICLE[3:-4]


def test_html_table_keeps_its_caption() -> None:
    """The caption says what a table is about: it must be in the text."""
    page = "<table><caption>Fees in 2024</caption><tr><th>Model<th>Fee<tr><td>FTE<td>10</table>"
    assert _read(page).text == "Fees in 2024\n\nModel | Fee\nFTE | 10"


def test_html_layout_table_is_walked_into() -> None:
    """A table that holds another one lays out a page: no words may come twice."""
    text = _read("<table><tr><th>A<th>B<tr><td><table><tr><td>1<td>2</table><td>3</table>").text
    assert sorted(text.replace("|", " ").split()) == ["1", "2", "3", "A", "B"]


def test_html_metadata_names_title_owner_and_date() -> None:
    """Title, author and publication date must be found where pages put them."""
    page = "<title> A page </title><meta name=author content='QA'><meta property='article:published_time' content='2024-05-01'>"
    found = read_html(page, TextBuilder())
    assert (found["title"], found["owner"], found["date"]) == ("A page", "QA", "2024-05-01")


@pytest.mark.parametrize("tag", ["div", "nav", "b", "ul", "table"])
def test_html_survives_deep_nesting(tag: str) -> None:
    """A page that nests deeper than Python's stack must be read, and in seconds."""
    assert _content(f"<{tag}>" * 5000 + "words") == ["words"]


@pytest.mark.parametrize("page", ["", "<", "<p", "</p></p>", "<table><tr>", "<h1></h1>", "<!doctype html>", "<p>\x00</p>"])
def test_html_fragments_raise_nothing(page: str) -> None:
    """Broken markup must give whatever words it has, and no error."""
    assert _read(page).text.strip("\ufffd <p") == ""
