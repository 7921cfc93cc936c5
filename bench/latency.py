"""Latency of a warm ask at a given number of passages, and the time to open that library.

    python -m bench.latency [--passages 10000]
    python -m bench.latency --library DIR       keep the library there; run again, the process only asks, and its peak memory says what asking takes

The library is the corpus, stored under as many names as it takes: copies share their vectors, so that building it is quick, and
cost as much to search and rank as other documents would. Reading them is a little cheaper, for the best passages are copies of each other and their words are
already analysed. The questions are the corpus's tune questions.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from quoth.ask import Request
from quoth.evaluation.questions import read_questions
from quoth.house import House
from quoth.ingest import ingest_documents
from quoth.library.writing import Source
from quoth.reading.documents import read_bytes
from quoth.reading.sources.finding import find_sources
from quoth.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]


def fill(house: House, passages: int) -> None:
    """Store the corpus again and again until the library has so many passages."""
    documents = [
        read_bytes(found.read(10**8), doc_id=found.doc_id, uri=found.uri)
        for found in find_sources(str(ROOT / "corpus/documents"))
    ]
    source = Source(root="copies:")
    copy = 0
    while house.counts()[1] < passages:
        named = ((replace(document, doc_id=f"{copy}/{document.doc_id}"), source) for document in documents)
        ingest_documents(house.library, house.encoder, named, house.settings)
        copy += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=374)
    parser.add_argument("--library", type=Path)
    arguments = parser.parse_args()
    questions = [item.question for item in read_questions(ROOT / "corpus/questions/tune.jsonl")][: arguments.questions]
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(library={"dir": arguments.library or Path(folder)})
        if not (arguments.library and arguments.library.exists()):
            with House.create(settings) as house:
                fill(house, arguments.passages)
                house.asker.warm_up()
        with House.open(settings) as house:
            print("{} documents, {} passages, generation {}".format(*house.counts()))
            _ = house.encoder
            started = time.perf_counter()
            house.asker.warm_up()
            print(f"open the library and its indexes, encoder loaded: {time.perf_counter() - started:.2f} s")
            measure(house, questions)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(house: House, questions: list[str]) -> None:
    """Ask every question twice and print the second round."""
    laps: dict[str, list[float]] = {"understand": [], "search": [], "read": [], "compose": [], "total": []}
    for is_second in (False, True):
        for text in questions:
            outcome = house.ask(Request(question=text))
            for name, values in laps.items():
                if is_second:
                    values.append(getattr(outcome.timings, name))
    totals = laps.pop("total")
    middle, slow = np.percentile(totals, [50, 95])
    print(f"ask, ms over {len(totals)} questions: median {middle:.1f}, p95 {slow:.1f}, max {max(totals):.1f}")
    print("by stage, median ms: " + ", ".join(f"{name} {np.median(values):.1f}" for name, values in laps.items()))


if __name__ == "__main__":
    main()
