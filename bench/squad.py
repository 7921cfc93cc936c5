"""Marked words against short answers: exact match and F1 on the dev part of SQuAD 2.0, as its own script counts them (Rajpurkar et al. 2018).

    python -m bench.squad [--questions 2000]

Each question is put to its own paragraph, as `quoth highlight` does it; the answer is the marked span of highest probability, none if nothing is marked or the
text answers with less than one half. The limit is not tuned. The reader marks clauses and sentences for people to read, not the shortest string.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from typing import Final

from bench.sets import DATA
from quoth.answering.marking import Marking, mark
from quoth.evaluation.metrics import exact_match, f1
from quoth.evaluation.statistics import wilson
from quoth.house import shipped_reader
from quoth.settings import load_settings

_LEAST: Final = 0.5


def said_by(marking: Marking, text: str) -> str:
    """Return the one span that would be given as the answer; empty for none."""
    if marking.probability < _LEAST or not marking.spans:
        return ""
    return max(marking.spans, key=lambda one: (one.probability, -one.span.start)).span.of(text)


def rows(most: int) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield title, paragraph, question and the gold answers, spread over the set."""
    with gzip.open(DATA / "qa/squad2.docs.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = {row["doc_id"]: row for row in map(json.loads, file)}
    with gzip.open(DATA / "qa/squad2.dev.jsonl.gz", "rt", encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    for row in found[:: max(1, len(found) // most)]:
        document = documents[row["doc_id"]]
        paragraph = document["text"].split("\n\n")[row["para"]]
        yield document["title"], paragraph, row["question"], [gold["text"] for gold in row["answers"]]


def main() -> None:
    """Ask, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=6000)
    settings = load_settings()
    reader = shipped_reader(settings)
    exact: dict[bool, list[bool]] = {True: [], False: []}
    shared: dict[bool, list[float]] = {True: [], False: []}
    for title, paragraph, question, golds in rows(parser.parse_args().questions):
        said = said_by(mark(reader, question, paragraph, title), paragraph)
        exact[bool(golds)].append(exact_match(said, golds or [""]) == 1)
        shared[bool(golds)].append(f1(said, golds or [""]))
    for name, kinds in (("all", (True, False)), ("answerable", (True,)), ("unanswerable", (False,))):
        hits = [hit for kind in kinds for hit in exact[kind]]
        overlap = [value for kind in kinds for value in shared[kind]]
        low, high = wilson(sum(hits), len(hits))
        print(
            f"{name:13} n {len(hits):5}  EM {sum(hits) / len(hits):.3f} ({low:.3f} to {high:.3f})  F1 {sum(overlap) / len(overlap):.3f}"
        )


if __name__ == "__main__":
    main()
