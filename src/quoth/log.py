"""Set up logging once, at a door. Rooms use `logging.getLogger(__name__)` and nothing else."""

from __future__ import annotations

import logging
import sys


def set_up_logging(level: str) -> None:
    """Log from the given level up on stderr, one line an event."""
    logging.basicConfig(
        level=level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
    for noisy in ("sentence_transformers", "transformers", "httpx", "alembic", "urllib3", "slack_bolt", "slack_sdk"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
