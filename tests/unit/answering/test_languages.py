"""Quotes in other languages: widened by the language's own pronouns and limits, and never merged over a negation."""

from __future__ import annotations

import pytest

from fakes import FakeLexicon
from quoth.answering.composing import compose
from quoth.answering.curating import key_of
from quoth.answering.repeats import Wording, say_the_same
from quoth.retrieval import understand
from quoth.text.languages import language_of
from quoth.types import LanguageCode, Query
from unit.answering.pages import Page


def ask(code: LanguageCode, question: str) -> Query:
    """Return a question as understood."""
    return understand(question, (), FakeLexicon(), None, language_of(code))


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("de", "Der Hersteller darf die Ware ohne Unterschrift ausliefern.", "Der Hersteller darf die Ware nicht ohne Unterschrift ausliefern."),
        ("de", "Die Frist beträgt mindestens drei Tage nach Eingang.", "Die Frist beträgt höchstens drei Tage nach Eingang."),
        ("es", "El fabricante puede entregar la mercancía sin la firma del titular.", "El fabricante nunca puede entregar la mercancía sin la firma del titular."),
        ("fr", "Le façonnier peut livrer la marchandise sans la signature du client.", "Le façonnier ne peut livrer la marchandise sans la signature du client."),
    ],
)  # fmt: skip
def test_negation_or_bound_is_another_statement(code: LanguageCode, one: str, other: str) -> None:
    """Two sentences that differ by a word must never be taken for one: it may be the word that turns the sense."""
    assert not say_the_same(Wording(one, code), Wording(other, code))


def test_same_words_are_one_statement() -> None:
    """Case and punctuation must not make two statements of one."""
    assert say_the_same(Wording("Der Bericht geht per Post.", "de"), Wording("der Bericht geht per Post", "de"))


@pytest.mark.parametrize(
    ("code", "question", "before", "sentence"),
    [
        ("de", "Wie lange dauert das?", "Der Besuch kostet nichts.", "Er dauert drei Tage."),
        ("es", "¿Cuánto dura?", "La visita no cuesta nada.", "Esta dura tres días."),
        ("fr", "Combien de temps ?", "La visite ne coûte rien.", "Elle dure trois jours."),
    ],
)
def test_pronoun_brings_its_noun(code: LanguageCode, question: str, before: str, sentence: str) -> None:
    """A quote that opens with a pronoun must begin with the sentence that the pronoun points back to."""
    page = Page(f"# A\n\n{before}\n\n{sentence}\n")
    (quote,) = compose(ask(code, question), [page.evidence(sentence)], 3)
    assert quote.text == f"{before}\n\n{sentence}"


@pytest.mark.parametrize(
    ("code", "sentence", "limit"),
    [
        ("de", "Muster werden verschickt.", "Ausgenommen sind sterile Muster."),
        ("es", "Las muestras se envían.", "Salvo las muestras estériles, todas."),
        ("fr", "Les échantillons sont envoyés.", "Sauf les échantillons stériles, tous."),
    ],
)
def test_limit_is_quoted_with_what_it_limits(code: LanguageCode, sentence: str, limit: str) -> None:
    """An exception in the next paragraph must be in the quote."""
    page = Page(f"# A\n\n{sentence}\n\n{limit}\n")
    (quote,) = compose(ask(code, "GMP?"), [page.evidence(sentence)], 3)
    assert quote.text.endswith(limit)


def test_what_only_looks_english_does_not_lean() -> None:
    """French "or" and "but", Spanish "no" at its start must not drag in the paragraph before as they would in English."""
    page = Page("# A\n\nPremier paragraphe.\n\nBut du contrat : livrer.\n")
    (quote,) = compose(ask("fr", "GMP ?"), [page.evidence("But du contrat")], 3)
    assert quote.text == "But du contrat : livrer."


def test_curated_question_is_the_same_without_the_languages_articles() -> None:
    """An article must make no other question of it; a word that is an article elsewhere only must."""
    lexicon, german = FakeLexicon(), language_of("de")
    assert key_of("Wer gibt die Charge frei?", lexicon, german) == key_of("wer gibt Charge frei", lexicon, german)
    assert key_of("Wer ist an Bord?", lexicon, german) != key_of("Wer ist Bord?", lexicon, german)
