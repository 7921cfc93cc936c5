"""The languages of documents and questions, one file each. A library has one of them (`library.language`)."""

from __future__ import annotations

from functools import cache

from quoth.text.languages.english import ENGLISH
from quoth.text.languages.language import Language, Leaning, Questions, Shapes
from quoth.types import LanguageCode

__all__ = ["ENGLISH", "Language", "Leaning", "Questions", "Shapes", "language_of"]


@cache
def language_of(code: LanguageCode) -> Language:
    """Return a language by its ISO 639-1 code. Its file is read when it is first asked for: its patterns take a while to compile."""
    match code:
        case "en":
            return ENGLISH
        case "de":
            from quoth.text.languages.german import GERMAN

            return GERMAN
        case "es":
            from quoth.text.languages.spanish import SPANISH

            return SPANISH
        case "fr":
            from quoth.text.languages.french import FRENCH

            return FRENCH
