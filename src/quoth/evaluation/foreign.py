"""Read the question formats of others: CSV, SQuAD v2 and BEIR."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoth.errors import QuestionFileError
from quoth.evaluation.items import Gold, Item


def read_csv(path: Path, text: str) -> tuple[Item, ...]:
    """Read the columns `id,question,answer,doc_id`.

    Rows with the same id are one question with several answers; a question with neither answer nor document is unanswerable.
    """
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = {"id", "question"} - set(rows.fieldnames or ())
    if missing:
        raise QuestionFileError(path, 1, f"the column {min(missing)!r} is missing")
    questions: dict[str, str] = {}
    golds: dict[str, list[Gold]] = {}
    try:
        for row in rows:
            item_id, question = (row["id"] or "").strip(), row["question"] or ""
            if not item_id or questions.setdefault(item_id, question) != question:
                why = f"the id {item_id!r} stands twice" if item_id else "the id is empty"
                raise QuestionFileError(path, rows.line_num, why)
            answer, doc_id = (row.get("answer") or "").strip(), (row.get("doc_id") or "").strip() or None
            if answer or doc_id:
                golds.setdefault(item_id, []).append(Gold(text=answer, doc_id=doc_id))
    except csv.Error as error:
        raise QuestionFileError(path, rows.line_num, f"it is not CSV ({error})") from error
    return tuple(
        Item(item_id=item_id, question=question, answers=tuple(golds.get(item_id, ())), answerable=item_id in golds)
        for item_id, question in questions.items()
    )


def read_squad(path: Path, text: str) -> tuple[Item, ...]:
    """Read SQuAD v2 (Rajpurkar et al. 2018). Its answer positions count in its own paragraphs, so only the texts are kept."""
    try:
        loaded = json.loads(text)
        return tuple(
            Item(
                item_id=str(question["id"]),
                question=str(question["question"]),
                answers=tuple(Gold(text=str(answer)) for answer in dict.fromkeys(a["text"] for a in question["answers"])),
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


def read_text(path: Path) -> str:
    """Return the text of a file, unpacked if its name ends in `.gz`."""
    data = gzip.decompress(path.read_bytes()) if path.suffix.lower() == ".gz" else path.read_bytes()
    return data.decode("utf-8-sig")


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
