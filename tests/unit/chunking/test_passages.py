"""Passages: whole sentences of one section within the encoder's limit."""

from __future__ import annotations

from collections.abc import Callable

from fakes import FakeEncoder
from quoth.chunking import chunk
from quoth.reading.building import TextBuilder
from quoth.types import Document, Passage

encoder = FakeEncoder()


def _document(build: Callable[[TextBuilder], None], title: str = "Manual") -> Document:
    builder = TextBuilder()
    build(builder)
    return Document(
        doc_id="a.md", uri="file:///a.md", title=title, text=builder.text, blocks=builder.finished_blocks(),
        media_type="text/markdown", source_sha256="0" * 64,
    )  # fmt: skip


def _texts(document: Document, passages: tuple[Passage, ...]) -> list[str]:
    return [passage.span.of(document.text) for passage in passages]


def test_chunk_never_crosses_a_heading() -> None:
    """Two short sections must be two passages, each with its own path and context."""

    def build(builder: TextBuilder) -> None:
        builder.heading("A", 1)
        builder.paragraph("One.")
        builder.heading("B", 1)
        builder.paragraph("Two.")

    document = _document(build)
    passages = chunk(document, encoder, 30, 10)
    assert _texts(document, passages) == ["One.", "Two."]
    assert [passage.context for passage in passages] == ["Manual \u203a A", "Manual \u203a B"]


def test_chunk_never_holds_boilerplate() -> None:
    """An advertisement between two sentences must part them, not become a passage's middle."""

    def build(builder: TextBuilder) -> None:
        builder.paragraph("One.")
        builder.paragraph("Buy now!", is_boilerplate=True)
        builder.paragraph("Two.")

    document = _document(build)
    assert _texts(document, chunk(document, encoder, 30, 10)) == ["One.", "Two."]


def test_chunk_never_holds_a_table_header_between_sentences() -> None:
    """A paragraph and the rows of a table must not be one passage: the header between them is counted by no one."""

    def build(builder: TextBuilder) -> None:
        builder.paragraph("One.")
        builder.table(["Model", "Fee " * 40], [["FTE", "10"], ["Unit", "12"]])

    document = _document(build)
    assert _texts(document, chunk(document, encoder, 30, 10)) == ["One.", "FTE | 10\nUnit | 12"]


def test_chunk_keeps_sentences_whole() -> None:
    """Passages must be filled with whole sentences, evenly rather than one full and one stub."""
    document = _document(lambda builder: builder.paragraph("Every batch is tested. " * 6))
    passages = chunk(document, encoder, 20, 10)
    assert [len(passage.sentences) for passage in passages] == [2, 2, 2]


def test_chunk_cuts_a_sentence_only_when_it_alone_is_too_long() -> None:
    """A sentence beyond the limit must be cut between words."""
    document = _document(lambda builder: builder.paragraph("word " * 50))
    passages = chunk(document, encoder, 20, 10)
    assert all(set(text.split()) == {"word"} for text in _texts(document, passages))
    assert sum(len(text.split()) for text in _texts(document, passages)) == 50


def test_chunk_shortens_a_context_that_leaves_no_room() -> None:
    """Whatever the settings say, title and headings must leave half of the encoder's limit to the words."""
    document = _document(lambda builder: builder.paragraph("One two three."), title="title " * 100)
    (passage,) = chunk(document, encoder, 500, 500)
    assert encoder.count([passage.context])[0] <= 19
    assert passage.span.of(document.text) == "One two three."


def test_chunk_drops_outer_headings_first() -> None:
    """Where the path is too long, the title and the innermost heading must stay."""

    def build(builder: TextBuilder) -> None:
        for level, name in enumerate(("Outer " * 4, "Middle " * 4, "Inner"), 1):
            builder.heading(name, level)
        builder.paragraph("One.")

    assert chunk(_document(build), encoder, 30, 8)[0].context == "Manual \u203a Inner"


def test_chunk_of_headings_alone_is_nothing() -> None:
    """A document without sentences must have no passages."""
    assert chunk(_document(lambda builder: builder.heading("A", 1)), encoder, 30, 10) == ()
