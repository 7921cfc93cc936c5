"""The truth: documents, their versions, passages and vectors in a transactional database. Everything else is a cache."""

from quoth.library.errands import Errands, writing_engine
from quoth.library.headings import read_headings
from quoth.library.insight import (
    NotedDay,
    NotedFeedback,
    NotedPeriod,
    NotedWords,
    count_feedback,
    read_feedback,
    read_frequent,
    read_period,
    read_quoted,
    read_unanswered,
)
from quoth.library.library import Library
from quoth.library.notebook import Notebook
from quoth.library.pins import locate, put_pin, read_pins, remove_pin
from quoth.library.question_log import QuestionLog
from quoth.library.reading import Snapshot, StoredDocument, StoredFailure
from quoth.library.shelf import (
    Order,
    Sought,
    State,
    count_failures,
    count_listed,
    list_documents,
    read_answering,
    read_media_types,
)
from quoth.library.verifying import verify
from quoth.library.writing import Writer

__all__ = [
    "Errands",
    "Library",
    "Notebook",
    "NotedDay",
    "NotedFeedback",
    "NotedPeriod",
    "NotedWords",
    "Order",
    "QuestionLog",
    "Snapshot",
    "Sought",
    "State",
    "StoredDocument",
    "StoredFailure",
    "Writer",
    "count_failures",
    "count_feedback",
    "count_listed",
    "list_documents",
    "locate",
    "put_pin",
    "read_answering",
    "read_feedback",
    "read_frequent",
    "read_headings",
    "read_media_types",
    "read_period",
    "read_pins",
    "read_quoted",
    "read_unanswered",
    "remove_pin",
    "verify",
    "writing_engine",
]
