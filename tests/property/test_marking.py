"""Whatever the text: what marking promises holds."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeEvidenceModel
from quoth.answering.highlights import runs
from quoth.answering.marking import mark
from quoth.types import Span
from strategies import paragraphs, raw_texts, words

_texts = st.one_of(raw_texts, st.lists(st.one_of(paragraphs, raw_texts), max_size=5).map("\n".join))


@given(words, _texts, st.integers(1, 4))
def test_spans_are_inside_the_text_ordered_and_not_empty(question: str, text: str, at_once: int) -> None:
    """Every span must be a slice of the text, none may overlap the next, none may hold a line break."""
    asked = f"{question} {text[:60]}"
    found = mark(FakeEvidenceModel(at_once), asked, text)
    spans = [marked.span for marked in found.spans]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    assert not any("\n" in span.of(text) for span in spans)
    assert all(0 <= share <= 1 for share in (found.probability, *(marked.probability for marked in found.spans)))


@given(_texts, st.data())
def test_runs_hold_every_marked_piece_once(text: str, data: st.DataObject) -> None:
    """Whatever pieces are marked, each must lie in one run, and no run may touch another or leave the sentence."""
    pieces = [Span(*match.span()) for match in re.finditer(r"\w{1,3}|[^\w\s]", text)]
    shares = data.draw(st.lists(st.sampled_from([0.1, 0.9]), min_size=len(pieces), max_size=len(pieces)))
    tokens = list(zip(pieces, shares, strict=True))
    found = list(runs(text, Span(0, len(text)), tokens, 0.5))
    assert all(sum(run.holds(piece) for run in found) == 1 for piece, share in tokens if share == 0.9)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(len(run) > 0 for run in found)
