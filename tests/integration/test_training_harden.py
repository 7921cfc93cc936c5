"""Which wrong windows the reader is shown while it learns."""

from __future__ import annotations

from typing import Any

from training.harden import harden

from quoth.models.reader import load_reader


def _window(text: str, label: int = 0) -> dict[str, Any]:
    return {
        "context": "",
        "text": text,
        "sentences": [[0, len(text)]],
        "labels": [label],
        "gold": [[0, len(text)]] if label else [],
    }


def test_what_tempts_the_reader_most_stands_first_behind_what_is_right() -> None:
    """Right windows must lead, then the wrong ones as the reader likes them; nothing may be lost or changed."""
    right = _window("The refund of a single ticket takes five working days.", 1)
    tempting = _window("The refund of a season ticket takes ten working days.")
    other = _window("Bicycles travel free of charge outside the rush hour.")
    row = {
        "question": "How long does the refund of a single ticket take?",
        "windows": [other, tempting, right],
        "source": "made",
    }
    assert harden(row, load_reader("float32", 1)) == {**row, "windows": [right, tempting, other]}
