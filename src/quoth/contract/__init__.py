"""What others hold on to: the outcome and its parts as JSON, the same in `--json`, in HTTP and in files.

Doors translate with these models and nothing else. Change a field only with a version bump and a changelog line.
"""

from quoth.contract.askings import MOST_NOTE, FeedbackModel, NotedModel, StoredFeedbackModel, asking_of
from quoth.contract.citations import (
    CitationModel,
    CitationToVerify,
    VerdictModel,
    citation_model,
    citations_in,
    leaf_of,
    link_to,
    place_of,
)
from quoth.contract.dates import Today
from quoth.contract.markings import MarkedSpanModel, MarkingModel, Pair
from quoth.contract.outcomes import OutcomeModel, QuoteModel, found_in

__all__ = [
    "MOST_NOTE",
    "CitationModel",
    "CitationToVerify",
    "FeedbackModel",
    "MarkedSpanModel",
    "MarkingModel",
    "NotedModel",
    "OutcomeModel",
    "Pair",
    "QuoteModel",
    "StoredFeedbackModel",
    "Today",
    "VerdictModel",
    "asking_of",
    "citation_model",
    "citations_in",
    "found_in",
    "leaf_of",
    "link_to",
    "place_of",
]
