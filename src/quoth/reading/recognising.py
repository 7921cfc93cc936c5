"""Read the printed words of a picture with Tesseract, if it is installed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from quoth.reading.building import Word
from quoth.reading.programs import find_program, private_folder, run

_SECONDS: Final = 120
_LEAST_SURE: Final = 30.0  # of 100
_LEAST_SURE_MARK: Final = 60.0  # for a single character and for what is no word: dust and lines
_MARKS: Final = ".,;:!?()[]\"'\u201c\u201d\u2018\u2019"
_MOST_LANGUAGES: Final = 6
_WORD_LEVEL: Final = "5"
_COLUMNS: Final = 12


@dataclass(frozen=True, slots=True)
class Recognised:
    """What stands on a picture.

    Attributes:
        paragraphs: In reading order.
        unclear: How many words were left out because they could not be read.
    """

    paragraphs: tuple[tuple[Word, ...], ...]
    unclear: int


def recognise(image: bytes, page: int, points_per_pixel: float) -> list[Word] | None:
    """Return the words of a picture (PNG, JPEG or TIFF) in reading order; None if Tesseract is not installed.

    Raises:
        ReadingError: It fails on the picture or takes too long.
    """
    found = recognise_paragraphs(image, page, points_per_pixel)
    return None if found is None else [word for paragraph in found.paragraphs for word in paragraph]


def recognise_paragraphs(image: bytes, page: int, points_per_pixel: float) -> Recognised | None:
    """Return the paragraphs of a picture (PNG, JPEG or TIFF) in reading order; None if Tesseract is not installed.

    Raises:
        ReadingError: It fails on the picture or takes too long.
    """
    program = find_program("tesseract")
    if program is None:
        return None
    with private_folder() as folder:
        listed = run([program, "--list-langs"], stdin=b"", seconds=_SECONDS, folder=folder)
        dpi = min(2400, max(70, round(72 / points_per_pixel)))
        arguments = [program, "stdin", "stdout", "--dpi", str(dpi), "-l", _languages(listed), "tsv"]
        table = run(arguments, stdin=image, seconds=_SECONDS, folder=folder)
    return _paragraphs(table.decode("utf-8", "replace"), page, points_per_pixel)


def _languages(listed: bytes) -> str:
    """Name the installed languages, English first."""
    names = sorted(line.strip() for line in listed.decode("utf-8", "replace").splitlines()[1:])
    usable = sorted(
        (name for name in names if name and name not in ("osd", "equ") and "/" not in name), key=lambda n: n != "eng"
    )
    return "+".join(usable[:_MOST_LANGUAGES]) or "eng"


def _paragraphs(table: str, page: int, points_per_pixel: float) -> Recognised:
    """Read Tesseract's table: a row for each word, with the numbers of its block, paragraph and line."""
    rows = [row for line in table.split("\n") if len(row := line.rstrip("\r").split("\t")) == _COLUMNS]
    words = [row for row in rows if row[0] == _WORD_LEVEL and row[11].strip()]
    clear = [row for row in words if _is_clear(row[11].strip(), float(row[10]))]
    known = frozenset(row[11].strip(_MARKS).lower() for row in clear)
    paragraphs: list[tuple[Word, ...]] = []
    for _, paragraph in groupby(clear, key=lambda row: row[1:4]):
        found: list[Word] = []
        for _, line in groupby(paragraph, key=lambda row: row[4]):
            _join(found, [_word(row, page, points_per_pixel) for row in line], known)
        paragraphs.append(tuple(found))
    return Recognised(tuple(paragraphs), len(words) - len(clear))


def _is_clear(text: str, sureness: float) -> bool:
    is_word = len(text) > 1 and any(map(str.isalnum, text))
    return sureness >= (_LEAST_SURE if is_word else _LEAST_SURE_MARK)


def _word(row: list[str], page: int, points_per_pixel: float) -> Word:
    left, top, width, height = (int(edge) * points_per_pixel for edge in row[6:10])
    return Word(row[11].strip(), page, (left, top, left + width, top + height))


def _join(found: list[Word], line: list[Word], known: frozenset[str]) -> None:
    """Add a line; a word broken at the end of the one before is whole again, its hyphen stays if it belongs to the word."""
    if (
        found
        and len(found[-1].text) > 1
        and found[-1].text[-1] == "-"
        and found[-1].text[-2].isalpha()
        and line[0].text[0].islower()
    ):
        before, after = found[-1].text[:-1], line[0].text
        line[0] = line[0]._replace(is_joined=True)
        if f"{before}-{after}".strip(_MARKS).lower() not in known:
            found[-1] = found[-1]._replace(text=before)
    found += line
