"""Latency of a warm ask at a given number of passages, and the time to open that library.

    python -m bench.latency [--passages 10000] [--questions 200]

The library is made of public documents of ../shared/data (medquad) until it has that many passages; the questions are its own.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.sets import read_qa
from quoth.ask import Request
from quoth.house import House
from quoth.ingest import ingest_documents
from quoth.library.writing import Source
from quoth.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--library", type=Path, help="keep the library here, and use it if it is there")
    arguments = parser.parse_args()
    folder = arguments.library or Path(tempfile.mkdtemp())
    settings = load_settings(library={"dir": folder})
    data = read_qa("medquad", "dev")
    with House.create(settings) as house:
        started = time.perf_counter()
        source = Source(root="set:", size=0, mtime_ns=0)
        for start in range(0, len(data.documents), 200):
            if house.counts()[1] >= arguments.passages:
                break
            part = [(document, source) for document in data.documents[start : start + 200]]
            ingest_documents(house.library, house.encoder, part, settings)
        documents, passages, _ = house.counts()
        print(f"{documents} documents, {passages} passages; ingest {time.perf_counter() - started:.1f} s")
        house.asker.warm_up()
    with House.open(settings) as house:
        _ = house.encoder
        started = time.perf_counter()
        house.asker.warm_up()
        print(f"open the library and its indexes, encoder loaded: {time.perf_counter() - started:.2f} s")
        questions = [question.question for question in data.questions]
        random.Random(1).shuffle(questions)
        totals = []
        laps: dict[str, list[float]] = {"understand": [], "search": [], "read": [], "compose": []}
        for text in questions[: arguments.questions]:
            started = time.perf_counter()
            outcome = house.ask(Request(question=text))
            totals.append((time.perf_counter() - started) * 1000)
            for name, values in laps.items():
                values.append(getattr(outcome.timings, name))
        print(
            f"ask, ms over {len(totals)} questions: median {np.median(totals):.1f}, p95 {np.percentile(totals, 95):.1f}, max {max(totals):.1f}"
        )
        print("by stage, median ms: " + ", ".join(f"{name} {np.median(values):.1f}" for name, values in laps.items()))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
