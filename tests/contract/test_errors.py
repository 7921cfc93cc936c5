"""The error tree as drawn is the error tree as built."""

from __future__ import annotations

import inspect
import re

import quoth.errors
from quoth.errors import QuothError


def _defined() -> list[type[QuothError]]:
    """Return every error class in the order of its definition."""
    found = [value for value in vars(quoth.errors).values() if isinstance(value, type) and issubclass(value, QuothError)]
    return sorted(found, key=lambda kind: inspect.getsourcelines(kind)[1])


def _drawn() -> list[tuple[str, int]]:
    """Return the names in the drawing with their depth."""
    rows = re.findall(
        r"^([\u2502\u251c\u2514\u2500 ]*)(\w+Error)\b", inspect.cleandoc(quoth.errors.__doc__ or ""), re.MULTILINE
    )
    return [(name, len(branch) // 4) for branch, name in rows]


def test_error_tree_is_drawn_in_order_of_definition() -> None:
    """Every class must stand in the drawing, in the order of its definition, below its parent."""
    depth = [(kind.__name__, len(kind.__mro__) - len(QuothError.__mro__)) for kind in _defined()]
    assert _drawn() == depth


def test_error_codes_are_unique() -> None:
    """Two classes must not share a code: clients tell errors apart by it."""
    codes = [kind.code for kind in _defined()]
    assert len(set(codes)) == len(codes)


def test_every_error_is_drawn_with_a_docstring() -> None:
    """Each class must say what it is."""
    assert all(kind.__doc__ for kind in _defined())


def test_error_says_what_happened_and_what_to_do() -> None:
    """`str` of an error must hold the message and the hint."""
    assert str(QuothError("It broke.", "Mend it.")) == "It broke. Mend it."
    assert str(QuothError("It broke.")) == "It broke."
