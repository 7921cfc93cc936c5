"""Write MathML on one line: a fraction's halves must not run together, nor a power into its base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SHAPES: Final = {
    "mfrac": ("/",),
    "msup": ("^",),
    "msub": ("_",),
    "msubsup": ("_", "^"),
    "munder": ("_",),
    "munderover": ("_", "^"),
}


def formula(tag: str, parts: Sequence[str]) -> str:
    """Return an element of MathML as text.

    Args:
        tag: Its name without a prefix.
        parts: The text of each of its child elements.
    """
    shown = [part.strip() for part in parts]
    if tag == "mtable":
        return "; ".join(filter(None, shown))
    if tag in ("msqrt", "mroot"):
        return "\u221a" + _closed(shown[0] if tag == "mroot" and shown else "".join(shown))
    marks = SHAPES.get(tag, ())
    if not marks or len(shown) != len(marks) + 1:
        return "".join(parts)
    first = _closed(shown[0]) if tag == "mfrac" else shown[0]
    return first + "".join(mark + _closed(part) for mark, part in zip(marks, shown[1:], strict=True) if part)


def _closed(text: str) -> str:
    """Put what is more than a number or a name in brackets."""
    return text if text.replace(".", "").isalnum() or len(text) < 2 else f"({text})"  # noqa: PLR2004 - one sign
