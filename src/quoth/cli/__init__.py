"""The command line: a thin door. It translates arguments to the house and outcomes to text, JSON and exit statuses."""

from __future__ import annotations

from quoth.cli.door import main

__all__ = ["main"]
