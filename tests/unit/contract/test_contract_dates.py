"""Staleness: known only of documents with a date, and only where a limit is set."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.contract import Today

_DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("dated", "is_stale"),
    [("2024-12-31", True), ("2025-01-01", False), ("2024-11", True), ("2024", True), ("2025", False), ("2030-05-01", False), (None, False), ("", False), ("2024-13-01", False), ("2024-02-30", False), ("soon", False), ("99999-01-01", False)],
)  # fmt: skip
def test_a_year_is_the_limit(dated: str | None, is_stale: bool) -> None:
    """Older than 365 days is stale, counted from the last day that the date may mean; what is no date never is."""
    assert Today(_DAY, 365).is_stale(dated) is is_stale


@given(st.text() | st.dates().map(str))
def test_nothing_is_stale_without_a_limit(dated: str) -> None:
    """The default must mark nothing, and no date may be an error."""
    assert not Today(_DAY, None).is_stale(dated)
    assert Today(_DAY, 1).is_stale(dated) in (True, False)
