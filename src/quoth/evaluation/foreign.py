"""Read the question formats of others: CSV, SQuAD v2 and BEIR."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from quoth.errors import QuestionFileError
from quoth.evaluation.items import Gold, Item
from quoth.reading.decoding import decode

_YES: Final = {"yes", "true", "1", "y"}
_NO: Final = {"no", "false", "0", "n"}
_CSV_HINT: Final = "The columns are id, question, answer and doc_id (see docs/evaluation.md)."


def read_csv(path: Path, text: str) -> tuple[Item, ...]:
    """Read the columns `id,question,answer,doc_id`, and `answerable` if there is one; separated by commas, semicolons or tabs.

    Rows with the same id are one question with several answers. Without `answerable`, a question with neither answer nor
    document is unanswerable; one with a document alone is answered by any quote of it.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
    missing = {"id", "question"} - set(rows.fieldnames)
    if missing:
        why = f"the column {min(missing)!r} is missing; it has {', '.join(map(repr, rows.fieldnames)) or 'none'}"
        raise QuestionFileError(path, 1, why, _CSV_HINT)
    questions: dict[str, str] = {}
    golds: dict[str, list[Gold]] = {}
    said: dict[str, bool] = {}
    try:
        for row in rows:
            item_id, question = (row["id"] or "").strip(), row["question"] or ""
            if not item_id or questions.setdefault(item_id, question) != question:
                why = f"the id {item_id!r} stands twice" if item_id else "the id is empty"
                raise QuestionFileError(path, rows.line_num, why, _CSV_HINT)
            answer, doc_id = (row.get("answer") or "").strip(), (row.get("doc_id") or "").strip() or None
            answerable = (row.get("answerable") or "").strip().lower()
            if answerable not in _YES | _NO | {""}:
                why = f"answerable is {answerable!r}, neither yes nor no"
                raise QuestionFileError(path, rows.line_num, why, _CSV_HINT)
            said.setdefault(item_id, answerable in _YES if answerable else bool(answer or doc_id))
            if said[item_id] and (answer or doc_id):
                golds.setdefault(item_id, []).append(Gold(text=answer, doc_id=doc_id))
    except csv.Error as error:
        raise QuestionFileError(path, rows.line_num, f"it is not CSV ({error})", _CSV_HINT) from error
    return tuple(
        Item(item_id=item_id, question=question, answers=tuple(golds.get(item_id, ())), answerable=said[item_id])
        for item_id, question in questions.items()
    )


def _delimiter(text: str) -> str:
    """Return what separates the columns of the first line: a spreadsheet writes semicolons where the comma is decimal."""
    head = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=lambda sign: (head.count(sign), sign == ","))


def read_squad(path: Path, text: str) -> tuple[Item, ...]:
    """Read SQuAD v2 (Rajpurkar et al. 2018). Its answer positions count in its own paragraphs, so only the texts are kept."""
    try:
        loaded = json.loads(text)
        return tuple(
            Item(
                item_id=str(question["id"]),
                question=_text(question["question"]),
                answers=tuple(Gold(text=text) for text in dict.fromkeys(_text(a["text"]) for a in question["answers"])),
                answerable=not question.get("is_impossible", False),
            )
            for article in loaded["data"]
            for paragraph in article["paragraphs"]
            for question in paragraph["qas"]
        )
    except (ValueError, RecursionError) as error:
        raise QuestionFileError(path, None, "it is not JSON") from error
    except (TypeError, KeyError, AttributeError) as error:
        raise QuestionFileError(path, None, f"it is not SQuAD v2 (missing or misplaced: {error})") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def read_text(path: Path) -> str:
    """Return the text of a file in whatever encoding it is, unpacked if its name ends in `.gz`.

    Raises:
        ReadingError: It is no text.
    """
    data = gzip.decompress(path.read_bytes()) if path.suffix.lower() == ".gz" else path.read_bytes()
    return decode(data)


def read_beir(folder: Path) -> tuple[Item, ...]:
    """Read a BEIR folder (Thakur et al. 2021): `queries.jsonl` and `qrels/test.tsv`, or `qrels.tsv`. Queries not judged are left out."""
    golds: dict[str, list[Gold]] = {}
    qrels = _found(folder, "qrels/test.tsv", "qrels.tsv")
    for number, line in _lines(qrels):
        fields = line.split("\t")
        if number == 1 and fields[-1].strip() == "score":
            continue
        try:
            query_id, doc_id, score = fields
            grade = int(score)
        except ValueError as error:
            raise QuestionFileError(qrels, number, "it is not query-id, corpus-id and score, separated by tabs") from error
        if grade > 0:
            golds.setdefault(query_id, []).append(Gold(text="", doc_id=doc_id, grade=grade))
    items: list[Item] = []
    queries = _found(folder, "queries.jsonl")
    for number, line in _lines(queries):
        try:
            row: dict[str, Any] = json.loads(line)
            query_id, question = str(row["_id"]), str(row["text"])
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise QuestionFileError(queries, number, 'it is not an object with "_id" and "text"') from error
        if query_id in golds:
            items.append(Item(item_id=query_id, question=question, answers=tuple(golds[query_id]), answerable=True))
    return tuple(items)


def _found(folder: Path, *names: str) -> Path:
    """Return the first of these files that is there, packed or not."""
    for name in names:
        for path in (folder / name, folder / f"{name}.gz"):
            if path.is_file():
                return path
    raise QuestionFileError(folder, None, f"it is no BEIR folder: there is no {names[0]}")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")
