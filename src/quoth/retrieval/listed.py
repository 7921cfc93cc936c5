"""What an answer lists, so that "the second one" can be found in it."""

from __future__ import annotations

import re
from typing import Final

from quoth.retrieval.kinds import kind_of
from quoth.retrieval.topics import topics_of
from quoth.text.normalise import normalise, squeeze
from quoth.text.words import content_words

_ITEM = re.compile(
    r"^[ \t]*(?:[-*\u2022\u2023\u25e6\u2013\u2014]|\[?\d{1,2}[.):\]]|\(?[a-z0-9]{1,2}\))[ \t]+(.+)$", re.MULTILINE
)
_SERIES = re.compile(r"([^.;:!?\n]+?, [^.;:!?\n]+?,? (?:and|or) [^.;:!?,\n]+)")
_THREE_OR_MORE = re.compile(
    r"(?!(?:in|for|as|at|on|by|with|today|usually|typically|generally)\b)[^,]+(?:, [^,]+)+ (?:and|or) [^,]+", re.IGNORECASE
)
_MOST_SENTENCE: Final = 600
_BEFORE_SERIES = re.compile(
    r"^.*\b(?:are|is|were|was|include|includes|including|namely|of|into|offers?|between|following|as)\s+", re.IGNORECASE
)
_SAID_OF_SERIES = re.compile(r"\s(?:are|is|were|was|include|includes|offers?)\s.*$", re.IGNORECASE)
_HEAD = re.compile(r"^(.{2,60}?)(?:\s*[:(\u2013\u2014]|\s-\s|,\s|\.\s)")
_SUBJECT = re.compile(
    r"^((?:an?\s|the\s)?[^,;:.]{2,60}?)\s+(?:is|are|was|were|has|have|had|can|may|must|should|means?|does|do|makes?|offers?|provides?|covers?|includes?|develops?|produces?)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:An?|The) ")
_ORDINAL: Final = {
    name: n
    for n, names in enumerate(
        (
            "first former 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
        )
    )
    for name in names.split()
}
_NUMBER: Final = {name: n for n, name in enumerate("one two three four five six seven eight nine ten".split())}
ORDINAL = re.compile(
    r"\b(?:the\s+)?(?:(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|1st|2nd|3rd|[4-9]th|10th|last|final)"
    r"\s+(?:one|option|item|point|quote|answer|result|type|kind|of (?:these|those|them))|the\s+(?P<pair>former|latter|other one)(?!\s+\w+\s+of\b)|"
    r"(?:number|no\.|option|item|point|quote)\s+(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?![.,]?\d))\b",
    re.IGNORECASE,
)
_MOST_ITEMS: Final = 12
_MOST_WORDS: Final = 8
_MOST_READ: Final = 4000


def listed_in(answer: str, question: str = "") -> tuple[str, ...]:
    """Return what an answer lists, by their names, in order: its list items, else its paragraphs, else a series in a sentence.

    Args:
        question: What it answers; used where the answer lists nothing: the sides of a comparison.
    """
    text = normalise(answer[:_MOST_READ]).strip()
    items = _ITEM.findall(text)
    if len(items) < 2:  # noqa: PLR2004 - one thing is no list
        items = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    sentences = (part.strip() for part in re.split(r"[.;:!?\n]", text))
    series = (match for part in sentences if len(part) <= _MOST_SENTENCE and (match := _SERIES.match(part)))
    if len(items) < 2 and (match := next(series, None)):  # noqa: PLR2004
        items = _series(match.group(1)).replace(" and ", ", ").replace(" or ", ", ").split(", ")
    if len(items) < 2:  # noqa: PLR2004
        items = list(topics_of(question, kind_of(question)))
    named = [name for item in items[:_MOST_ITEMS] if (name := _name_of(item))]
    return tuple(named) if len(named) > 1 else ()


def _series(text: str) -> str:
    """Return the series of a sentence without what leads to it, or, where it opens the sentence, without what is said of it."""
    behind = _BEFORE_SERIES.sub("", text)
    if re.search(r", | (?:and|or) ", behind):
        return behind
    before = _SAID_OF_SERIES.sub("", text)
    return before if before != text and _THREE_OR_MORE.fullmatch(before) else behind


def pick(match: re.Match[str], listed: tuple[str, ...]) -> str:
    """Return the thing that a match of `ORDINAL` means, or "" if the list is too short."""
    if not listed:
        return ""
    nth, pair, number = ((match[name] or "").lower() for name in ("nth", "pair", "number"))
    if nth in ("last", "final") or pair == "latter":
        return listed[-1]
    if pair == "other one":
        return listed[1] if len(listed) == 2 else ""  # noqa: PLR2004
    at = _ORDINAL[nth or pair] if nth or pair else _NUMBER[number] if number in _NUMBER else int(number) - 1
    return listed[at] if 0 <= at < len(listed) else ""


def _name_of(item: str) -> str:
    """Return what an item is called: what stands before its colon or verb, else its first words."""
    flat = squeeze(item).strip(" *_\"'\u201c\u201d")
    for pattern in (_HEAD, _SUBJECT):
        if (match := pattern.match(flat)) and len(match.group(1).split()) <= _MOST_WORDS:
            return _ARTICLE.sub(lambda found: found.group().lower(), match.group(1).strip(" *_\"'"))
    few = " ".join(flat.split()[:_MOST_WORDS]).strip(" .,;:")
    return few if content_words(few) else ""
