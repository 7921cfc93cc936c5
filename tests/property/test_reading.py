"""Whatever the bytes: reading either gives a sound document or says why not."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from quoth.errors import ReadingError
from quoth.reading.documents import read_bytes
from quoth.reading.formats.markdown import read_front_matter
from quoth.text.normalise import normalise, squeeze
from quoth.types import Document
from strategies import html_pages, markdown_pages, paragraphs, plain_pages, raw_texts

names = st.sampled_from(["a.txt", "a.md", "a.html", "a", "a.bin"])
pages = st.one_of(html_pages, markdown_pages, plain_pages, raw_texts)


def _read(data: bytes, name: str) -> Document | None:
    """Return the document, or None where reading says why it cannot be one."""
    with suppress(ReadingError):
        return read_bytes(data, doc_id=name, uri=f"file:///{name}")
    return None


@given(st.binary(max_size=400), names)
def test_reading_bytes_raises_nothing_but_reading_error(data: bytes, name: str) -> None:
    """Arbitrary bytes must give a document or a ReadingError."""
    document = _read(data, name)
    assert document is None or document.text


@given(
    st.sampled_from(["", "\ufeff", "<html>", "---\n", "# A\n\n# B\n"]),
    pages,
    names,
    st.sampled_from(["utf-8", "utf-16", "utf-32"]),
)
def test_reading_text_raises_nothing_but_reading_error(start: str, page: str, name: str, encoding: str) -> None:
    """Arbitrary text in any format and encoding must give a document or a ReadingError."""
    document = _read((start + page).encode(encoding, "replace"), name)
    assert document is None or document.text


@given(pages, names)
def test_reading_is_deterministic(page: str, name: str) -> None:
    """The same bytes must always give the same document."""
    data = page.encode("utf-8", "replace")
    assert _read(data, name) == _read(data, name)


@given(pages, names)
def test_blocks_slice_the_text_in_order(page: str, name: str) -> None:
    """Blocks must be in order, apart from each other, not blank, and hold every visible character of the text."""
    document = _read(page.encode("utf-8", "replace"), name)
    if document is None:
        return
    assert all(before.span.end <= after.span.start for before, after in pairwise(document.blocks))
    assert all(block.span.of(document.text).strip() for block in document.blocks)
    held = "".join(block.span.of(document.text) for block in document.blocks)
    assert "".join(held.split()) == "".join(document.text.split())


@given(pages, names)
def test_document_text_is_normalised_and_can_be_stored(page: str, name: str) -> None:
    """Text, title and owner must be normalised UTF-8: a database stores them and citations slice them."""
    document = _read(page.encode("utf-8", "replace"), name)
    if document is None:
        return
    assert document.text == normalise(document.text)
    assert document.title == squeeze(normalise(document.title)) != ""
    for text in (document.text, document.title, document.owner or "", document.date or "", *document.metadata.values()):
        text.encode("utf-8")


@given(pages, names)
def test_heading_paths_are_headings_above(page: str, name: str) -> None:
    """Every heading in a block's path must be a heading that stands before the block."""
    document = _read(page.encode("utf-8", "replace"), name)
    seen: set[str] = set()
    for block in document.blocks if document else ():
        assert set(block.heading_path) <= seen
        if block.kind == "heading":
            seen.add(block.span.of(document.text) if document else "")


@given(paragraphs, paragraphs)
def test_paragraphs_of_plain_text_lose_no_words(first: str, second: str) -> None:
    """Every word of two plain paragraphs must be in the text."""
    page = f"The {first}\n\nThe {second}"  # an opening that is no bullet and no number of a list
    document = _read(page.encode(), "a.txt")
    assert document is not None
    assert "".join(document.text.split()) == "".join(normalise(page).split())


@given(raw_texts)
def test_front_matter_never_raises(text: str) -> None:
    """Whatever stands between the dashes, reading it must give text values or nothing."""
    assert all(isinstance(value, str) for value in read_front_matter(text).values())
