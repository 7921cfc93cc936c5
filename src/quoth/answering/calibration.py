"""The abstention threshold that a library got from its own questions."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final, Self

# The library's fact that holds it.
FACT: Final = "answer.calibration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What `quoth calibrate` found.

    Attributes:
        threshold: The least probability of an answer.
        reader: The weights whose probabilities it is a threshold of; others are judged by the built-in threshold.
        target: The precision that was asked for.
        assurance: How probably it holds on new questions of the same kind.
        questions: How many were asked.
        answered: How many of them are answered from the threshold on.
        right: How many of these rightly.
        made_at: ISO 8601, UTC.
    """

    threshold: float
    reader: str
    target: float
    assurance: float
    questions: int
    answered: int
    right: int
    made_at: str

    def to_fact(self) -> str:
        """Return it as the library stores it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_fact(cls, stored: str | None) -> Self | None:
        """Return what `to_fact` was made of; None for a library that was never calibrated."""
        return None if not stored else cls(**json.loads(stored))
