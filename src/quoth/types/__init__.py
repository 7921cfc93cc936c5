"""The words of Quoth as frozen values: document, block, passage, query, hit, evidence, citation, outcome.

Nothing here reads a file, loads a model or holds state. Spans are half-open and count Unicode code points
of a document's normalised text.
"""

from quoth.types.asking import Candidate, Evidence, Exchange, Hit, Query, QuestionKind, Reading, Unread
from quoth.types.curating import Pin, PinState
from quoth.types.documents import (
    Block,
    BlockKind,
    Box,
    Document,
    Fidelity,
    Passage,
    PrintedPage,
    Span,
    StoredPassage,
    Version,
    sha256,
)
from quoth.types.noting import Asking, Door, Feedback, FeedbackVerdict, OutcomeKind
from quoth.types.outcomes import (
    Abstention,
    Answer,
    Cell,
    Citation,
    Comparison,
    ComparisonRow,
    Curated,
    Disagreement,
    MeantQuestion,
    MeasureValue,
    Outcome,
    Quote,
    Reason,
    Standing,
    Timings,
    Verdict,
)
from quoth.types.tracing import Ranked, Trace
from quoth.types.wording import Definition, Pointer, Rewording, Sense, Why

__all__ = [
    "Abstention",
    "Answer",
    "Asking",
    "Block",
    "BlockKind",
    "Box",
    "Candidate",
    "Cell",
    "Citation",
    "Comparison",
    "ComparisonRow",
    "Curated",
    "Definition",
    "Disagreement",
    "Document",
    "Door",
    "Evidence",
    "Exchange",
    "Feedback",
    "FeedbackVerdict",
    "Fidelity",
    "Hit",
    "MeantQuestion",
    "MeasureValue",
    "Outcome",
    "OutcomeKind",
    "Passage",
    "Pin",
    "PinState",
    "Pointer",
    "PrintedPage",
    "Query",
    "QuestionKind",
    "Quote",
    "Ranked",
    "Reading",
    "Reason",
    "Rewording",
    "Sense",
    "Span",
    "Standing",
    "StoredPassage",
    "Timings",
    "Trace",
    "Unread",
    "Verdict",
    "Version",
    "Why",
    "sha256",
]
