"""Marking: the words of any text that answer, as spans of that text."""

from __future__ import annotations

import pytest

from fakes import FakeEvidenceModel
from quoth.answering.marking import MOST_CHARACTERS, Marking, mark
from quoth.types import LanguageCode

_QUESTION = "What turns a post mill?"
_TEXT = "Sails are broad.\r\n\r\nA post mill turns with the wind. Its buck is oak.\n  The post carries the mill.  "


def _marked(question: str, text: str) -> list[str]:
    return [marked.span.of(text) for marked in mark(FakeEvidenceModel(), question, text).spans]


def test_spans_slice_the_text_as_it_is_given() -> None:
    """Each span must hold the words that answer, whatever line breaks and blanks stand before it."""
    assert _marked(_QUESTION, _TEXT) == ["A post mill turns", "post", "mill"]


def test_probability_of_a_span_is_that_of_its_words() -> None:
    """The surest sentence gives the probability of the text; words give that of their span."""
    found = mark(FakeEvidenceModel(), _QUESTION, _TEXT)
    assert [marked.probability for marked in found.spans] == [FakeEvidenceModel.marked] * 3
    assert 0.5 < found.probability < 1


def test_words_of_a_sentence_that_does_not_answer_are_not_marked() -> None:
    """A word of the question in a sentence without the rest must not be marked."""
    text = "Long ago people from all over the county came here each May to see the mill."
    found = mark(FakeEvidenceModel(), "Which mill?", text)
    assert found.spans == ()
    assert 0 < found.probability < 0.2


@pytest.mark.parametrize(
    ("question", "text"), [(_QUESTION, ""), (_QUESTION, " \n\t\r\n "), ("", _TEXT), (" \n", _TEXT), ("", "")]
)
def test_nothing_asked_or_nothing_said_marks_nothing(question: str, text: str) -> None:
    """Without a question or a text there must be no answer, and no error."""
    model = FakeEvidenceModel()
    assert mark(model, question, text) == Marking(0.0, ())
    assert model.read_windows == []


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", " \n\t", "\r", "\u2028", "\x0b", "\x85"])
def test_no_span_goes_over_a_line_break(line_break: str) -> None:
    """What stands on two lines must be two spans, though it would be one on one line."""
    text = f"A post mill{line_break}turns a post mill"
    assert _marked(_QUESTION, text) == ["A post mill", "turns a post mill"]


def test_title_is_read_and_never_marked() -> None:
    """The title must reach the model as context, and spans must count in the text alone."""
    model = FakeEvidenceModel()
    found = mark(model, _QUESTION, "It turns.", "Post mill")
    assert {window.context for window in model.read_windows} == {"Post mill"}
    assert [marked.span.of("It turns.") for marked in found.spans] == ["turns"]


@pytest.mark.parametrize("piece", ["post mill ", "mill", "日本の風車", "🚀", "a,b;", "١٢٣ طاحونة "])
def test_a_long_text_without_a_full_stop_is_read_whole(piece: str) -> None:
    """However long a stretch, every visible character must be read, in sentences that a window holds."""
    model = FakeEvidenceModel()
    text = (piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    mark(model, _QUESTION, text)
    spans = [span for window in model.read_windows for span in window.sentences]
    assert max(len(span) for span in spans) <= 400
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "🚀 post 👩‍👩‍👧 mill! 🏳️‍🌈",
        "طاحونة الهواء تدور. post mill",
        "\u202epost\u202c mill. שלום",
        "e\u0301 post m\u0131ll \ufb01 \u1e9e",
        "\ufeff\u200b\u00ad",
        "\x00\x01 post",
        "................",
        "\u0301\u0308",
    ],
)
def test_any_script_is_marked_without_an_error(text: str) -> None:
    """Emoji, right-to-left text, marks and controls must be read as they are, with spans inside the text."""
    found = mark(FakeEvidenceModel(), "post mill 🚀 طاحونة", text)
    assert 0 <= found.probability <= 1
    assert all(0 <= marked.span.start < marked.span.end <= len(text) for marked in found.spans)


def test_marking_twice_gives_the_same() -> None:
    """The same question and text must give the same marking."""
    model = FakeEvidenceModel()
    assert mark(model, _QUESTION, _TEXT) == mark(model, _QUESTION, _TEXT)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Sie gilt gem. Anlage 3 als bestanden.", "Danach nicht."]),
        ("en", ["Sie gilt gem.", "Anlage 3 als bestanden.", "Danach nicht."]),
    ],
)
def test_texts_are_cut_by_the_rules_of_their_language(language: LanguageCode, sentences: list[str]) -> None:
    """An abbreviation must end a sentence only where the language does not know it."""
    text = "Sie gilt gem. Anlage 3 als bestanden. Danach nicht."
    model = FakeEvidenceModel()
    mark(model, "Gilt sie?", text, language=language)
    assert [span.of(text) for window in model.read_windows for span in window.sentences] == sentences
