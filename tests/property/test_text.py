"""Whatever the text: what normalising and splitting promise holds."""

from __future__ import annotations

import itertools
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from quoth.text.normalise import normalise, squeeze
from quoth.text.sentences import split_long, split_sentences
from quoth.text.words import content_words, words
from quoth.types import Span
from strategies import paragraphs, raw_texts


@given(raw_texts)
def test_normalise_is_idempotent(text: str) -> None:
    """Normalising a normalised text must change nothing."""
    assert normalise(normalise(text)) == normalise(text)


@given(raw_texts)
def test_normalise_keeps_every_letter_and_digit(text: str) -> None:
    """No letter, digit or punctuation mark may get lost: only controls and invisible characters may."""
    visible = [c for c in unicodedata.normalize("NFC", normalise(text)) if unicodedata.category(c)[0] in "LNPS"]
    assert visible == [c for c in normalise(text) if unicodedata.category(c)[0] in "LNPS"]
    assert sum(c.isalnum() for c in unicodedata.normalize("NFD", normalise(text))) == sum(
        c.isalnum() for c in unicodedata.normalize("NFD", text)
    )


@given(raw_texts)
def test_squeeze_leaves_no_runs_of_white_space(text: str) -> None:
    """A squeezed text must be one line with single spaces and no white space at its ends."""
    assert squeeze(text) == " ".join(text.split()) or "\x1c" <= min(text) <= "\x1f"
    assert "\n" not in squeeze(text)


@given(st.one_of(raw_texts.map(normalise), paragraphs))
def test_sentences_cover_every_visible_character_once(text: str) -> None:
    """Sentences must be in order, trimmed, apart from each other and hold every character that is not white."""
    spans = split_sentences(text)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@given(raw_texts.map(normalise), st.integers(1, 40))
def test_split_long_cuts_to_size_and_loses_nothing(text: str, fits: int) -> None:
    """Every piece of a long sentence must fit, none may be blank, and together they must hold every visible character."""
    pieces = split_long(text, Span(0, len(text)), fits)
    assert all(0 < len(piece) <= fits and piece.of(text).strip() for piece in pieces)
    assert "".join("".join(piece.of(text).split()) for piece in pieces) == "".join(text.split())


@given(raw_texts)
def test_words_are_slices_of_the_text(text: str) -> None:
    """Each word must stand where its span says, and content words must be among them."""
    found = words(text)
    assert all(span.of(text) == word for word, span in found)
    assert set(content_words(text)) <= {word for word, _ in found}
