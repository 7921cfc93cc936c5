"""Whatever documents and questions say: acronyms are where they are cited, and known words never change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quoth.retrieval import Rewriter, understand
from quoth.retrieval.spelling import Speller
from quoth.text.acronyms import find_acronyms
from quoth.text.greetings import small_talk
from quoth.text.words import words as words_of
from strategies import paragraphs, raw_texts, sentences
from unit.retrieval.library import Library

_SHORTS = st.text("ABCRO0sé-", min_size=1, max_size=5)
_EXPLAINED = st.builds(
    lambda before, short, after, swap: f"{before} ({short}) {after}" if swap else f"{short} ({before}) {after}",
    st.lists(st.sampled_from(["alpha", "beta", "Clinical", "research", "of", "organisation", "x-ray", "0-day", "a\nb"]), max_size=6).map(" ".join),
    _SHORTS, sentences, st.booleans(),
)  # fmt: skip


@given(st.one_of(raw_texts, paragraphs, st.lists(_EXPLAINED, max_size=4).map(" ".join)))
def test_acronyms_are_where_they_are_said_to_be(text: str) -> None:
    """Both forms must stand in the evidence, the letters of the short one in the long one, in order."""
    for pair in find_acronyms(text):
        evidence = pair.span.of(text)
        short, long = pair.short.of(text), pair.long.of(text)
        assert short in evidence
        assert long in evidence
        assert len(long) > len(short)
        letters = iter(long.lower())
        assert all(any(one == letter for one in letters) for letter in (c.lower() for c in short if c.isalnum()))


@given(paragraphs, st.one_of(sentences, raw_texts))
def test_known_words_never_change(document: str, question: str) -> None:
    """A word of the documents must stay as typed, and every change must be told."""
    library = Library(f"Page {document}\n")
    speller = Speller(library, library.glossary)
    assert speller.correct(document) == (document, ())
    text, found = speller.correct(question)
    assert (text == question) == (found == ())
    assert all(not library.glossary.count(one.words.casefold()) for one in found)


@given(st.lists(st.one_of(paragraphs, _EXPLAINED), max_size=3), st.one_of(raw_texts, sentences, _EXPLAINED))
def test_rewording_never_fails(documents: list[str], question: str) -> None:
    """Any question to any documents must give the same query twice, its own terms untouched."""
    library = Library(*(f"Page {document}\n" for document in documents))
    rewriter = Rewriter(library, library.glossary, [["alpha", "beta gamma"], [], ["x"]])
    query = understand(question, (), library, rewriter)
    assert query == understand(question, (), library, rewriter)
    assert all(set(one.terms) <= set(query.terms) for one in query.rewordings)
    assert set(query.unknown) <= {word for word, _ in words_of(query.text)}


@given(raw_texts)
def test_small_talk_never_fails(text: str) -> None:
    """Any text must be small talk or none, quickly."""
    assert small_talk(text) in (None, "greeting", "thanks", "farewell", "who")
