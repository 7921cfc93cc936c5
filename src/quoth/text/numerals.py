"""Numbers in digits and in English words: what they come to, and how much their rounding hides."""

from __future__ import annotations

import re
from typing import Final

ONES: Final = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS: Final = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}


def value(words: str) -> float:
    """Return what a number comes to: "1,200", "twenty-one", "a dozen"."""
    words = words.casefold()
    if words[0].isdigit():
        return float(re.sub(r"[,\s]", "", words))
    if words == "a dozen":
        return 12.0
    if words == "half a":
        return 0.5
    return float(sum(TENS.get(part, ONES.get(part, 0)) for part in re.split(r"[- ]", words)))


def half_digit(words: str) -> float:
    """Return half a unit of the last digit: what rounding may have hidden."""
    if not words[0].isdigit():
        return 0.5
    decimals = words.rpartition(".")[2] if "." in words else ""
    return 0.5 * float(10 ** -len(decimals))
