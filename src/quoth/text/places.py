"""Places that are written in several ways: "the USA", "United States", "American". English; the countries and unions that business speaks of most."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quoth.types import Span

# One place a line, every form of it; those in capitals count only so ("us" is a pronoun).
_PLACES: Final = """
US, USA, U.S., U.S.A., United States, America, American, Americans
EU, E.U., European Union, Europe, European, Europeans, EEA
UK, U.K., United Kingdom, Britain, British, England, English
China, Chinese
India, Indian, Indians
Japan, Japanese
Germany, German, Germans
France, French
Switzerland, Swiss
Italy, Italian, Italians
Spain, Spanish
Portugal, Portuguese
Netherlands, Dutch, Holland
Belgium, Belgian
Austria, Austrian
Denmark, Danish, Danes
Sweden, Swedish
Norway, Norwegian
Finland, Finnish
Ireland, Irish
Poland, Polish
Hungary, Hungarian
Greece, Greek
Turkey, Turkish
Israel, Israeli
Russia, Russian
Ukraine, Ukrainian
Korea, South Korea, Korean, Koreans
Singapore, Singaporean
Taiwan, Taiwanese
Australia, Australian
Canada, Canadian
Mexico, Mexican
Brazil, Brazilian
Argentina, Argentinian
South Africa, South African
California, Californian
Africa, African
Asia, Asian
"""
_LINES: Final = tuple(tuple(form.strip() for form in line.split(",")) for line in _PLACES.strip().splitlines())
_FORMS: Final = {form.casefold(): forms for forms in _LINES for form in forms}
_ABBREVIATIONS: Final = frozenset(form for forms in _LINES for form in forms if form.isupper())
_ANY: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)


def places_in(text: str) -> Iterator[Span]:
    """Yield where a text names a place of these, longest form first, whatever its case; abbreviations only in capitals or in a text without any."""
    has_capitals = any(c.isupper() for c in text)
    for match in _ANY.finditer(text):
        word = match.group()
        is_abbreviation = word.upper() in _ABBREVIATIONS
        if not is_abbreviation or word.isupper() or (not has_capitals and word.casefold() != "us"):
            yield Span(*match.span())


def forms_of(name: str) -> tuple[str, ...]:
    """Return every form of the place that a word or phrase names; none if it names no place of these."""
    return _FORMS.get(name.casefold(), ())
