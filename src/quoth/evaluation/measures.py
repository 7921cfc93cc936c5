"""Every metric by name, with its meaning. A metric is the mean of one value a question, over the questions it applies to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Group = Literal["retrieval", "answers", "abstention"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A mean over questions.

    Attributes:
        is_rate: Each question counts 0 or 1.
        is_better_high: False where less is better.
    """

    name: str
    group: Group
    meaning: str
    is_rate: bool = True
    is_better_high: bool = True


SUCCESS_AT: Final = (1, 3, 5, 10, 20)
RECALL_AT: Final = (5, 20)

METRICS: Final[tuple[Metric, ...]] = (
    Metric(name="first_quote", group="answers", meaning="answerable questions whose first quote contains a gold answer"),
    Metric(name="first_three", group="answers", meaning="answerable questions one of whose first three quotes does"),
    Metric(name="sentence_hit", group="answers", meaning="answerable questions whose best sentence is right, shown or not"),
    Metric(name="document_hit", group="answers", meaning="answerable questions whose first quote is from a gold document"),
    Metric(name="found", group="answers", meaning="answerable questions with a gold answer among the quotes or the nearest passages"),
    Metric(name="em", group="answers", meaning="exact match of the highlight (SQuAD v2); no answer is right for an unanswerable one"),
    Metric(name="f1", group="answers", meaning="token F1 of the highlight (SQuAD v2)", is_rate=False),
    Metric(
        name="citation_precision", group="answers",
        meaning="outcomes all of whose citations `quoth verify` finds exact; below 1 is a defect",
    ),
    Metric(
        name="quoted_characters", group="answers", meaning="characters quoted in an answer", is_rate=False, is_better_high=False
    ),
    Metric(name="precision", group="abstention", meaning="answers whose first quote contains a gold answer"),
    Metric(name="coverage", group="abstention", meaning="questions that were answered, rightly or not"),
    Metric(name="answered", group="abstention", meaning="answerable questions that were answered, rightly or not"),
    Metric(name="refused_right", group="abstention", meaning="unanswerable questions that were not answered"),
    *(
        Metric(name=f"success@{k}", group="retrieval", meaning=f"a gold answer stands in one of the first {k} passages")
        for k in SUCCESS_AT
    ),
    Metric(name="rr", group="retrieval", meaning="one over the rank of the first such passage (mean: MRR)", is_rate=False),
    *(
        Metric(name=f"recall@{k}", group="retrieval", meaning=f"share of the gold documents among the first {k}", is_rate=False)
        for k in RECALL_AT
    ),
    Metric(name="ndcg@10", group="retrieval", meaning="discounted gain of the first 10 documents", is_rate=False),
    Metric(name="ap", group="retrieval", meaning="average precision over the ranked documents (mean: MAP)", is_rate=False),
)  # fmt: skip
BY_NAME: Final = {metric.name: metric for metric in METRICS}
