"""The abstention threshold that a library got from its own questions."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Final, Self

from quoth.answering.reader import load_weights
from quoth.settings import Settings

# The library's fact that holds it.
FACT: Final = "answer.calibration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What `quoth calibrate` found.

    Attributes:
        threshold: The least probability of an answer.
        judged_by: What gave the probabilities (see `judged_by`); where others judge, the built-in threshold holds.
        target: The precision that was asked for.
        assurance: How surely it holds on new questions of the same kind.
        questions: How many different ones were asked.
        answered: How many of them are answered from the threshold on.
        right: How many of these rightly.
        generation: Of the library when they were asked.
        made_at: ISO 8601, UTC.
    """

    threshold: float
    judged_by: str
    target: float
    assurance: float
    questions: int
    answered: int
    right: int
    generation: int
    made_at: str

    def to_fact(self) -> str:
        """Return it as the library stores it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_fact(cls, stored: str | None) -> Self | None:
        """Return what `to_fact` was made of; None for a library that was never calibrated, or by a version that kept other facts."""
        held = json.loads(stored) if stored else {}
        names = {field.name for field in fields(cls)}
        return cls(**{name: held[name] for name in names}) if names <= held.keys() else None


def judged_by(encoder: str | None, settings: Settings) -> str:
    """Return what probabilities depend on besides the documents: weights, and how much is searched and read. Loads no model.

    Args:
        encoder: The sha256 of the encoder's weights that the library was built with.
    """
    weights = load_weights()
    reader = weights.reader if settings.has_reader else "none"
    said = {"encoder": encoder, "weights": weights.name, "reader": reader, "windows": settings.reader.windows}
    if settings.library.language != "en":
        said["language"] = settings.library.language
    return json.dumps({**said, "depth": settings.search.depth, "read": settings.search.read})
