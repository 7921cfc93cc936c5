"""Read question files: JSON lines as docs/evaluation.md describes them, and the formats others use."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from quoth.errors import QuestionFileError, ReadingError
from quoth.evaluation.foreign import read_beir, read_csv, read_squad, read_text
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.metrics import contains
from quoth.types import Exchange

__all__ = ["Gold", "Item", "read_questions"]


class _GoldLine(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    doc_id: str | None = None
    start: int | None = None


class _Earlier(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    question: str
    answer: str | None = None


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    question: str
    answers: list[_GoldLine] = []
    answerable: bool | None = None
    kind: str | None = None
    history: list[str | _Earlier] = []
    doc_id: str | None = None


def read_questions(path: Path) -> tuple[Item, ...]:
    """Read a question file: `.csv`, SQuAD v2 (`.json`), a BEIR folder, else JSON lines; any of them may be packed (`.gz`).

    Raises:
        QuestionFileError: It is not there, empty, or a line is malformed; the message names the line.
    """
    try:
        items = _read(path)
    except (OSError, EOFError, zlib.error, ReadingError) as error:
        why = "it is no text" if isinstance(error, ReadingError) else getattr(error, "strerror", None) or "it is damaged"
        raise QuestionFileError(path, None, f"it cannot be read ({why})") from error
    if not items:
        raise QuestionFileError(path, None, "it holds no questions")
    seen: set[str] = set()
    for item in items:
        if item.item_id in seen:
            raise QuestionFileError(path, None, f"the id {item.item_id!r} stands twice")
        seen.add(item.item_id)
        if why := _fault(item):
            raise QuestionFileError(path, None, f"question {item.item_id!r}: {why}")
    return items


def _fault(item: Item) -> str | None:
    """Return what makes a question one that cannot be judged."""
    texts = [
        item.item_id,
        item.question,
        *(said for old in item.history for said in (old.question, old.answer)),
        *(gold.text for gold in item.answers),
    ]
    if any("\ud800" <= letter <= "\udfff" for text in texts for letter in text):
        return "it holds half a character (a lone surrogate)"
    if item.answerable and not item.answers:
        return "it is answerable and has no answers"
    if any(not contains(gold.text, gold.text) and (gold.text or gold.doc_id is None) for gold in item.answers):
        return "one of its answers holds no words"
    return None


def _read(path: Path) -> tuple[Item, ...]:
    if path.is_dir():
        return read_beir(path)
    text = read_text(path)
    kind = path.with_suffix("").suffix if path.suffix.lower() == ".gz" else path.suffix
    if kind.lower() == ".csv":
        return read_csv(path, text)
    if kind.lower() == ".json":
        return read_squad(path, text)
    # Not splitlines: JSON strings may hold U+2028 and its like.
    return tuple(_item(path, number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _item(path: Path, number: int, line: str) -> Item:
    try:
        row = _Line.model_validate(json.loads(line))
    except (ValueError, RecursionError) as error:
        why = error.errors()[0] if isinstance(error, ValidationError) else None
        said = f"{'.'.join(map(str, why['loc'])) or 'the line'}: {why['msg'].lower()}" if why else "it is not JSON"
        raise QuestionFileError(path, number, said) from error
    answers = tuple(Gold(text=g.text, doc_id=g.doc_id or row.doc_id, start=g.start) for g in row.answers)
    answerable = row.answerable if row.answerable is not None else bool(answers)
    return Item(
        item_id=row.id,
        question=row.question,
        answers=answers,
        answerable=answerable,
        kind=row.kind,
        history=tuple(
            Exchange(old) if isinstance(old, str) else Exchange(old.question, old.answer or "") for old in row.history
        ),
    )
