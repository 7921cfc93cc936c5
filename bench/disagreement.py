"""Does Quoth notice that two documents contradict each other, and only then?

    python -m bench.disagreement            every file of bench/pairs
    python -m bench.disagreement FILE…      others of that form
    python -m bench.disagreement --errors   and every pair that went wrong

A pair is two sentences with titles and headings, a question that both answer, and whether they disagree. Each pair becomes a library of two documents
that is asked the question, threshold aside. `seen.jsonl` was looked at while the rules were made; `blind.jsonl` was not. `tables.jsonl`, on tables and ranges,
was written before rows of tables were read, by somebody who knew the rules, and looked at while they were.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Final

from quoth.ask import Asker, Request
from quoth.evaluation.statistics import wilson
from quoth.house import House
from quoth.ingest import ingest_documents
from quoth.library import Library
from quoth.library.writing import Source
from quoth.reading.documents import read_bytes
from quoth.settings import load_settings
from quoth.types import Answer

PAIRS: Final = Path(__file__).parent / "pairs"


def markdown(part: dict[str, Any]) -> str:
    """Return one side of a pair as a document."""
    headings = [f"{'#' * level} {heading}" for level, heading in enumerate(part["headings"], 2)]
    return "\n\n".join([f"# {part['title']}", *headings, part["text"]]) + "\n"


def is_alarmed(house: House, row: dict[str, Any]) -> bool:
    """Say whether the two sides of a pair are shown as a disagreement."""
    with tempfile.TemporaryDirectory() as folder, Library.create(Path(folder)) as library:
        read = (read_bytes(markdown(row[side]).encode(), doc_id=f"{side}.md", uri=f"made:{side}") for side in ("a", "b"))
        ingest_documents(library, house.encoder, [(document, Source(root="made:")) for document in read], house.settings)
        asker = Asker(library, house.encoder, house.settings, house.reader)
        outcome = asker.ask(Request(question=row["question"], min_probability=0.0))
    return isinstance(outcome, Answer) and bool(outcome.disagreements)


def measure(house: House, path: Path, *, tells_errors: bool) -> None:
    """Print precision and recall of the alarms on a file of pairs."""
    counts: Counter[tuple[bool, bool]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        alarmed, disagree = is_alarmed(house, row), bool(row["disagree"])
        counts[alarmed, disagree] += 1
        if tells_errors and alarmed != disagree:
            print(
                f"{'false alarm' if alarmed else 'missed'} {row['id']}: {row['question']}\n  {row['a']['text']}\n  {row['b']['text']}"
            )
    right, alarms = counts[True, True], counts[True, True] + counts[True, False]
    disagreements = right + counts[False, True]
    shown = []
    for name, n in (("precision", alarms), ("recall", disagreements)):
        low, high = wilson(right, n)
        shown.append(f"{name} {right / max(n, 1):.2f} ({low:.2f} to {high:.2f}, n {n})")
    print(f"{path.name}: {sum(counts.values())} pairs, {', '.join(shown)}")


def main() -> None:
    """Measure every file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(PAIRS.glob("*.jsonl")))
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": Path(folder)})) as house:
        for path in given.files:
            measure(house, path, tells_errors=given.errors)


if __name__ == "__main__":
    main()
