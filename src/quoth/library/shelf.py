"""Lists of live documents: narrowed, counted and ordered by the database, which hands out one page of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, null, or_, select

from quoth.library.reading import Snapshot, StoredDocument
from quoth.library.tables import FOLD, documents, failures, passages, versions
from quoth.types import MOST_LOST_PERCENT

State = Literal["answers", "look", "silent"]
Order = Literal["name", "title", "newest", "oldest"]
_LAST: Final = "9999"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which documents are listed: those that fit every field; a field left as it is fits all.

    Attributes:
        words: Each stands in the title, the name or the owner, in any case.
        state: It answers; it answers and somebody should look at it; nothing of it can be quoted.
        media_types: It is of one of these.
        dated_before: Its date is known and wholly before this day, as ISO 8601 writes it.
    """

    words: tuple[str, ...] = ()
    state: State | None = None
    media_types: tuple[str, ...] | None = None
    dated_before: str | None = None


def count_listed(snapshot: Snapshot, sought: Sought) -> int:
    """Return how many documents fit."""
    return int(snapshot.connection.execute(_chosen(snapshot, sought, func.count())).scalar_one())


def list_documents(snapshot: Snapshot, sought: Sought, order: Order, first: int, most: int) -> tuple[StoredDocument, ...]:
    """Return a page of the documents that fit, in order.

    Args:
        first: How many are passed over.
        most: How many are returned at most.
    """
    rows = _chosen(snapshot, sought, documents.c.doc_id).order_by(*_keys(snapshot, order)).offset(first).limit(most)
    names = list(snapshot.connection.execute(rows).scalars())
    held = {document.doc_id: document for document in snapshot.documents(*names)} if names else {}
    return tuple(held[name] for name in names)


def read_answering(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the names of the documents of which something can be quoted."""
    rows = select(documents.c.doc_id).where(_can_answer()).order_by(documents.c.doc_id)
    return tuple(snapshot.connection.execute(rows).scalars())


def read_media_types(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the media types of the live documents, each once."""
    rows = _chosen(snapshot, Sought(), versions.c.media_type).distinct().order_by(versions.c.media_type)
    return tuple(snapshot.connection.execute(rows).scalars())


def count_failures(snapshot: Snapshot) -> int:
    """Return how many sources could not be read at the last ingest."""
    return snapshot.connection.execute(select(func.count()).select_from(failures)).scalar_one()


def _chosen(snapshot: Snapshot, sought: Sought, *columns: Any) -> Select[Any]:  # noqa: ANN401 - SQLAlchemy's columns
    is_live = (versions.c.doc_id == documents.c.doc_id) & (versions.c.version == documents.c.version)
    return select(*columns).select_from(documents.join(versions, is_live)).where(*_conditions(snapshot, sought))


def _conditions(snapshot: Snapshot, sought: Sought) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    held = versions.c.title + " " + documents.c.doc_id + " " + func.coalesce(versions.c.owner, "")
    found += [_folded(snapshot, held).contains(word.casefold(), autoescape=True) for word in sought.words]
    if sought.state is not None:
        found.append(_is_in(sought.state))
    if sought.media_types is not None:
        found.append(versions.c.media_type.in_(sought.media_types))
    if sought.dated_before is not None:
        found.append(_last_day() < sought.dated_before)
    return found


def _folded(snapshot: Snapshot, text: ColumnElement[str]) -> ColumnElement[str]:
    """Return a text in which case makes no difference."""
    is_sqlite = snapshot.connection.dialect.name == "sqlite"
    folded: ColumnElement[str] = getattr(func, FOLD if is_sqlite else "lower")(text)
    return folded


def _can_answer() -> ColumnElement[bool]:
    return exists().where(passages.c.doc_id == documents.c.doc_id)


def _is_in(state: State) -> ColumnElement[bool]:
    """Return the condition of a state; the same as `Fidelity.needs_a_look` and the number of passages say."""
    if state == "silent":
        return not_(_can_answer())
    kept = versions.c.fidelity
    source, characters = kept["source_characters"].as_integer(), kept["characters"].as_integer()
    needs_a_look = or_(
        kept.is_(null()),
        100 * characters < (100 - MOST_LOST_PERCENT) * source,
        func.json_array_length(kept["blank_pages"]) > 0,
        kept["truncated_tokens"].as_integer() > 0,
    )
    return and_(_can_answer(), needs_a_look if state == "look" else not_(needs_a_look))


def _last_day() -> ColumnElement[str]:
    """Return the last day of a date that may be a year or a month; no month has a day after the 31st."""
    date = versions.c.date
    return case((func.length(date) == 4, date + "-12-31"), (func.length(date) == 7, date + "-31"), else_=date)  # noqa: PLR2004 - YYYY and YYYY-MM


def _keys(snapshot: Snapshot, order: Order) -> Sequence[ColumnElement[Any]]:
    name = documents.c.doc_id
    match order:
        case "name":
            return (name,)
        case "title":
            return _folded(snapshot, versions.c.title), name
        case "newest":
            return func.coalesce(versions.c.date, "").desc(), name
        case "oldest":
            return func.coalesce(versions.c.date, _LAST), name
