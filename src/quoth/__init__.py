"""Quoth answers questions from your own documents, only in their own words, with citations that prove themselves.

The names below are the public ones. They load on first use: importing the package loads no model library.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quoth.ask import Request
    from quoth.errors import QuothError
    from quoth.house import House
    from quoth.settings import Settings, load_settings
    from quoth.types import Abstention, Answer, Outcome

__all__ = [
    "Abstention",
    "Answer",
    "House",
    "Outcome",
    "QuothError",
    "Request",
    "Settings",
    "__version__",
    "load_settings",
]

try:
    __version__ = version("quoth")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.1.0"

_HOMES = {
    "Abstention": "quoth.types",
    "Answer": "quoth.types",
    "House": "quoth.house",
    "Outcome": "quoth.types",
    "QuothError": "quoth.errors",
    "Request": "quoth.ask",
    "Settings": "quoth.settings",
    "load_settings": "quoth.settings",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the public names
    """Load a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'quoth' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
