"""Highlights: the words a reader marks, else the short answer, not what the question said itself."""

from __future__ import annotations

import itertools
import re

import pytest

from quoth.answering.highlights import highlight, runs
from quoth.types import Span
from unit.answering.pages import ask


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How long did the 3 sites take?", "The 3 sites took 9 months.", ["9 months"]),
        ("How much did 12 batches cost?", "In all, 12 batches cost $4.2 million.", ["$4.2 million"]),
        ("What share does it hold?", "It holds 20 % to 25 %.", ["20 %", "25 %"]),
        ("When was the rule of 2016 changed?", "The rule of 2016 was changed in 2022.", ["2022"]),
        ("When do inspections begin?", "Inspections begin in September.", ["September"]),
    ],
)
def test_highlight_picks_the_number_or_date_not_in_the_question(question: str, sentence: str, expected: list[str]) -> None:
    """What the question says itself is no answer to it."""
    text = f"Before it. {sentence} After it, 7 days in 1999."
    span = Span(11, 11 + len(sentence))
    assert [h.of(text).strip() for h in highlight(text, span, ask(question))] == expected


@pytest.mark.parametrize(
    "question", ["What is a slot?", "How long does a slot last?", "When is a slot free?", "Who books a slot?"]
)
def test_highlight_is_the_sentence_where_nothing_stands_out(question: str) -> None:
    """A sentence without a short answer must be marked whole."""
    text = "A slot is booked by the planner."
    assert highlight(text, Span(0, len(text)), ask(question)) == (Span(0, len(text)),)


_TEXT = "Before it. The unfoldable buck turns on one oak post. After it."
_SENTENCE = Span(11, 53)


def _tokens(*marked: str) -> list[tuple[Span, float]]:
    """Return the word pieces of the sentence, five letters each at most; those named are probable."""
    pieces = [Span(*match.span()) for match in re.finditer(r"\w{1,5}|[^\w\s]", _TEXT)]
    return [(piece, 0.9 if piece.of(_TEXT) in marked else 0.2) for piece in pieces if _SENTENCE.holds(piece)]


def _runs(*marked: str) -> list[str]:
    return [span.of(_TEXT) for span in runs(_TEXT, _SENTENCE, _tokens(*marked), 0.5)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ((), []),
        (("post",), ["post"]),
        (("one", "oak", "post"), ["one oak post"]),
        (("dable",), ["unfoldable"]),
        (("unfol",), ["unfoldable"]),
        (("buck", "oak"), ["buck", "oak"]),
        (("The", "."), ["The", "."]),
        (("post", "."), ["post."]),
    ],
)
def test_runs_are_whole_words_side_by_side(marked: tuple[str, ...], expected: list[str]) -> None:
    """Neighbours must be one run, words apart two, and no word may be cut."""
    assert _runs(*marked) == expected


def test_runs_never_overlap_where_a_word_is_marked_in_parts() -> None:
    """Two marked pieces of one long word, with an unmarked one between them, must give that word once."""
    text = "antidisestablishment"
    tokens = [(Span(0, 4), 0.9), (Span(4, 7), 0.1), (Span(7, 20), 0.9)]
    assert list(runs(text, Span(0, 20), tokens, 0.5)) == [Span(0, 20)]


def test_runs_that_are_widened_towards_each_other_do_not_overlap() -> None:
    """A run that ends within a word and one that begins in the same word must be one run, or stand apart."""
    text = "the windmillers of Kent"
    tokens = [(Span(0, 3), 0.9), (Span(4, 8), 0.9), (Span(8, 12), 0.1), (Span(12, 15), 0.9), (Span(16, 18), 0.9)]
    found = list(runs(text, Span(0, len(text)), tokens, 0.5))
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert "".join(span.of(text) for span in found) == "the windmillers of"


@pytest.mark.parametrize("word", ["re\u0301sume\u0301", "\u0939\u093f\u0928\u094d\u0926\u0940"])
def test_runs_leave_marks_on_their_letters(word: str) -> None:
    """An accent or a vowel sign of its own code point must not be cut from its word."""
    text = f"a {word} b"
    assert [span.of(text) for span in runs(text, Span(0, len(text)), [(Span(2, 3), 0.9)], 0.5)] == [word]


