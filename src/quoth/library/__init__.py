"""The truth: documents, their versions, passages and vectors in a transactional database. Everything else is a cache."""

from quoth.library.errands import Errands, writing_engine
from quoth.library.headings import read_headings
from quoth.library.insight import (
    NotedAsking,
    NotedFeedback,
    NotedWords,
    read_askings,
    read_feedback,
    read_frequent,
    read_unanswered,
)
from quoth.library.library import Library
from quoth.library.notebook import Notebook
from quoth.library.pins import locate, put_pin, read_pins, remove_pin
from quoth.library.question_log import QuestionLog
from quoth.library.reading import Snapshot, StoredDocument, StoredFailure
from quoth.library.verifying import verify
from quoth.library.writing import Writer

__all__ = [
    "Errands",
    "Library",
    "Notebook",
    "NotedAsking",
    "NotedFeedback",
    "NotedWords",
    "QuestionLog",
    "Snapshot",
    "StoredDocument",
    "StoredFailure",
    "Writer",
    "locate",
    "put_pin",
    "read_askings",
    "read_feedback",
    "read_frequent",
    "read_headings",
    "read_pins",
    "read_unanswered",
    "remove_pin",
    "verify",
    "writing_engine",
]
