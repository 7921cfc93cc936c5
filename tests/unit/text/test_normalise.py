"""Normalising: one form for every text, nothing visible lost."""

from __future__ import annotations

import pytest

from quoth.text.normalise import normalise, squeeze


@pytest.mark.parametrize("broken", ["a\r\nb", "a\rb", "a\u2028b", "a\u2029b", "a\x0bb", "a\x0cb", "a\x85b"])
def test_normalise_knows_every_line_break(broken: str) -> None:
    """Every way to break a line must become one line feed."""
    assert normalise(broken) == "a\nb"


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u2060", "\ufeff", "\x00", "\x1b", "\ud800"])
def test_normalise_drops_what_nobody_sees(hidden: str) -> None:
    """Soft hyphens, zero-width spaces, controls and lone surrogates must be dropped."""
    assert normalise(f"con{hidden}tract") == "contract"


def test_normalise_composes_across_a_dropped_character() -> None:
    """An accent parted from its letter by an invisible character must still join it."""
    assert normalise("e\u200b\u0301") == "\u00e9"


def test_normalise_keeps_tabs_and_joiners() -> None:
    """Tabs shape code and zero-width joiners shape scripts and emoji: both must stay."""
    assert normalise("a\tb \u0915\u094d\u200d\u0937") == "a\tb \u0915\u094d\u200d\u0937"


def test_squeeze_makes_one_line() -> None:
    """All white space, no-break spaces too, must become single spaces."""
    assert squeeze("  a\u00a0\n\t b\u3000") == "a b"
