"""Whatever the document: passages cover it once and fit the encoder."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeEncoder
from quoth.chunking import chunk
from quoth.types import Document, Passage
from strategies import documents

encoder = FakeEncoder()
limits = st.tuples(st.integers(16, 60), st.integers(8, 60))


def _quotable(document: Document) -> str:
    """Return every visible character that a passage must hold."""
    blocks = [b for b in document.blocks if b.kind not in ("heading", "table_header") and not b.is_boilerplate]
    return "".join("".join(block.span.of(document.text).split()) for block in blocks)


def _visible(passages: tuple[Passage, ...], text: str) -> str:
    return "".join("".join(sentence.of(text).split()) for passage in passages for sentence in passage.sentences)


@given(documents(), limits)
def test_chunks_cover_every_sentence_once(document: Document, limit: tuple[int, int]) -> None:
    """All words outside headings and boilerplate must be in exactly one sentence of exactly one passage, in order."""
    passages = chunk(document, encoder, *limit)
    assert _visible(passages, document.text) == _quotable(document)
    spans = [sentence for passage in passages for sentence in passage.sentences]
    assert all(before.end <= after.start for before, after in pairwise(spans))


@given(documents(), limits)
def test_chunks_hold_nothing_but_their_sentences(document: Document, limit: tuple[int, int]) -> None:
    """A passage must begin and end with a sentence, with only white space between sentences: no heading, no advertising."""
    for passage in chunk(document, encoder, *limit):
        assert (passage.span.start, passage.span.end) == (passage.sentences[0].start, passage.sentences[-1].end)
        for before, after in pairwise(passage.sentences):
            assert not document.text[before.end : after.start].strip()


@given(documents(), limits)
def test_chunks_fit_the_encoder_with_their_context(document: Document, limit: tuple[int, int]) -> None:
    """Context, passage and the two special tokens must fit the encoder: it would truncate silently."""
    passages = chunk(document, encoder, *limit)
    lines = [f"{passage.context}\n{passage.span.of(document.text)}" for passage in passages]
    assert all(count + 2 <= encoder.max_tokens for count in encoder.count(lines))
    own = encoder.count([passage.span.of(document.text) for passage in passages])
    assert all(count <= limit[0] for count in own)


@given(documents(), limits)
def test_chunking_is_deterministic(document: Document, limit: tuple[int, int]) -> None:
    """The same document must always give the same passages."""
    assert chunk(document, encoder, *limit) == chunk(document, encoder, *limit)
