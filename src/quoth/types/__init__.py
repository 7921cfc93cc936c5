"""The words of Quoth as frozen values: document, block, passage, query, hit, evidence, citation, outcome.

Nothing here reads a file, loads a model or holds state. Spans are half-open and count Unicode code points
of a document's normalised text.
"""

from quoth.types.asking import Candidate, Evidence, Exchange, Hit, Query, QuestionKind, Reading, Unread
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
from quoth.types.outcomes import (
    Abstention,
    Answer,
    Cell,
    Citation,
    Comparison,
    ComparisonRow,
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
    "Block",
    "BlockKind",
    "Box",
    "Candidate",
    "Cell",
    "Citation",
    "Comparison",
    "ComparisonRow",
    "Definition",
    "Disagreement",
    "Document",
    "Evidence",
    "Exchange",
    "Fidelity",
    "Hit",
    "MeantQuestion",
    "MeasureValue",
    "Outcome",
    "Passage",
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
