"""The abstention threshold that a library got from its own questions, and for another reader than the shipped one its probabilities too."""

from __future__ import annotations

import json
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Final, Self

from quoth.answering.mixing import Mixture
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
        mixture: What makes the probabilities; None with the shipped reader or none, whose weights in the package do.
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
    mixture: Mixture | None = None

    def to_fact(self) -> str:
        """Return it as the library stores it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_fact(cls, stored: str | None) -> Self | None:
        """Return what `to_fact` was made of; None for a library that was never calibrated, or by a version that kept other facts."""
        held = json.loads(stored) if stored else {}
        known = {field.name: held[field.name] for field in fields(cls) if field.name in held}
        if any(field.default is MISSING and field.name not in known for field in fields(cls)):
            return None
        mixture = known.pop("mixture", None)
        return cls(**known, mixture=None if mixture is None else Mixture(**mixture))


def judged_by(encoder: str | None, reader: str | None, settings: Settings) -> str:
    """Return what probabilities depend on besides the documents: weights, and how much is searched and read. Loads no model.

    Args:
        encoder: The sha256 of the encoder's weights that the library was built with.
        reader: The name of the reader; None without one.
    """
    said = {"encoder": encoder, "weights": load_weights().name, "reader": reader or "none", "windows": settings.reader.windows}
    if settings.library.language != "en":
        said["language"] = settings.library.language
    return json.dumps({**said, "depth": settings.search.depth, "read": settings.search.read})
