"""Formulas on one line: a half must not become twelve."""

from __future__ import annotations

import pytest

from quoth.reading.mathml import formula


@pytest.mark.parametrize(
    ("tag", "parts", "line"),
    [
        ("mfrac", ["1", "2"], "1/2"),
        ("mfrac", ["a+b", "2"], "(a+b)/2"),
        ("msup", ["x", "n+1"], "x^(n+1)"),
        ("msubsup", ["C", "i", "2"], "C_i^2"),
        ("msqrt", ["x", "+", "1"], "\u221a(x+1)"),
        ("mrow", ["x", "=", "1"], "x=1"),
        ("mfrac", ["1"], "1"),
    ],
)
def test_mathml_parts_do_not_run_together(tag: str, parts: list[str], line: str) -> None:
    """Halves, powers and indices must be told apart; what is malformed keeps its words."""
    assert formula(tag, parts) == line
