"""Any other reader in the shipped one's place: the measured features choose what it reads, and both together rank that.

The models that weigh the shipped reader (`reader.py`) know nothing of another's scale. So its logits count by how far they stand out among
those of one question, and a probability is that of the measured features alone until the library is calibrated (`mixing.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.answering.cascade import read_best
from quoth.answering.features import Measurer
from quoth.answering.highlights import highlight
from quoth.answering.mixing import Mixture
from quoth.answering.reader import Weights, in_order, name_of, stand
from quoth.protocols import EvidenceModel, Lexicon, Vector
from quoth.types import Candidate, Evidence, Query

# Logits that differ by less than this all say the same.
_LEAST_DEVIATION: Final = 1e-6
# How much more a reader counts than the first ranking. Nobody could be asked about a reader that is not known; in the weights that were fitted
# with the shipped one its logit counts two to three times as much.
_READER: Final = 2.0


class RerankingReader:
    """Scores sentences by measured features and by what a reader says that these were not fitted with."""

    def __init__(
        self, lexicon: Lexicon, weights: Weights, model: EvidenceModel, windows: int = 8, mixture: Mixture | None = None
    ) -> None:
        """Set up.

        Args:
            windows: How many windows the model reads for a question.
            mixture: What makes the probabilities; None for the measured features alone.
        """
        self._lexicon = lexicon
        self._weights = weights
        self._model = model
        self._windows = windows
        self._mixture = mixture

    @property
    def name(self) -> str:
        """Return the names of the weights."""
        return name_of(self._weights, self._model)

    def read(self, query: Query, vector: Vector, candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
        """Return the sentences that were read as evidence, best first, ties by passage id and start.

        The order does not depend on the mixture: a calibration learns from it how often the first sentence is right.
        """
        units, rows = Measurer(query, vector, self._lexicon).measure(candidates)
        if not units:
            return ()
        head = self._weights.plain
        scores = head.rank(rows)
        judged = head.answer(stand(query, self._lexicon, units, scores, rows))
        marked = read_best(self._model, query, units, scores, self._windows)
        kept = sorted(marked)
        units = [units[i] for i in kept]
        plain, said = judged[kept], np.array([marked[i].logit for i in kept])
        logits = plain if self._mixture is None else self._mixture(plain, said)
        both = standing_out(scores[kept]) + _READER * standing_out(said)
        return tuple(
            Evidence(
                stored=units[i].candidate.stored,
                version=units[i].candidate.version,
                span=units[i].span,
                score=float(both[i]),
                probability=float(1 / (1 + np.exp(-logits[i]))),
                highlights=highlight(units[i].candidate.version.text, units[i].span, query, marked[kept[i]].tokens),
                signs=(float(plain[i]), float(said[i])),
            )
            for i in in_order(units, both)
        )


def standing_out(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many standard deviations each value `(n,)` is from the mean; 0 for all where they do not differ."""
    deviation = float(values.std())
    if deviation < _LEAST_DEVIATION:
        return np.zeros_like(values)
    standing: NDArray[np.float64] = (values - values.mean()) / deviation
    return standing
