"""What others hold on to: the outcome and its parts as JSON, the same in `--json`, in HTTP and in files.

Doors translate with these models and nothing else. Change a field only with a version bump and a changelog line.
"""

from quoth.contract.askings import NotedModel, asking_of
from quoth.contract.citations import (
    CitationModel,
    CitationToVerify,
    VerdictModel,
    citation_model,
    citations_in,
    link_to,
    place_of,
)
from quoth.contract.markings import MarkedSpanModel, MarkingModel, Pair
from quoth.contract.outcomes import OutcomeModel, QuoteModel

__all__ = [
    "CitationModel",
    "CitationToVerify",
    "MarkedSpanModel",
    "MarkingModel",
    "NotedModel",
    "OutcomeModel",
    "Pair",
    "QuoteModel",
    "VerdictModel",
    "asking_of",
    "citation_model",
    "citations_in",
    "link_to",
    "place_of",
]
