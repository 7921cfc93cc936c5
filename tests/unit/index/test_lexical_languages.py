"""The lexical index in other languages: inflected forms find each other, and no index of another language is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.lexical import LexicalIndex
from quoth.text.languages import language_of
from quoth.types import LanguageCode, Passage, Span, StoredPassage


def _index(folder: Path, code: LanguageCode, *texts: str) -> LexicalIndex:
    made = LexicalIndex(folder / "lexical", language_of(code))
    stored = []
    for number, text in enumerate(texts, 1):
        span = Span(0, len(text))
        passage = Passage(span=span, context="", heading_path=(), page=None, sentences=(span,))
        stored.append((StoredPassage(number=number, doc_id="a", version=1, passage=passage), text))
    made.add(stored)
    return made


@pytest.mark.parametrize(
    ("code", "held", "asked"),
    [
        ("de", "Die Lieferverträge enden.", "Liefervertrag"),
        ("de", "Der Liefervertrag endet.", "Lieferverträge"),
        ("de", "Wegen der Häuser.", "Haus"),
        ("de", "Die Maßnahmen wirken.", "Massnahme"),
        ("es", "Las auditorías terminan.", "auditoría"),
        ("es", "La auditoría termina.", "auditorias"),
        ("es", "Se liberan los lotes.", "liberación"),
        ("es", "Los fabricantes firman.", "fabricante"),
        ("fr", "Les contrats finissent.", "contrat"),
        ("fr", "La qualité baisse.", "qualite"),
        ("fr", "Le lot est libéré.", "libération"),
        ("fr", "L'audit finit.", "audits"),
    ],
)
def test_inflected_forms_find_each_other(tmp_path: Path, code: LanguageCode, held: str, asked: str) -> None:
    """A plural must find the singular and the reverse, with and without accents."""
    index = _index(tmp_path, code, held, "GMP.")
    assert [hit.number for hit in index.search(index.terms(asked), 5)] == [1]


@pytest.mark.parametrize(
    ("code", "one", "other"), [("de", "Häuser", "Haus"), ("es", "liberan", "liberación"), ("fr", "locaux", "local")]
)
def test_words_are_stemmed_in_their_own_language(tmp_path: Path, code: LanguageCode, one: str, other: str) -> None:
    """What English endings would keep apart must be one word here, and two in an English index."""
    own, english = _index(tmp_path / "own", code, one), _index(tmp_path / "english", "en", one)
    assert own.terms(one) == own.terms(other)
    assert english.terms(one) != english.terms(other)


def test_index_of_another_language_is_refused(tmp_path: Path) -> None:
    """Words stemmed in one language must never be looked up as those of another."""
    _index(tmp_path, "de", "Die Lieferverträge enden.")
    with pytest.raises(ValueError, match="(?i)schema"):
        LexicalIndex(tmp_path / "lexical", language_of("fr"))
