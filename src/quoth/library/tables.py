"""The tables, as SQLAlchemy Core. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

# The newest migration; a library at another revision is brought here when it is opened.
REVISION: Final = "0006"

# A function that SQLite is given when it is opened: its own `lower` knows ASCII alone.
FOLD: Final = "quoth_fold"

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

# What a bot was asked to do: once each, whatever happens (`Errand`). `key` tells a repeated delivery from a new one.
errands = Table(
    "errands",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("enterprise", String(32)),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("person", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("thread", String(32), nullable=False),
    Column("said", Text, nullable=False),
    Column("reply_url", Text, nullable=False),
    Column("source", BigInteger),
    Column("received_at", Float, nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("due_at", Float, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("outcome", LargeBinary),
    Column("notice", String(32)),
    Column("posted", String(32)),
    Index("ix_errands_due", "state", "due_at"),
    Index("ix_errands_person", "team", "person", "received_at"),
    Index("ix_errands_place", "team", "channel", "thread"),
    sqlite_autoincrement=True,
)

# Channels in which a bot may answer what it was not asked.
open_channels = Table(
    "open_channels",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("opened_by", String(32), nullable=False),
    Column("opened_at", Float, nullable=False),
)


def _installed() -> tuple[Column[object], ...]:
    """Return the columns that both tables of installations have, in slack_sdk's widths."""
    return (
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("client_id", String(32), nullable=False),
        Column("app_id", String(32), nullable=False),
        Column("enterprise_id", String(32)),
        Column("enterprise_name", String(200)),
        Column("team_id", String(32)),
        Column("team_name", String(200)),
        Column("bot_token", String(200)),
        Column("bot_id", String(32)),
        Column("bot_user_id", String(32)),
        Column("bot_scopes", String(1000)),
        Column("bot_refresh_token", String(200)),
        Column("bot_token_expires_at", DateTime),
        Column("is_enterprise_install", Boolean, nullable=False),
        Column("installed_at", DateTime, nullable=False),
    )


# Where slack_sdk's own stores keep who installed the bot; a test compares these three with what slack_sdk expects.
slack_bots = Table(
    "slack_bots",
    metadata,
    *_installed(),
    Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
)
slack_installations = Table(
    "slack_installations",
    metadata,
    *_installed(),
    Column("enterprise_url", String(200)),
    Column("user_id", String(32), nullable=False),
    Column("user_token", String(200)),
    Column("user_scopes", String(1000)),
    Column("user_refresh_token", String(200)),
    Column("user_token_expires_at", DateTime),
    Column("incoming_webhook_url", String(200)),
    Column("incoming_webhook_channel", String(200)),
    Column("incoming_webhook_channel_id", String(200)),
    Column("incoming_webhook_configuration_url", String(200)),
    Column("token_type", String(32)),
    Index("slack_installations_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
)
slack_oauth_states = Table(
    "slack_oauth_states",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("state", String(200), nullable=False),
    Column("expire_at", DateTime, nullable=False),
)