@pytest.mark.parametrize(
    ("marked", "whole"),
    [(".2", "6.2"), ("5", "$5"), ("000", "12,000"), ("11", "11.5"), ("8", "8%"), ("billion", "billion")],
)
def test_runs_hold_whole_numbers(marked: str, whole: str) -> None:
    """A number is marked with its digits before the point, its currency and its per cent."""
    text = f"It was CHF {whole} in all."
    place = text.index(marked, text.index(whole))
    tokens = [(Span(place, place + len(marked)), 0.9)]
    (run,) = runs(text, Span(0, len(text)), tokens, 0.5)
    assert run.of(text) == whole


def test_runs_stay_inside_the_sentence() -> None:
    """A sentence that was cut within a word must not take the rest of the word from its neighbour."""
    text = "windmills"
    assert list(runs(text, Span(4, 9), [(Span(4, 6), 0.9)], 0.5)) == [Span(4, 9)]
    assert list(runs(text, Span(0, 4), [(Span(2, 4), 0.9)], 0.5)) == [Span(0, 4)]


def test_highlight_prefers_what_the_reader_marks() -> None:
    """What a trained reader marks must win over a pattern."""
    question = ask("How many posts does it turn on?")
    assert highlight(_TEXT, _SENTENCE, question, _tokens("oak", "post")) == (Span(44, 52),)


def test_highlight_falls_back_where_the_reader_marks_nothing() -> None:
    """Without a word above the threshold there must be the short answer, and without one the sentence."""
    text = "The 3 sites took 9 months."
    span, tokens = Span(0, len(text)), [(Span(4, 5), 0.49), (Span(6, 11), 0.0)]
    assert [h.of(text).strip() for h in highlight(text, span, ask("How long did the 3 sites take?"), tokens)] == ["9 months"]
    assert highlight(text, span, ask("What is a site?"), tokens) == (span,)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What distinguishes an unfoldable buck?", ["The unfoldable buck turns on one oak post."]),
        ("Who turns the unfoldable buck?", ["unfoldable", "oak post"]),
    ],
)
def test_a_long_answer_is_marked_as_a_phrase(question: str, expected: list[str]) -> None:
    """Scattered words of an explanation are read as one; a name or a number stays by itself."""
    marked = highlight(_TEXT, _SENTENCE, ask(question), _tokens("unfol", "dable", "oak", "post"))
    assert [span.of(_TEXT) for span in marked] == expected


def test_small_words_are_not_marked_by_themselves() -> None:
    """A lone "on" must not be marked beside words that say something; alone it is all there is."""
    question = ask("Who turns the unfoldable buck?")
    assert [span.of(_TEXT) for span in highlight(_TEXT, _SENTENCE, question, _tokens("unfol", "dable", "on"))] == ["unfoldable"]
    assert [span.of(_TEXT) for span in highlight(_TEXT, _SENTENCE, question, _tokens("on"))] == ["on"]


@pytest.mark.parametrize(
    ("between", "joined"), [("and not", True), ("but it doesn\u2019t count", True), ("and then also for ever", False)]
)
@pytest.mark.parametrize("question", ["Who pays what?", "How much does one pay?"])
def test_marks_never_leave_out_what_turns_their_sense(between: str, joined: bool, question: str) -> None:
    """Two marks with a "not" between them must be one: read alone they would say the opposite."""
    text = f"Pay per released unit {between} per batch made."
    marks = [Span(0, 21), Span(text.index("per batch"), len(text) - 1)]
    shown = highlight(text, Span(0, len(text)), ask(question), [(mark, 0.9) for mark in marks])
    assert (len(shown) == 1) == joined
    assert shown[0].start == 0
    assert shown[-1].end == len(text) - 1


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (("mill",), "A mill has sails (four or five of them), a cap and a floor of stones."),
        (("mill", "has", "sails", "(four"), "A mill has sails (four or five of them)"),
        (("cap", "and", "floor"), "cap and a floor of stones."),
    ],
)
def test_phrases_are_rounded_and_single_words_say_nothing(marked: tuple[str, ...], expected: str) -> None:
    """Brackets close, the last words of a sentence come along, and what is no phrase is not marked apart."""
    text = "A mill has sails (four or five of them), a cap and a floor of stones."
    places = [text.index(word) for word in marked]
    tokens = [(Span(place, place + len(word)), 0.9) for place, word in zip(places, marked, strict=True)]
    tokens.sort(key=lambda token: token[0].start)
    (found,) = highlight(text, Span(0, len(text)), ask("What makes a mill?"), tokens)
    assert found.of(text) == expected
