"""Does the answer have the shape that its question wants? Definitions, quantities, lists, comparisons, disagreements, follow-ups.

    python -m bench.shapes                  corpus/questions/shapes.test.jsonl, in a library built from corpus/documents
    python -m bench.shapes --part tune      the part that may be looked at
    python -m bench.shapes --file FILE      another file of that form, as corpus/questions/disagreements.tune.jsonl
    python -m bench.shapes --errors         and every question that went wrong
    python -m bench.shapes --threshold 0    answer everything

Beside the usual fields a question may have `items` (a list's members: right if one quote holds them all), `sides` (what is compared, and the words that are
right for each: right if every side has a quote with some of them), `values` (what the sources disagree on: right if a disagreement names two of them, empty where nothing
disagrees) and `history`. A quote counts if it holds or touches most of a gold text at its place, or repeats a short one.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from quoth.ask import Request
from quoth.evaluation.statistics import wilson
from quoth.house import House
from quoth.settings import load_settings
from quoth.types import Answer, Exchange, Outcome, Quote

ROOT: Final = Path(__file__).resolve().parents[1]
# A gold text this long is right only at its place; a shorter one wherever its words stand in the same document.
_SHORT: Final = 120
_MOST_OF_IT: Final = 0.6

Row = Mapping[str, Any]


def holds(quote: Quote, gold: Row) -> bool:
    """Say whether a quote gives a gold text."""
    citation = quote.citation
    if citation.version.doc_id != gold["doc_id"]:
        return len(gold["text"]) <= _SHORT and gold["text"] in citation.quote
    start, end = gold["start"], gold["start"] + len(gold["text"])
    shared = min(citation.span.end, end) - max(citation.span.start, start)
    return shared >= _MOST_OF_IT * len(gold["text"]) or (len(gold["text"]) <= _SHORT and gold["text"] in citation.quote)


def any_holds(quotes: Iterable[Quote], golds: Sequence[Row]) -> bool:
    """Say whether one of the quotes gives one of the gold texts."""
    return any(holds(quote, gold) for quote in quotes for gold in golds)


def history_of(row: Row) -> tuple[Exchange, ...]:
    """Return the conversation before a question: earlier questions, some with what was answered."""
    return tuple(
        Exchange(old) if isinstance(old, str) else Exchange(old["question"], old["answer"]) for old in row.get("history", ())
    )


def judge(row: Row, outcome: Outcome) -> dict[str, bool]:
    """Return what can be said of an outcome: for each measure that applies, whether it is right."""
    quotes = outcome.quotes if isinstance(outcome, Answer) else ()
    found = {"answered": bool(quotes)}
    if "values" in row:
        named = outcome.disagreements if isinstance(outcome, Answer) else ()
        stated = [quotes[value.n - 1] for one in named for value in one.values]
        if row["values"]:
            right = sum(any_holds(stated, [value["answer"]]) for value in row["values"])
            found |= {"disagreement named": right >= 2, "both values quoted": sum(any_holds(quotes, [v["answer"]]) for v in row["values"]) >= 2}  # fmt: skip # noqa: PLR2004
        else:
            found["false alarm"] = bool(named)
    elif row.get("sides"):
        found["every side"] = all(any_holds(quotes, side["answers"]) for side in row["sides"])
        found["contrast or side first"] = any_holds(
            quotes[:1], [*row["answers"], *(g for s in row["sides"] for g in s["answers"])]
        )
    elif not row["answerable"]:
        found["refused"] = not quotes
    elif row.get("history"):
        name = "follow-up" if "standalone" in row else "after another question"
        found[f"{name}: first quote"] = any_holds(quotes[:1], row["answers"])
    elif row.get("items"):
        found[f"{row['kind']}: whole"] = any(all(holds(quote, item) for item in row["items"]) for quote in quotes)
    else:
        found[f"{row['kind']}: first quote"] = any_holds(quotes[:1], row["answers"])
    return found


def main() -> None:
    """Ask every question and print the share of right ones for each measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("tune", "test"), default="test")
    parser.add_argument("--file", type=Path, help="of the same form, instead of a part")
    parser.add_argument("--library", type=Path, help="built before, instead of one built now")
    parser.add_argument("--threshold", type=float)
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    path = given.file or ROOT / f"corpus/questions/shapes.{given.part}.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": given.library or Path(folder)})) as house:  # fmt: skip
        if given.library is None:
            house.ingest([ROOT / "corpus/documents"])
        outcomes = [house.ask(Request(question=row["question"], history=history_of(row), min_probability=given.threshold)) for row in rows]  # fmt: skip
    counts: dict[str, list[bool]] = defaultdict(list)
    for row, outcome in zip(rows, outcomes, strict=True):
        for name, right in judge(row, outcome).items():
            counts[name].append(right)
            if given.errors and right == (name == "false alarm") and name != "answered":
                print(f"{name}: {row['id']} {row['question']} (p {outcome.probability:.2f}, {type(outcome).__name__})")
    for name, all_of in sorted(counts.items()):
        low, high = wilson(sum(all_of), len(all_of))
        print(f"{name:28} {sum(all_of) / len(all_of):.2f}  ({low:.2f} to {high:.2f}, n {len(all_of)})")


if __name__ == "__main__":
    main()
