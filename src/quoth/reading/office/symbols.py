"""Letters that Office documents write as places in the fonts Symbol and Wingdings, as Unicode."""

from __future__ import annotations

import re
from typing import Final

_PRIVATE: Final = 0xF000
_PLACES: Final = re.compile("[\uf000-\uf0ff]")
_SYMBOL: Final = dict(
    zip(
        range(0x41, 0x5B),
        "\u0391\u0392\u03a7\u0394\u0395\u03a6\u0393\u0397\u0399\u03d1\u039a\u039b\u039c\u039d\u039f\u03a0\u0398\u03a1\u03a3"
        "\u03a4\u03a5\u03c2\u03a9\u039e\u03a8\u0396",
        strict=True,
    )
)
_SYMBOL.update(
    zip(
        range(0x61, 0x7B),
        "\u03b1\u03b2\u03c7\u03b4\u03b5\u03c6\u03b3\u03b7\u03b9\u03d5\u03ba\u03bb\u03bc\u03bd\u03bf\u03c0\u03b8\u03c1\u03c3"
        "\u03c4\u03c5\u03d6\u03c9\u03be\u03c8\u03b6",
        strict=True,
    )
)
_SYMBOL.update(
    zip(
        range(0xA1, 0xBD),
        "\u03d2\u2032\u2264\u2044\u221e\u0192\u2663\u2666\u2665\u2660\u2194\u2190\u2191\u2192\u2193\u00b0\u00b1\u2033\u2265"
        "\u00d7\u221d\u2202\u2022\u00f7\u2260\u2261\u2248\u2026",
        strict=True,
    )
)
_SYMBOL.update(
    zip(
        range(0xC4, 0xE0),
        "\u2297\u2295\u2205\u2229\u222a\u2283\u2287\u2284\u2282\u2286\u2208\u2209\u2220\u2207\u00ae\u00a9\u2122\u220f\u221a"
        "\u22c5\u00ac\u2227\u2228\u21d4\u21d0\u21d1\u21d2\u21d3",
        strict=True,
    )
)
_SYMBOL.update({ord(c): c for c in " !#%&()+,./0123456789:;<=>?[]_{|}"})
_SYMBOL.update({0x22: "\u2200", 0x24: "\u2203", 0x27: "\u220b", 0x2A: "*", 0x2D: "\u2212", 0x40: "\u2245", 0x5C: "\u2234"})
_SYMBOL.update({0x5E: "\u22a5", 0x7E: "\u223c", 0xE5: "\u2211", 0xF2: "\u222b"})
_FONTS: Final = {
    "symbol": _SYMBOL,
    "wingdings": {
        0x4A: "\u263a", 0x6C: "\u25cf", 0x6E: "\u25a0", 0x6F: "\u25a1", 0x75: "\u25c6", 0x76: "\u2756", 0x78: "\u2612",
        0x9F: "\u2022", 0xA7: "\u25aa", 0xA8: "\u2610", 0xD8: "\u27a2", 0xDF: "\u2190", 0xE0: "\u2192", 0xE1: "\u2191",
        0xE2: "\u2193", 0xE8: "\u2794", 0xF0: "\u21e8", 0xFB: "\u2717", 0xFC: "\u2713", 0xFD: "\u2612", 0xFE: "\u2611",
    },
    "wingdings 2": {0x4F: "\u2717", 0x50: "\u2713", 0x52: "\u2611", 0x53: "\u2612", 0x54: "\u2612", 0xA3: "\u2610"},
}  # fmt: skip


def symbol(code: int, font: str) -> str | None:
    """Return the letter at a place in a font; None if it is not known."""
    place = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    letters = _FONTS.get(font.lower())
    if letters is None:
        return chr(code) if code == place and 0x20 <= code < 0xD800 else None  # noqa: PLR2004 - a font like any other
    return letters.get(place)


def in_unicode(text: str, font: str) -> str:
    """Return a text with its places in a symbol font as letters; those not known stay."""
    return _PLACES.sub(lambda match: symbol(ord(match.group()), font) or match.group(), text)
