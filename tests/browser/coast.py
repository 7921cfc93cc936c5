"""Who reads the pages in these tests, and what their library holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LIGHTHOUSES = (
    """---
title: Lighthouses
date: 2023-05-01
---

# Lighthouses

A lighthouse is a tower with a strong light at its top that shows ships the way at night.

## Keepers

"""
    + "\n\n".join(f"Keeper number {n} wrote in the log that the night was calm and that oil was short." for n in range(60))
    + """

## Lenses

A Fresnel lens is a lens made of concentric rings of glass, so that a lighthouse can throw its beam far with little glass.

| Lighthouse with a very long name indeed | Built | Height | Range in nautical miles | Keeper of the lamp |
|---|---|---|---|---|
| Skerryvore | 1844 | 48 m | 23 | automatic |
"""
)
# What a document may hold to harm whoever looks at it: markup, scripts, other directions, control characters, endless words.
HOSTILE = (
    "# <img src=x onerror=alert(1)> Hostile \u202e heading\n\n"
    "A hostile beacon is a beacon <script>window.hacked = true</script> that lures \u202eships\u202c with \u0007 \u200f false light "
    "and <b onmouseover=alert(1)>bold</b> javascript:alert(1) words.\n\n"
    f"A {'w' * 4000} is a very long word of hostile documents.\n\n"
    "| <svg onload=alert(1)> | {{ 7 * 7 }} |\n|---|---|\n| </td></table><h1>out</h1> | ${x} |\n"
)
ARABIC = "# المنارات\n\nالمنارة برج فيه ضوء قوي يرشد السفن في الليل.\n\nالعوامة جسم طافٍ يحدد الممر الملاحي.\n"  # noqa: RUF001 - Arabic is meant
SHEETS = [
    "# Tides\n\nThis page says little of interest to anybody.",
    "# Spring tides\n\nA spring tide rises twelve feet above the harbour wall at Cawsand.",
]


@dataclass(frozen=True)
class Reader:
    """Somebody with a browser: each of two of its traits meets in one of four readers."""

    has_script: bool
    is_phone: bool
    scheme: Literal["light", "dark"]


READERS = {
    "script, desk, light": Reader(True, False, "light"),
    "script, phone, dark": Reader(True, True, "dark"),
    "no script, desk, dark": Reader(False, False, "dark"),
    "no script, phone, light": Reader(False, True, "light"),
}
