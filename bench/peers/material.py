"""What all peers are asked: a folder of files, and questions with their gold answers."""

from __future__ import annotations

import html
import random
from dataclasses import dataclass
from pathlib import Path

from bench.sets import DATA, read_qa
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.questions import read_questions

ROOT = Path(__file__).resolve().parents[2]
# The question sets of ../shared/data that say in words what answers: name and part.
SETS = {"qed_nq": "dev", "squad2": "dev", "fda_qa": "train"}
NAMES = ("corpus", *(name for name in SETS if (DATA / f"qa/{name}.docs.jsonl.gz").is_file()))


@dataclass(frozen=True, slots=True)
class Material:
    """Files and questions."""

    files: Path
    items: tuple[Item, ...]


def gather(name: str, most_questions: int | None, folder: Path) -> Material:
    """Return a set's files, written into the empty folder if it has none, and its questions, drawn by seed if they are too many."""
    if name == "corpus":
        files, items = ROOT / "corpus/documents", read_questions(ROOT / "corpus/questions/test.jsonl")
    else:
        files, items = folder, _write(name, folder)
    if most_questions is not None and len(items) > most_questions:
        items = tuple(random.Random(0).sample(items, most_questions))
    return Material(files, items)


def _write(name: str, folder: Path) -> tuple[Item, ...]:
    """Write each document as a page, which says what is its title, and return the questions."""
    data = read_qa(name, SETS[name])
    for number, document in enumerate(data.documents):
        title = html.escape(document.title)
        lines = "\n".join(f"<p>{html.escape(line)}</p>" for line in document.text.split("\n") if line.strip())
        page = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        (folder / f"{number:06}.html").write_text(f"{page}<body><main><h1>{title}</h1>\n{lines}</main></body></html>")
    return tuple(
        Item(
            item_id=question.question_id,
            question=question.question,
            answers=tuple(Gold(text=text) for text, _ in question.golds),
            answerable=bool(question.golds),
        )
        for question in data.questions
    )
