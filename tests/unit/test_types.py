"""The values: spans hold together and a citation is always a slice."""

from __future__ import annotations

import json

import pytest

from quoth.types import Block, Citation, Span, Version, sha256

_TEXT = "A CRO runs trials.\n\nA CMO makes drugs."


def _version(text: str = _TEXT) -> Version:
    blocks = (Block(kind="paragraph", span=Span(0, 18)), Block(kind="paragraph", span=Span(20, 38)))
    return Version(
        doc_id="a.md", version=1, uri="file:///a.md", title="A", text=text, text_sha256=sha256(text), blocks=blocks,
        media_type="text/plain", date=None, owner=None, stored_at="2024-01-01T00:00:00+00:00",
    )  # fmt: skip


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_span_that_ends_before_it_starts_is_refused(start: int, end: int) -> None:
    """A span must not be negative or reversed."""
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_span_touches_only_what_it_shares() -> None:
    """Neighbours must not touch; a span must hold itself."""
    assert not Span(0, 3).touches(Span(3, 5))
    assert Span(0, 3).touches(Span(2, 5))
    assert Span(0, 3).holds(Span(0, 3))


def test_citation_quotes_the_slice() -> None:
    """The quote must be the slice of the version's text, and its hash that of the quote."""
    citation = Citation(version=_version(), span=Span(20, 38))
    assert citation.quote == _TEXT[20:38] == "A CMO makes drugs."
    assert citation.quote_sha256 == sha256("A CMO makes drugs.")


@pytest.mark.parametrize("span", [Span(5, 5), Span(30, 39), Span(100, 101)])
def test_citation_of_nothing_is_refused(span: Span) -> None:
    """An empty span, or one that runs past the text, must not be citable."""
    with pytest.raises(ValueError, match="is no span of a.md@1"):
        Citation(version=_version(), span=span)


@pytest.mark.parametrize(("position", "start"), [(0, 0), (17, 0), (20, 20), (37, 20)])
def test_block_is_found_by_position(position: int, start: int) -> None:
    """Each position inside a block must find that block."""
    block = _version().block_at(position)
    assert block is not None
    assert block.span.start == start


@pytest.mark.parametrize("position", [18, 19, 38, 1000])
def test_no_block_is_found_between_blocks(position: int) -> None:
    """White space between blocks, and what lies past the text, must find none."""
    assert _version().block_at(position) is None


@pytest.mark.parametrize(
    "block",
    [
        Block(kind="heading", span=Span(0, 3), level=2, heading_path=("A", "B")),
        Block(kind="table_row", span=Span(5, 9), header=Span(0, 4), page=7, row=12, turns=()),
        Block(kind="paragraph", span=Span(0, 9), page=7, turns=(3, 8)),
        Block(kind="footnote", span=Span(0, 1)),
        Block(kind="paragraph", span=Span(0, 1), is_boilerplate=True),
    ],
)
def test_block_survives_its_row(block: Block) -> None:
    """A block must come back equal from JSON, header span, page and path included."""
    assert Block.from_row(json.loads(json.dumps(block.as_row()))) == block
