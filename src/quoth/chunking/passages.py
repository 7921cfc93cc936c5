"""Passages: consecutive sentences of one section, as many as fit.

A passage never crosses a heading, never cuts a sentence unless the sentence alone is too long, and with its context
never exceeds the encoder's limit, so the encoder truncates nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from quoth.protocols import Tokens
from quoth.text.sentences import split_long, split_sentences
from quoth.types import Block, Document, Passage, Span

# Raise it whenever the same text and settings would be cut differently: libraries cut by another recipe must be rebuilt.
RECIPE: Final = "1"
_SPECIAL_TOKENS = 2  # [CLS] and [SEP]
_CONTEXT_SEPARATOR = " \u203a "
Split = Callable[[str], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    tokens: int


def chunk(
    document: Document, tokens: Tokens, max_tokens: int, context_tokens: int, split: Split = split_sentences
) -> tuple[Passage, ...]:
    """Cut a document into passages, in order.

    Every sentence outside headings and boilerplate is in exactly one passage.

    Args:
        max_tokens: Most tokens of a passage's own text; the encoder's limit less the context if that is smaller.
        context_tokens: Most tokens of title and heading path before it; half of the encoder's limit if that is smaller.
        split: Returns the sentences of a paragraph; those of English unless another is given.
    """
    room = tokens.max_tokens - _SPECIAL_TOKENS
    context_tokens = min(context_tokens, room // 2)
    passages: list[Passage] = []
    for (_, path, page, header), run in groupby(_quotable(document), key=_section):
        blocks = [block for _, block in run]
        above = (*path, header.of(document.text)) if header else path
        context, used = _context(document.title, above, tokens, context_tokens)
        fits = min(max_tokens, room - used)
        for group in _fill(_sentences(document.text, blocks, tokens, fits, split), fits):
            span = Span(group[0].start, group[-1].end)
            passages.append(Passage(span=span, context=context, heading_path=path, page=page, sentences=tuple(group)))
    return tuple(passages)


def _quotable(document: Document) -> Iterator[tuple[int, Block]]:
    """Yield the blocks that may answer, each with the number of its run.

    No passage spans a heading, boilerplate or the header of a table: their words are in no sentence, so no one counts them.
    """
    run = 0
    for block in document.blocks:
        if block.kind in ("heading", "table_header") or block.is_boilerplate:
            run += 1
        else:
            yield run, block


def _section(pair: tuple[int, Block]) -> tuple[int, tuple[str, ...], int | None, Span | None]:
    """Return what the blocks of one passage have in common; rows of a table stay among themselves, under their header."""
    run, block = pair
    return run, block.heading_path, block.page, block.header


def _context(title: str, path: tuple[str, ...], tokens: Tokens, most: int) -> tuple[str, int]:
    """Return title and headings as one line of at most `most` tokens, and its tokens; the innermost heading goes last."""
    parts = [title, *(heading for heading in path if heading != title)]
    while len(parts) > 2 and tokens.count([_CONTEXT_SEPARATOR.join(parts)])[0] > most:  # noqa: PLR2004
        del parts[1]
    line = _CONTEXT_SEPARATOR.join(parts)
    used = tokens.count([line])[0]
    while used > most:
        line = line[: len(line) * most // used].rstrip()
        used = tokens.count([line])[0]
    return line, used


def _sentences(text: str, blocks: list[Block], tokens: Tokens, fits: int, split: Split) -> list[_Sentence]:
    """Return the sentences of the blocks; a table row is one, a list item may be several, a code line is one."""
    spans: list[Span] = []
    for block in blocks:
        words = block.span.of(text)
        if block.kind == "table_row":
            spans.append(block.span)
        elif block.kind == "code":
            spans.extend(_lines(words, block.span.start))
        else:
            spans.extend(span.shifted(block.span.start) for span in split(words))
    counts = tokens.count([span.of(text) for span in spans])
    sentences: list[_Sentence] = []
    for span, count in zip(spans, counts, strict=True):
        sentences.extend(_pieces(text, span, count, tokens, fits))
    return sentences


def _lines(words: str, start: int) -> Iterator[Span]:
    for line in words.splitlines(keepends=True):
        if line.strip():
            yield Span(start, start + len(line.rstrip("\n")))
        start += len(line)


def _pieces(text: str, span: Span, count: int, tokens: Tokens, fits: int) -> list[_Sentence]:
    if count <= fits:
        return [_Sentence(span, count)]
    room = max(len(span) * fits // count, 8)
    while True:
        pieces = split_long(text, span, room)
        counts = tokens.count([piece.of(text) for piece in pieces])
        if max(counts) <= fits or room <= 8:  # noqa: PLR2004 - eight characters never exceed a limit worth having
            return [_Sentence(piece, n) for piece, n in zip(pieces, counts, strict=True)]
        room = max(room * 3 // 4, 8)


def _fill(sentences: list[_Sentence], fits: int) -> Iterator[list[Span]]:
    """Group sentences into passages: at most `fits` tokens each, of even length rather than a full one and a stub."""
    total = sum(sentence.tokens for sentence in sentences)
    if not total and not sentences:
        return
    parts = max(1, -(-total // fits))
    target = total / parts
    group: list[Span] = []
    used = 0
    for sentence in sentences:
        is_full = used + sentence.tokens > fits
        is_even = parts > 1 and used + sentence.tokens / 2 > target
        if group and (is_full or is_even):
            yield group
            group, used = [], 0
        group.append(sentence.span)
        used += sentence.tokens
    if group:
        yield group
