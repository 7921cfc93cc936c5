"""A document as the lexical index and the glossary know it, without either's files."""

from __future__ import annotations

import re

from quoth.index.glossary import Glossary, Mined
from unit.answering.pages import Page


class Library:
    """A lexicon over some texts, with light stemming."""

    def __init__(self, *texts: str) -> None:
        self._lines = [f" {' '.join(self.terms(text))} " for text in texts]
        self._held = {term for text in texts for term in self.terms(text)}
        mined = Mined(self.terms)
        for number, text in enumerate(texts):
            mined.add(Page(text, f"{number}.txt").version)
        self.glossary = Glossary(mined)

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the words in lower case without common endings."""
        return tuple(re.sub(r"(?:s|ing|ed|ance|ence)$", "", word) or word for word in re.findall(r"[^\W_]+", text.lower()))

    def idf(self, term: str) -> float:
        """Return less for words that are held."""
        return 1.0 if term in self._held else 2.0

    def holds(self, term: str) -> bool:
        """Say whether a text holds a term."""
        return term in self._held

    def holds_phrase(self, terms: tuple[str, ...]) -> bool:
        """Say whether a text holds terms side by side."""
        return any(f" {' '.join(terms)} " in line for line in self._lines)
