"""Read question files: JSON lines as docs/evaluation.md describes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from quoth.errors import QuestionFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A text that answers, and where it stands if the file says so."""

    text: str
    doc_id: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of a file. `kind` is the file's own word for it."""

    item_id: str
    question: str
    answers: tuple[Gold, ...]
    answerable: bool
    kind: str | None = None
    history: tuple[str, ...] = ()


class _GoldLine(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    doc_id: str | None = None
    start: int | None = None


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    question: str
    answers: list[_GoldLine] = []
    answerable: bool | None = None
    kind: str | None = None
    history: list[str] = []


def read_questions(path: Path) -> tuple[Item, ...]:
    """Read a question file.

    Raises:
        QuestionFileError: It is not there, empty, or a line is malformed; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(path, None, f"it cannot be read ({error})") from error
    items = tuple(_item(path, number, line) for number, line in enumerate(lines, 1) if line.strip())
    if not items:
        raise QuestionFileError(path, None, "it holds no questions")
    if len({item.item_id for item in items}) < len(items):
        raise QuestionFileError(path, None, "an id stands twice")
    return items


def _item(path: Path, number: int, line: str) -> Item:
    try:
        row = _Line.model_validate(json.loads(line))
    except ValueError as error:
        why = error.errors()[0] if isinstance(error, ValidationError) else None
        said = f"{'.'.join(map(str, why['loc']))}: {why['msg'].lower()}" if why else "it is not JSON"
        raise QuestionFileError(path, number, said) from error
    answers = tuple(Gold(text=g.text, doc_id=g.doc_id, start=g.start) for g in row.answers)
    answerable = row.answerable if row.answerable is not None else bool(answers)
    return Item(
        item_id=row.id, question=row.question, answers=answers, answerable=answerable, kind=row.kind, history=tuple(row.history)
    )
