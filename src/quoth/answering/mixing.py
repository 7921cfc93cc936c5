"""The probability that a sentence answers where another reader than the shipped one reads: made of two logits, fitted by `quoth calibrate`.

Another reader's logits have a scale of their own, which no weights in the package know. A library learns it from its own questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

# So many standard deviations from the mean and no further does a reader's logit count.
_FARTHEST: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """What the measured features say and what the reader says, weighed and added.

    Attributes:
        mean, scale: Of the reader's logits of the sentences that came first.
        plain: The weight of the logit from measured features alone.
        said: The weight of the reader's logit, standardised.
        bias: What is added.
        questions: How many it was fitted on.
    """

    mean: float
    scale: float
    plain: float
    said: float
    bias: float
    questions: int

    def __call__(self, plain: NDArray[np.float64], said: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the logits of the probabilities of sentences `(n,)`."""
        logits: NDArray[np.float64] = self.plain * plain + self.said * self.standardise(said) + self.bias
        return logits

    def standardise(self, said: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return a reader's logits in standard deviations."""
        standardised: NDArray[np.float64] = np.clip((said - self.mean) / self.scale, -_FARTHEST, _FARTHEST)
        return standardised
