"""Languages: sentences, words and questions of German, Spanish and French, each on a small set of our own (`tests/languages/`)."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.text.languages import language_of
from quoth.text.sentences import split_sentences
from quoth.text.words import STOP_WORDS
from quoth.types import LanguageCode

OURS = Path(__file__).parents[2] / "languages"
OTHERS: tuple[LanguageCode, ...] = ("de", "es", "fr")
_LEAST_RIGHT = 0.8


def _sentences() -> list[tuple[LanguageCode, list[str]]]:
    return [
        (code, json.loads(line))
        for code in OTHERS
        for line in (OURS / code / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def _kinds(code: LanguageCode, name: str) -> list[tuple[str, str]]:
    lines = (OURS / code / name).read_text(encoding="utf-8").splitlines()
    return [(kind, question) for kind, _, question in (line.partition("\t") for line in lines)]


@pytest.mark.parametrize("code", get_args(LanguageCode))
def test_every_language_is_known_by_its_code(code: LanguageCode) -> None:
    """A code that settings take must lead to its own language."""
    assert language_of(code).code == code


def test_english_is_what_it_was() -> None:
    """English must keep its function words and its splitter: stored libraries were made with them."""
    english = language_of("en")
    assert english.function_words is STOP_WORDS
    assert english.split is split_sentences
    assert (english.questions, english.shapes, english.leaning) == (None, None, None)


@pytest.mark.parametrize(("code", "sentences"), _sentences())
def test_paragraph_is_cut_into_its_sentences(code: LanguageCode, sentences: list[str]) -> None:
    """Abbreviations, ordinals, decimals and quotation marks of the language must not end a sentence, and every end must."""
    text = " ".join(sentences)
    assert [span.of(text) for span in language_of(code).split(text)] == sentences


@given(st.sampled_from(OTHERS), st.text() | st.text(alphabet="aA1. \n?!\u00bf\u201e\u201c\u00ab\u00bb'\u2019z.B"))
def test_sentences_cover_every_visible_character_once(code: LanguageCode, text: str) -> None:
    """Whatever the text: sentences are trimmed, in order, and nothing visible lies outside or in two of them."""
    spans = language_of(code).split(text)
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert all(place in covered or character.isspace() for place, character in enumerate(text))


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", ["kinds.tsv", "kinds.held_out.tsv"])
def test_kinds_are_mostly_right(code: LanguageCode, name: str) -> None:
    """At least 80 % of the questions must be of the kind that was noted for them, also of those that came after the patterns."""
    noted = _kinds(code, name)
    questions = language_of(code).questions
    assert questions is not None
    right = sum(questions.kind_of(question) == kind for kind, question in noted)
    assert right >= _LEAST_RIGHT * len(noted)


@given(st.sampled_from(OTHERS), st.text(alphabet=st.characters(categories=("L", "N", "P", "Z"))))
def test_any_text_has_a_kind(code: LanguageCode, text: str) -> None:
    """Whatever is asked: a kind comes of it."""
    questions = language_of(code).questions
    assert questions is not None
    assert questions.kind_of(text)


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("fr", "Qu'est-ce que l'audit d\u2019un fa\u00e7onnier ?", ("audit", "fa\u00e7onnier")),
        ("fr", "Jusqu'\u00e0 quand l'h\u00f4te signe-t-il ?", ("h\u00f4te", "signe")),
        ("de", "Was ist denn die Freigabe der Charge?", ("Freigabe", "Charge")),
        ("es", "\u00bfQu\u00e9 es la liberaci\u00f3n del lote?", ("liberaci\u00f3n", "lote")),
        ("de", "Wer ist das?", ("Wer", "ist", "das")),
    ],
)
def test_content_words_leave_out_function_words_and_elided_ones(code: LanguageCode, text: str, found: tuple[str, ...]) -> None:
    """Articles, question words and "l'" must not be searched for; a question of nothing else keeps its words."""
    assert language_of(code).content_words(text) == found


@given(st.sampled_from(OTHERS), st.text(alphabet="dlqu'\u2019aA e\u00e9"))
def test_words_are_slices_of_the_text(code: LanguageCode, text: str) -> None:
    """The span of a word must hold it, whatever was elided before it."""
    assert all(span.of(text) == word for word, span in language_of(code).words(text))


@pytest.mark.parametrize(
    ("code", "sentence", "topic", "strength"),
    [
        ("de", "Eine Charge ist eine Menge.", "Charge", 1.0),
        ("de", "Unter einer Charge versteht man eine Menge.", "Charge", 1.0),
        ("de", "Sie wird auch als Charge bezeichnet.", "Charge", 0.6),
        ("de", "Jede wartet.", "Charge", 0.0),
        ("es", "Un lote es una cantidad.", "lote", 1.0),
        ("es", "Una cantidad, tambi\u00e9n llamada lote, se libera.", "lote", 0.6),
        ("fr", "Un lot d\u00e9signe une quantit\u00e9.", "lot", 1.0),
        ("fr", "L'audit est une visite.", "audit", 1.0),
        ("fr", "La quantit\u00e9 appel\u00e9e lot attend.", "lot", 0.6),
    ],
)
def test_definitions_are_known_by_their_form(code: LanguageCode, sentence: str, topic: str, strength: float) -> None:
    """A sentence must count as a definition as its form says, and others not."""
    shapes = language_of(code).shapes
    assert shapes is not None
    assert shapes.defines(sentence, topic) == strength


@pytest.mark.parametrize(
    ("code", "text", "measure"),
    [
        ("de", "Das kostet 1.250,50 Euro im Jahr.", "1.250,50 Euro"),
        ("de", "Nach f\u00fcnf Werktagen endet sie.", "f\u00fcnf Werktagen"),
        ("es", "Cuesta 85.000 euros.", "85.000 euros"),
        ("es", "Son cinco d\u00edas h\u00e1biles.", "cinco d\u00edas h\u00e1biles"),
        ("fr", "Le prix est de 85\u202f000 euros.", "85\u202f000 euros"),
        ("fr", "Il faut 3,5 % de plus.", "3,5 %"),
    ],
)
def test_measures_are_found_as_the_language_writes_them(code: LanguageCode, text: str, measure: str) -> None:
    """A number with its unit must be found whole, with the language's own points and commas."""
    shapes = language_of(code).shapes
    assert shapes is not None
    match = shapes.measure.search(text)
    assert match is not None
    assert match.group() == measure


