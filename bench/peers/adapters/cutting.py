"""Cut documents for the peers whose libraries do not: paragraphs, joined up to 1,000 characters."""

from __future__ import annotations

MOST_CHARACTERS = 1000


def cut(text: str) -> list[str]:
    """Join paragraphs as long as they fit; one that is longer stays whole."""
    passages: list[str] = []
    for paragraph in filter(None, map(str.strip, text.split("\n"))):
        if passages and len(passages[-1]) + len(paragraph) < MOST_CHARACTERS:
            passages[-1] += "\n" + paragraph
        else:
            passages.append(paragraph)
    return passages
