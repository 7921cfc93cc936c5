"""The web door: the HTTP API and the pages, translated to and from the house. It decides nothing about answers."""

from __future__ import annotations

from quoth.server.app import make_app
from quoth.server.running import run_server

__all__ = ["make_app", "run_server"]
