"""The command line: a thin door. It translates arguments to the house and outcomes to text, JSON and exit statuses."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; an interrupt that comes while the commands are still loading ends quietly, too."""
    try:
        from quoth.cli import door
    except KeyboardInterrupt:
        return 130
    return door.main(arguments)