@pytest.mark.parametrize(
    ("code", "leaning", "standing"),
    [
        ("de", "Sie dauert drei Tage.", "Sieben Tage dauert der Besuch."),
        ("de", "Dabei gilt eine Frist.", "Es gibt drei Arten."),
        ("es", "Esta dura tres d\u00edas.", "Este documento regula la calidad."),
        ("es", "Sin embargo, hay plazos.", "El plazo es breve."),
        ("fr", "Elle dure trois jours.", "Il est interdit de sous-traiter."),
        ("fr", "Celui-ci r\u00e9pond.", "Les lots attendent."),
    ],
)
def test_sentences_that_point_back_are_told_from_others(code: LanguageCode, leaning: str, standing: str) -> None:
    """A pronoun without its noun must be known as such; what stands alone must be left alone."""
    leans = language_of(code).leaning
    assert leans is not None
    assert leans.points_back(leaning)
    assert not leans.points_back(standing)


@pytest.mark.parametrize(
    ("code", "limiting"),
    [("de", "Ausgenommen sind Muster."), ("es", "Salvo las muestras."), ("fr", "\u00c0 l'exception des \u00e9chantillons.")],
)
def test_sentences_that_limit_are_known(code: LanguageCode, limiting: str) -> None:
    """An exception must be known, so that no quote leaves it out."""
    leans = language_of(code).leaning
    assert leans is not None
    assert leans.limits(limiting)
    assert not leans.limits("GMP.")
