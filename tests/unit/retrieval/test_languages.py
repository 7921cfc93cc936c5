"""Questions in other languages than English: understood by patterns, and left alone where a rule knows English only."""

from __future__ import annotations

import pytest

from fakes import FakeLexicon
from quoth.retrieval import Rewriter, understand
from quoth.text.languages import language_of
from quoth.types import Exchange, LanguageCode, Query
from unit.retrieval.library import Library


def ask(code: LanguageCode, question: str, history: tuple[str, ...] = ()) -> Query:
    """Return a question as understood."""
    return understand(question, Exchange.of(history), FakeLexicon(), None, language_of(code))


@pytest.mark.parametrize(
    ("code", "question", "topics"),
    [
        ("de", "Was ist eine Qualitätsvereinbarung?", ("Qualitätsvereinbarung",)),
        ("de", "Was versteht man unter der Freigabe einer Charge?", ("Freigabe einer Charge",)),
        ("de", "Wofür steht GMP?", ("GMP",)),
        ("de", "Rückstellmuster", ("Rückstellmuster",)),
        ("es", "¿Qué es un acuerdo de calidad?", ("acuerdo de calidad",)),
        ("es", "¿Qué significan las siglas GMP?", ("GMP",)),
        ("fr", "Qu'est-ce qu'un accord qualité ?", ("accord qualité",)),
        ("fr", "Qu'est-ce que l'audit ?", ("audit",)),
        ("fr", "Que signifie « lot » ?", ("lot",)),
        ("fr", "Qui signe le contrat de sous-traitance ?", ()),
    ],
)
def test_topic_is_what_is_to_be_defined(code: LanguageCode, question: str, topics: tuple[str, ...]) -> None:
    """The topic must be the phrase alone, without article and question words."""
    assert ask(code, question).topics == topics


def test_german_nouns_are_no_names() -> None:
    """Where every noun has a capital, only acronyms and numbers may be demanded of an answer; elsewhere capitals count."""
    assert ask("de", "Hat Werk 4 der Lonza eine GMP-Freigabe für die Charge?").names == ("4", "GMP")
    assert ask("es", "¿Tiene la planta de Lonza un certificado GMP?").names == ("Lonza", "GMP")
    assert ask("fr", "L'usine de Lonza a-t-elle un certificat BPF ?").names == ("Lonza", "BPF")


@pytest.mark.parametrize(
    ("code", "question"),
    [("es", "¿Conserva la planta las muestras?"), ("fr", "« Conserver » signifie quoi ?"), ("es", "Hay plazos. ¡Indique uno!")],
)
def test_first_word_of_a_question_is_no_name(code: LanguageCode, question: str) -> None:
    """A capital at the beginning says nothing, whatever mark stands before it."""
    assert ask(code, question).names == ()


def test_query_says_its_language() -> None:
    """All that judges an answer reads the language from the query."""
    assert [ask(code, "GMP?").language for code in ("en", "de", "es", "fr")] == ["en", "de", "es", "fr"]


@pytest.mark.parametrize("code", ["de", "es", "fr"])
def test_question_is_taken_as_it_stands(code: LanguageCode) -> None:
    """Rules about English pronouns must not touch a question in a library of another language."""
    question, before = "Why is it so expensive?", "What does an audit cost?"
    assert ask(code, question, (before,)).text == question
    assert ask("en", question, (before,)).text != question


def test_slips_are_left_alone() -> None:
    """No list of words says what a slip is: an unknown word must be named, not changed; so must no spelling be guessed."""
    library = Library("Die Qualitätsvereinbarung gilt. Eine Qualitätsvereinbarung endet. The colour is fine.")
    german = language_of("de")
    query = understand(
        "Was regelt die Qualitätsvereinbahrung in color?", (), library, Rewriter(library, library.glossary, (), german), german
    )
    assert query.text == "Was regelt die Qualitätsvereinbahrung in color?"
    assert query.rewordings == ()
    assert "Qualitätsvereinbahrung" in query.unknown


def test_acronyms_and_synonyms_hold_in_every_language() -> None:
    """What a document explains, and what the owner says, must be searched beside the question's words."""
    library = Library("Das Auftragsforschungsinstitut (AFI) prüft.")
    german = language_of("de")
    rewriter = Rewriter(library, library.glossary, (("Charge", "Los"),), german)
    query = understand("Was prüft das AFI an der Charge?", (), library, rewriter, german)
    assert {(one.words, one.read_as, one.why) for one in query.rewordings} == {
        ("AFI", "Auftragsforschungsinstitut", "acronym"),
        ("Charge", "Los", "synonym"),
    }


def test_comparison_is_not_taken_apart() -> None:
    """A comparison must be known as one, with no sides: they are found in English alone."""
    query = ask("de", "Was ist der Unterschied zwischen einem Auftraggeber und einem Sponsor?")
    assert (query.kind, query.topics[1:], query.respect) == ("comparison", (), ())
