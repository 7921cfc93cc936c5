"""Keep a page that nests without end from costing the parser the square of its depth, as browsers do."""

from __future__ import annotations

import re
from typing import Final

# Blink, the engine of most browsers, nests elements 512 deep and no deeper.
_DEEPEST: Final = 512
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
_NEVER_OPEN: Final = frozenset(
    "a abbr acronym area b base basefont bdi bdo big body br cite code col colgroup data dd del dfn dt em embed font frame head hr "
    "html i img input ins kbd label li link mark meta nobr o:p option p param path q rb rp rt s samp script small source span strike "
    "strong style sub sup tbody td tfoot th thead time title tr track tt u var wbr".split()
)


def flattened(text: str) -> str:
    """Return a page in which no elements nest deeper than a browser lets them; deeper ones are mere spans."""
    if text.count("<") <= _DEEPEST or _depth(text) <= _DEEPEST:
        return text
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        close, name = match.groups()
        if name.lower() in _NEVER_OPEN:
            return match.group()
        depth = max(depth - 1, 0) if close else depth + 1
        return f"<{close}span" if depth + bool(close) > _DEEPEST else match.group()

    return _TAG.sub(kept, text)


def _depth(text: str) -> int:
    depth = deepest = 0
    for close, name in _TAG.findall(text):
        if name.lower() not in _NEVER_OPEN:
            depth = max(depth - 1, 0) if close else depth + 1
            deepest = max(deepest, depth)
    return deepest
