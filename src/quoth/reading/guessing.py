"""Guess the encoding of text that names none and is no Unicode, from how letters of real languages fall.

The library's statistics need a page of text; a table of three lines in Polish, Russian or Turkish is settled here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import charset_normalizer

_RUN: Final = re.compile(rb"[\x80-\xff]+")
_LAST_PLAIN: Final = re.compile(rb"[\x00-\x2f][^\x00-\x2f]*\Z")  # no character of several bytes ends in one of these
_KANA: Final = re.compile("[\u3041-\u30fe]")
_NEVER_JAPANESE: Final = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")  # kana of half width, private use
_SAMPLE_BYTES: Final = 16_384
_BEFORE: Final = 1_000
_SHORT_RUN: Final = 2.2  # accents stand alone between plain letters; letters of other scripts stand together
_SURE: Final = 0.5
_SOME_KANA: Final = 0.15
_MULTIBYTE: Final = {
    "big5": "cp950", "big5hkscs": "big5hkscs", "cp932": "cp932", "cp949": "cp949", "cp950": "cp950", "euc_jp": "euc_jp",
    "euc_jis_2004": "euc_jp", "euc_jisx0213": "euc_jp", "euc_kr": "cp949", "gb18030": "gb18030", "gb2312": "gb18030",
    "gbk": "gb18030", "johab": "johab", "shift_jis": "cp932", "shift_jis_2004": "cp932", "shift_jisx0213": "cp932",
}  # fmt: skip
# For each encoding the letters beyond ASCII of the languages written in it. Where two fit alike, the first wins.
_WESTERN: Final = ("äöüß", "éèàêçâîïôûùœë", "áéíóúñü", "åäöøæé", "ãõçáéíóúâêôà", "àèéìòù", "ðþáéíóúýöæ")
_CENTRAL: Final = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžľĺôä", "áéíóöőúüű", "čćđšž", "ăâîşţ")
_LATIN: Final = (
    ("cp1252", _WESTERN), ("cp1250", _CENTRAL), ("iso8859_2", _CENTRAL), ("cp1254", ("çğıöşüâ",)),
    ("cp1257", ("āčēģīķļņšūž", "ąčęėįšųūž", "äöüõšž")), ("mac_roman", _WESTERN), ("cp850", _WESTERN),
)  # fmt: skip
# Scripts of their own: the commonest letters first, which tells apart encodings of one script.
_CYRILLIC: Final = ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў",)
_GREEK: Final = ("αοιετσνηρπκμυλςόίάέήύώθδγχβφωξζψ",)
_HEBREW: Final = ("ויהלאתרמבנשדחקפעכסטגצזםןךףץ",)
_ARABIC: Final = ("اليمنرتوبعدسفهكقحجشطصخةذئءزضغثأإى",)
_OTHER: Final = (
    ("cp1251", _CYRILLIC), ("koi8_u", _CYRILLIC), ("cp866", _CYRILLIC), ("iso8859_5", _CYRILLIC),
    ("mac_cyrillic", _CYRILLIC), ("cp1253", _GREEK), ("iso8859_7", _GREEK), ("cp1255", _HEBREW), ("iso8859_8", _HEBREW),
    ("cp1256", _ARABIC), ("iso8859_6", _ARABIC), ("cp874", ("านรอกเงมยวลดทสตะปบคหแจพชขใไโผถศซณ่้ัีำิ์ูุ",)),
)  # fmt: skip
_PUNCTUATION: Final = "\u201c\u201d\u201e\u2018\u2019\u2013\u2014\u2026\xab\xbb\u20ac\xa3\xa7\xb0\xa9\xae\u2022\xb7\xd7\xb1\xbf\xa1\xa0"  # quotes, dashes, signs
_AFTER_LETTERS: Final = "\u201d\u2019\u2026\xbb\u2013\u2014\xa0\xb0\xae\xb7"


def guess_encoding(data: bytes) -> str | None:
    """Return the encoding that makes the likeliest text of the bytes; None if none does."""
    return _guess(_sample(data))


@lru_cache(maxsize=8)  # a file is decoded to tell what it is, and once more to read it
def _guess(sample: bytes) -> str | None:
    runs = _RUN.findall(sample)
    if not runs:
        return None
    if japanese := _japanese(sample):
        return japanese
    if sum(map(len, runs)) < _SHORT_RUN * len(runs):
        score, encoding = _best(sample, _LATIN)
        return encoding if score > 0 else _by_statistics(sample)
    score, encoding = _best(sample, _OTHER)
    if score >= _SURE:
        return encoding
    guess = _by_statistics(sample)
    return _MULTIBYTE.get(guess or "") or (encoding if score > 0 else guess)


def _by_statistics(sample: bytes) -> str | None:
    best = charset_normalizer.from_bytes(sample).best()
    return None if best is None else best.encoding


def _sample(data: bytes) -> bytes:
    """Return the first lines that are not plain ASCII: what comes before tells nothing."""
    found: list[bytes] = []
    length = place = 0
    while length < _SAMPLE_BYTES and (match := _RUN.search(data, place)) is not None:
        start = max(data.rfind(b"\n", place, match.start()) + 1, place, match.start() - _BEFORE)
        line_end = data.find(b"\n", match.start(), start + _SAMPLE_BYTES) + 1
        piece = data[start : line_end or start + _SAMPLE_BYTES]
        if not line_end and (last := _LAST_PLAIN.search(piece)) and last.start() > match.start() - start:
            piece = piece[: last.start() + 1]
        found.append(piece)
        length += len(piece)
        place = start + len(piece)
    return b"".join(found)


def _japanese(sample: bytes) -> str | None:
    """Japanese shows itself by its kana."""
    for encoding in ("cp932", "euc_jp"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_KANA.findall(text)) > _SOME_KANA * len(text) and not _NEVER_JAPANESE.search(text):
            return encoding
    return None


def _best(sample: bytes, candidates: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[float, str]:
    scored: list[tuple[float, str]] = []
    for encoding, languages in candidates:
        text = sample.decode(encoding, "replace")
        scored.extend((_score(text, letters, is_latin=candidates is _LATIN), encoding) for letters in languages)
    return max(scored, key=lambda item: item[0], default=(-1.0, ""))


def _score(text: str, letters: str, *, is_latin: bool) -> float:
    """Return how well a text fits a language: 1 if every letter beyond ASCII is an everyday one, below 0 if most are odd."""
    step = 0.0 if is_latin else 0.8 / len(letters)
    worth = {letter: 1 - step * place for place, letter in enumerate(letters)}
    total = 0.0
    count = 0
    for before, letter, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if letter > "\x7f":
            count += 1
            total += _worth(before, letter, after, worth)
    return total / count


def _worth(before: str, letter: str, after: str, worth: dict[str, float]) -> float:
    if letter in _PUNCTUATION:
        return 0.0 if before.isalpha() and letter not in _AFTER_LETTERS else 0.5
    if not letter.isalpha():
        return worth.get(letter, -1)
    if (letter.isupper() and before.islower()) or (letter.islower() and after.isupper()):
        return -1  # no word has a capital inside
    if before.isdigit() or after.isdigit():
        return -0.5
    fit = worth.get(letter, 0.9 * worth.get(letter.lower(), -0.2))
    return fit if before.isalpha() or after.isalpha() else 0.3 * fit
