"""An answer to be pasted elsewhere: as plain text and as Markdown, every quote with its citation and address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from quoth.server.answer_views import OutcomeView, QuoteView
from quoth.server.texts import Texts

_MARKUP: Final = re.compile(r"([\\`*_<>\[\]])")
_AT_START: Final = re.compile(r"^(\s*)([#+\-=~|])")
_NUMBERED: Final = re.compile(r"^(\s*\d+)([.)])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """One answer in the forms in which it can be taken along."""

    text: str
    markdown: str


def copies_of(question: str, outcome: OutcomeView, base: str, texts: Texts) -> Copies:
    """Return an outcome as text and as Markdown.

    Args:
        base: The address of this server, without a slash at its end.
    """
    shown = [quote for quote in outcome.quotes if quote.belongs_to is None] if outcome.is_answer else []
    message = outcome.message if not outcome.is_answer else ""
    text = [question, *([message] if message else []), *(_as_text(quote, base) for quote in shown)]
    markdown = [f"**{_escape(question)}**", *([_escape(message)] if message else [])]
    markdown += [_as_markdown(quote, base) for quote in shown]
    proof = texts("copy.proof", base=base, answer_id=outcome.answer_id)
    return Copies(text="\n\n".join([*text, proof]), markdown="\n\n".join([*markdown, proof]))


def _facts(quote: QuoteView) -> str:
    return ", ".join(filter(None, [quote.title, *quote.crumbs, quote.place, quote.date, quote.owner]))


def _as_text(quote: QuoteView, base: str) -> str:
    return f"[{quote.n}] “{quote.text}”\n— {_facts(quote)}\n{base}{quote.link}"


def _as_markdown(quote: QuoteView, base: str) -> str:
    words = "\n".join(f"> {_escape(line)}".rstrip() for line in quote.text.split("\n"))
    return f"{words}\n>\n> — {quote.n}. [{_escape(_facts(quote))}](<{base}{quote.link}>)"


def _escape(line: str) -> str:
    """Return a line whose words Markdown leaves as they are."""
    escaped = _MARKUP.sub(r"\\\1", line)
    return _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", escaped))
