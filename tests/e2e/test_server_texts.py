"""The texts of the interface: one catalogue a language, whole, and chosen by what the browser asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import quoth.server
from quoth.server.texts import LANGUAGES, choose_texts, load_texts
from quoth.shipped import web_folder

_BUILT = (
    "reason.",
    "chance.",
    "stage.",
    "state.",
    "order.",
    "standing.",
    "place.",
    "feedback.",
    "copy.",
    "look.",
    "suggest.",
    "error.",
    "status.",
    "chat.",
    "format.",
)


def _braces(entry: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(entry)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_have_the_same_texts(language: str) -> None:
    """Every language has every text, with the same values to be filled in."""
    english, other = load_texts("en").entries, load_texts(language).entries
    assert english.keys() == other.keys()
    for name, entry in english.items():
        assert isinstance(entry, str) == isinstance(other[name], str), name
        assert _braces(entry) == _braces(other[name]), name


def test_templates_and_code_name_only_texts_that_are_there_and_all_of_them() -> None:
    """No text is missing and none is left over; those whose names are put together are known by their beginning."""
    names = set(load_texts("en").entries)
    server = Path(quoth.server.__file__).parent
    sources = [*(web_folder() / "templates").glob("*.html"), *server.glob("*.py")]
    used: set[str] = set()
    for file in sources:
        used |= set(re.findall(r'\b(?:t|texts)\(\s*"([a-z_]+\.[a-z_0-9]+)"', file.read_text(encoding="utf-8")))
        used |= set(re.findall(r'"((?:curated|quote|place)\.[a-z_]+)"', file.read_text(encoding="utf-8"))) & names
    assert used <= names
    assert {name for name in names - used if not name.startswith(_BUILT)} == set()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"), ("de", "de"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("fr,en;q=0.3,de;q=0.7", "de"), ("fr", "en"), ("de;q=0", "en"),
        ("en,de", "en"), (";;q=,,de;q=x", "en"), ("de," * 5000, "de"),
    ],
)  # fmt: skip
def test_language_is_the_one_wanted_most(accepted: str, language: str) -> None:
    """The language with the greatest weight of those we have; English where none is, and for nonsense."""
    assert choose_texts("auto", accepted).language == language


def test_language_of_the_settings_wins() -> None:
    """A language that is set is used whatever the browser says."""
    assert choose_texts("de", "en").language == "de"


def test_numbers_are_written_as_the_language_does() -> None:
    """Thousands and decimals have the language's own signs; one and many differ."""
    assert [load_texts(name).number(12345.67, 1) for name in LANGUAGES] == ["12,345.7", "12.345,7"]
    assert [load_texts("de")("ask.documents", n=n) for n in (1, 1200)] == ["1 Dokument", "1.200 Dokumente"]


def test_pages_are_shown_in_german(client: TestClient) -> None:
    """Every page has German words and says so; errors' pages, too."""
    german = {"Accept-Language": "de", "Accept": "text/html"}
    for path in ("/", "/documents", "/curated", "/insight", "/nowhere", "/?q=How many moons does Jupiter have?"):
        page = client.get(path, headers=german)
        assert '<html lang="de">' in page.text, path
        assert page.headers["content-language"] == "de"
        assert "Accept-Language" in page.headers["vary"]
        assert "Dokumente" in page.text
