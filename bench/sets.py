"""Read the public data sets of ../shared/data: documents, questions, and what counts as found."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quoth.types import Block, Document, Span, sha256

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# Collections of made-up documents with their questions, from which nothing was ever learned or chosen.
UNSEEN = Path(__file__).resolve().parent / "unseen"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a set; `golds` are answer texts with their start, empty if unanswerable."""

    question_id: str
    question: str
    doc_id: str
    golds: tuple[tuple[str, int], ...]
    relevant: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Set:
    """Documents and the questions asked of them."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]


def unseen() -> tuple[str, ...]:
    """Return the names of the collections from which nothing was learned."""
    return tuple(sorted(path.parent.name for path in UNSEEN.glob("*/questions.jsonl")))


def _lines(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def document(doc_id: str, title: str, text: str) -> Document:
    """Make a document of a set's text as it stands, one block a line, so that its offsets stay true."""
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(kind="paragraph", span=Span(start, start + len(line))))
        start += len(line) + 1
    return Document(
        doc_id=doc_id, uri=f"set:{doc_id}", title=title or doc_id, text=text, blocks=tuple(blocks), media_type="text/plain",
        source_sha256=sha256(text),
    )  # fmt: skip


def read_qa(name: str, part: str, most_documents: int = 10**9, most_questions: int = 10**9, seed: int = 0) -> Set:
    """Read `qa/NAME` with at most so many documents and questions, drawn by seed."""
    chance = random.Random(seed)
    documents = [
        document(str(d["doc_id"]), str(d.get("title") or ""), str(d["text"])) for d in _lines(DATA / f"qa/{name}.docs.jsonl.gz")
    ]
    chance.shuffle(documents)
    documents = documents[:most_documents]
    held = {d.doc_id for d in documents}
    questions = []
    for row in _lines(DATA / f"qa/{name}.{part}.jsonl.gz"):
        answers = row.get("answers") or []
        golds = tuple((str(a["text"]), int(a["start"])) for a in answers if a.get("start") is not None)  # type: ignore[attr-defined]
        if row.get("doc_id") in held and (golds or not row["answerable"]):
            questions.append(Question(str(row["id"]), str(row["question"]), str(row["doc_id"]), golds))
    chance.shuffle(questions)
    return Set(name, tuple(documents), tuple(questions[:most_questions]))


def read_questions_alone(name: str, part: str, most: int, seed: int) -> list[str]:
    """Read the questions of a set that has no documents, drawn by seed."""
    questions = [str(row["question"]) for row in _lines(DATA / f"qa/{name}.{part}.jsonl.gz")]
    random.Random(seed).shuffle(questions)
    return questions[:most]


def read_beir(name: str) -> Set:
    """Read `retrieval/NAME` in BEIR layout; questions without a judgement are left out."""
    folder = DATA / "retrieval" / name
    documents = tuple(
        document(str(d.get("_id") or d["doc_id"]), str(d.get("title") or ""), str(d["text"]))
        for d in _lines(folder / "corpus.jsonl.gz")
    )
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text().splitlines():
        cells = line.split("\t")
        if cells[-1].strip().isdigit() and int(cells[-1]) > 0:
            relevant.setdefault(cells[0], set()).add(cells[-2])
    questions = tuple(
        Question(
            str(q.get("_id") or q["id"]),
            str(q.get("text") or q["question"]),
            "",
            (),
            frozenset(relevant[str(q.get("_id") or q["id"])]),
        )
        for q in _lines(folder / "queries.jsonl.gz")
        if str(q.get("_id") or q["id"]) in relevant
    )
    return Set(name, documents, questions)
