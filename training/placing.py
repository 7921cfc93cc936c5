"""Find where answers stand: from questions as a person writes them, with the answers' words, to questions with gold spans.

    python -m training.placing COLLECTION           writes COLLECTION/questions.jsonl from COLLECTION/draft.jsonl
    python -m training.placing COLLECTION --show    prints the documents as Quoth reads them

A line of the draft: `{"id", "question", "kind", "answers": [{"text", "doc_id"}]}`, or without an answer `{"id", "question", "kind", "answers": [], "near_miss": true or false}`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoth.errors import QuestionFileError
from quoth.evaluation.questions import read_questions
from quoth.reading.documents import read_bytes


def read_texts(documents: Path) -> dict[str, str]:
    """Return the text of each document of a folder, as Quoth reads it, by name.

    Raises:
        ReadingError: One cannot be read.
    """
    paths = sorted(path for path in documents.rglob("*") if path.is_file())
    named = {path.relative_to(documents).as_posix(): path for path in paths}
    return {name: read_bytes(path.read_bytes(), doc_id=name, uri=name).text for name, path in named.items()}


def place(row: dict[str, Any], texts: dict[str, str]) -> Iterator[str]:
    """Put the place of each answer into a line of the draft; yield what is wrong with it."""
    row["answerable"] = bool(row["answers"])
    if row["answerable"] == ("near_miss" in row):
        yield "an answer has no near_miss, a question without an answer says whether it is one (true or false)"
    found = []
    for answer in row["answers"]:
        text, name = answer["text"], answer["doc_id"]
        places = places_of(text, texts.get(name, ""))
        if not places:
            yield f"{text!r} does not stand in {name} as Quoth reads it"
        if len(text) < 12 and len(places) > 1:
            yield f"{text!r} stands {len(places)} times in {name}: give more of the sentence"
        found += [{"text": text, "doc_id": name, "start": start} for start in places]
    row["answers"] = found


def places_of(text: str, whole: str) -> list[int]:
    """Return every place at which some words stand in a text."""
    places = []
    at = whole.find(text) if text else -1
    while at >= 0:
        places.append(at)
        at = whole.find(text, at + 1)
    return places


def main() -> None:
    """Read the arguments, place the answers of a collection, and say what is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--documents", type=Path, help="where the documents are, if not in COLLECTION/documents")
    parser.add_argument("--show", action="store_true", help="print the documents as Quoth reads them, and do nothing else")
    arguments = parser.parse_args()
    texts = read_texts(arguments.documents or arguments.collection / "documents")
    if arguments.show:
        for name, text in texts.items():
            print(f"===== {name}\n{text}\n")
        return
    rows, faults = [], []
    for number, line in enumerate((arguments.collection / "draft.jsonl").read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            faults += [f"line {number}, {row['id']}: {fault}" for fault in place(row, texts)]
        except (ValueError, KeyError, TypeError) as error:
            faults.append(f"line {number}: {type(error).__name__}: {error}")
            continue
        rows.append(json.dumps(row, ensure_ascii=False) + "\n")
    if faults:
        sys.exit("\n".join([*faults, f"{len(faults)} faults in {len(rows)} questions; nothing was written."]))
    out, written = arguments.collection / "questions.jsonl", arguments.collection / "questions.jsonl.new"
    written.write_text("".join(rows), encoding="utf-8")
    try:
        items = read_questions(written)
    except QuestionFileError as error:
        written.unlink()
        sys.exit(f"{error.message} Nothing was written.")
    written.replace(out)
    print(f"{out}: {len(items)} questions, {sum(item.answerable for item in items)} with an answer")


if __name__ == "__main__":
    main()
