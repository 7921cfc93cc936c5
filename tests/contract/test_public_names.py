"""The public names: sorted, all there, and cheap to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

import quoth
from fakes import child_environment

_HEAVY = ("torch", "sentence_transformers", "faiss", "tantivy", "sqlalchemy", "fastapi", "pydantic")


def test_public_names_are_sorted_and_stand_once() -> None:
    """A reader must find a name where the alphabet puts it."""
    assert quoth.__all__ == sorted(set(quoth.__all__))


@pytest.mark.parametrize("name", quoth.__all__)
def test_public_name_can_be_imported(name: str) -> None:
    """Every name promised must be there, and listed by `dir`."""
    assert getattr(quoth, name) is not None
    assert name in dir(quoth)


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that is not public must be refused as Python refuses it."""
    with pytest.raises(AttributeError, match="no attribute 'Oracle'"):
        _ = quoth.Oracle


def test_import_of_quoth_loads_nothing_heavy() -> None:
    """`import quoth` must load no model library, no database and no server."""
    script = f"import quoth, sys; print([name for name in {_HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], env=child_environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
