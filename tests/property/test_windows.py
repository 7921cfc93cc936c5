"""Whatever the lengths: what cutting sentences into windows promises holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quoth.models.windows import group


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(1, 100))
def test_group_holds_every_sentence_once_and_in_order(lengths: list[int], most: int) -> None:
    """Runs must follow each other without a gap, and none may be empty."""
    runs = group(lengths, most)
    assert [place for run in runs for place in run] == list(range(len(lengths)))
    assert all(run.step == 1 and len(run) > 0 for run in runs)


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(1, 100))
def test_group_keeps_the_limit(lengths: list[int], most: int) -> None:
    """No run may be longer than the limit unless it is a single sentence."""
    assert all(len(run) == 1 or sum(lengths[run.start : run.stop]) <= most for run in group(lengths, most))


@given(st.lists(st.integers(0, 60), min_size=1, max_size=60))
def test_group_leaves_together_what_fits(lengths: list[int]) -> None:
    """Where all sentences fit into one window, there must be one."""
    assert group(lengths, max(1, sum(lengths))) == [range(len(lengths))]
