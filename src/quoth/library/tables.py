"""The tables, as SQLAlchemy Core. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

# The newest migration; a library at another revision is brought here when it is opened.
REVISION: Final = "0004"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What shapes the stored data, and the generation (the commit counter).
facts = Table("facts", metadata, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False))

# One row per live document: which version answers, and how its source looked when it was read. `carrier` is the document that
# carries it: the mail of an attachment.
documents = Table(
    "documents",
    metadata,
    Column("doc_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("root", Text, nullable=False, index=True),
    Column("source_sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("stamp", Text, nullable=False, server_default=""),
    Column("carrier", Text, index=True),
)

# Every text a document has had. Words and blocks are never changed; deleting a document deletes them all.
versions = Table(
    "versions",
    metadata,
    Column("doc_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("uri", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_sha256", String(64), nullable=False),
    Column("blocks", JSON, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("date", String(10)),
    Column("owner", Text),
    Column("stored_at", String(32), nullable=False),
    Column("source_sha256", String(64), nullable=False, server_default="", index=True),
    Column("fidelity", JSON),
    PrimaryKeyConstraint("doc_id", "version"),
)

# Where the words of a version stand on its printed pages, compressed (`PrintedPage.words`).
printed_pages = Table(
    "printed_pages",
    metadata,
    Column("doc_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("words", LargeBinary, nullable=False),
    PrimaryKeyConstraint("doc_id", "version", "number"),
)

# The bytes of sources that lie in no folder: uploads and attachments.
originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# What a document was called before its file was renamed: old citations are followed.
renames = Table("renames", metadata, Column("old", Text, primary_key=True), Column("new", Text, nullable=False, index=True))

# Passages of live versions only. Numbers are never reused: the indexes store them.
passages = Table(
    "passages",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("doc_id", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("context", Text, nullable=False),
    Column("heading_path", JSON, nullable=False),
    Column("page", Integer),
    Column("sentences", JSON, nullable=False),
    Column("vector_key", String(64), nullable=False, index=True),
    ForeignKeyConstraint(["doc_id", "version"], ["versions.doc_id", "versions.version"]),
    sqlite_autoincrement=True,
)

# float16, unit rows: one for the passage, one per sentence. The key is the sha256 of what was encoded.
vectors = Table(
    "vectors",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("passage", LargeBinary, nullable=False),
    Column("sentences", LargeBinary, nullable=False),
)

# Sources that could not be read at the last ingest, and why.
failures = Table(
    "failures",
    metadata,
    Column("doc_id", Text, primary_key=True),
    Column("root", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("hint", Text, nullable=False),
    Column("stamp", Text, nullable=False, server_default=""),
)

# The question log: one row each time somebody asked. `said` is the outcome as it was given, compressed JSON; null where the texts
# of questions are not kept. No generation counts these rows: no answer depends on them.
askings = Table(
    "askings",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("answer_id", String(16), nullable=False, index=True),
    Column("asked_at", String(32), nullable=False, index=True),
    Column("door", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("reason", String(32)),
    Column("probability", Float, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("timings", JSON, nullable=False),
    Column("doc_ids", JSON, nullable=False),
    Column("said", LargeBinary),
)

# What people said of answers.
feedback = Table(
    "feedback",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("answer_id", String(16), nullable=False, index=True),
    Column("given_at", String(32), nullable=False, index=True),
    Column("verdict", String(16), nullable=False),
    Column("note", Text),
    Column("quote", Integer),
)

# Words of documents that answer some questions first. `words` finds them again where they moved; what is quoted is sliced from
# the document.
pins = Table(
    "pins",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("questions", JSON, nullable=False),
    Column("doc_id", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("until", String(10)),
    Column("pinned_at", String(32), nullable=False),
    sqlite_autoincrement=True,
)
