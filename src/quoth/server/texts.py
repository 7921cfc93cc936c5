"""The words of the interface, from one catalogue a language. The documents' words are never among them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from starlette.requests import HTTPConnection

from quoth.shipped import web_folder

LANGUAGES: Final = ("en", "de")
_THOUSANDS: Final = {"en": ",", "de": "."}
_POINT: Final = {"en": ".", "de": ","}

# A text, or one for 1 and one for every other number.
Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The catalogue of one language. Call it with the name of a text and what stands in its braces."""

    language: str
    entries: Mapping[str, Entry]

    def __call__(self, name: str, /, **values: object) -> str:
        """Return a text with its values filled in; `n` chooses between one and many.

        Raises:
            KeyError: The catalogue has no such text, or a value is missing: a mistake of ours.
        """
        entry = self.entries[name]
        text = entry if isinstance(entry, str) else entry["one" if values.get("n") == 1 else "other"]
        return text.format_map({key: self.number(value) if isinstance(value, int) else value for key, value in values.items()})

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as it is written in this language: 12,345.6 or 12.345,6."""
        whole, _, rest = f"{value:,.{digits}f}".partition(".")
        whole = whole.replace(",", _THOUSANDS[self.language])
        return f"{whole}{_POINT[self.language]}{rest}" if rest else whole


@cache
def load_texts(language: str) -> Texts:
    """Return the catalogue of a language, read once."""
    table = tomllib.loads((web_folder() / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
    entries: dict[str, Entry] = {}
    for group, texts in table.items():
        entries.update({f"{group}.{name}": entry for name, entry in texts.items()})
    return Texts(language=language, entries=entries)


def choose_texts(setting: str, accepted: str) -> Texts:
    """Return the catalogue for a reader.

    Args:
        setting: A language, or `auto`.
        accepted: The browser's `Accept-Language`: "de-AT,de;q=0.9,en;q=0.8".
    """
    if setting in LANGUAGES:
        return load_texts(setting)
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(",")[:20]:
        tag, _, weight = part.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES:
            wanted.append((_weight(weight), language))
    best = max(wanted, key=lambda one: one[0], default=(0.0, ""))  # of equals the first
    return load_texts(best[1] if best[0] > 0 else LANGUAGES[0])


def texts_of(connection: HTTPConnection) -> Texts:
    """Return the words of the interface in the language that a request asks for, or that is set for all."""
    setting: str = connection.app.state.desk.house.settings.server.language
    return choose_texts(setting, connection.headers.get("accept-language", ""))


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
