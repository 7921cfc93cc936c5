"""The truth: documents, their versions, passages and vectors in a transactional database. Everything else is a cache."""

from quoth.library.errands import Errands, writing_engine
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
    "QuestionLog",
    "Snapshot",
    "StoredDocument",
    "StoredFailure",
    "Writer",
    "locate",
    "put_pin",
    "read_pins",
    "remove_pin",
    "verify",
    "writing_engine",
]
