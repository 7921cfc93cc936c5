"""What a larger library costs: storing, indexing, asking and memory, from a thousand passages to a million.

    python -m bench.growth                     1,000, 10,000, 100,000 passages
    python -m bench.growth 1000000             a million: some ten gigabytes of disk, an hour
    python -m bench.growth --out FILE.json     and keep the figures; steps that the file has already are measured anew

Texts are sentences of the corpus put together anew by a seed. Vectors are random: what they mean does not change what they cost, and a million
real ones would take this machine's encoder half a day. Questions are encoded and read by the real models. Each step runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from tqdm import tqdm

from bench.ingest import page, sentences
from quoth.ask import Request
from quoth.evaluation.questions import read_questions
from quoth.house import House
from quoth.ingest import ingest_documents
from quoth.library.writing import Source
from quoth.protocols import Encoder, Matrix, Vector
from quoth.reading.documents import read_bytes
from quoth.settings import load_settings
from quoth.types import Document, Passage

ROOT: Final = Path(__file__).resolve().parents[1]
STEPS: Final = (1000, 10_000, 100_000)
_QUESTIONS: Final = 100
_PAGES: Final = 25
# Name of a figure, its title, its digits.
COLUMNS: Final = (
    ("passages", "passages", 0), ("stored_per_second", "stored, a second", 0), ("indexing_s", "indexing, s", 1), ("opening_s", "opening, s", 2),
    ("ask_p50_ms", "ask, ms: median", 0), ("ask_p95_ms", "p95", 0), ("search_p50_ms", "of it search", 0),
    ("library_mb", "library, MB", 0), ("indexes_mb", "indexes, MB", 0), ("peak_memory_mb", "peak memory, MB", 0),
)  # fmt: skip

Row = dict[str, float]


class RandomVectors:
    """The real encoder for questions and counts; random unit vectors for passages."""

    def __init__(self, real: Encoder) -> None:
        self._real = real
        self._rng = np.random.default_rng(0)
        self.name, self.dim, self.max_tokens = real.name, real.dim, real.max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return for each text its number of tokens."""
        return self._real.count(texts)

    def encode_query(self, text: str) -> Vector:
        """Return `(dim,) float32`, unit length."""
        return self._real.encode_query(text)

    def encode_passages(self, passages: Sequence[Passage], _texts: Sequence[str]) -> list[tuple[Vector, Matrix]]:
        """Return random unit rows."""
        return [(self._rows(1)[0], self._rows(len(passage.sentences))) for passage in passages]

    def _rows(self, n: int) -> Matrix:
        rows = self._rng.standard_normal((n, self.dim), dtype=np.float32)
        unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def documents(chance: random.Random, start: int) -> Iterator[Document]:
    """Yield documents of some hundred passages without end."""
    lines = sentences()
    number = start
    while True:
        text = "\n\n".join(page(chance, lines, number * _PAGES + part) for part in range(_PAGES))
        yield read_bytes(text.encode(), doc_id=f"{number:07}.md", uri=f"made:{number}")
        number += 1


def measure(passages: int) -> Row:
    """Build a library of so many passages, ask it, and return what it took."""
    questions = [item.question for item in read_questions(ROOT / "corpus/questions/tune.jsonl")]
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(library={"dir": Path(folder)})
        with House.create(settings) as house:
            house._encoder = RandomVectors(house.encoder)  # noqa: SLF001 - what encoding costs is measured elsewhere
            made = documents(random.Random(passages), 0)
            stored, spent = 0, 0.0
            progress = tqdm(total=passages, unit=" passages", mininterval=10)
            while stored < passages:
                batch = [(next(made), Source(root="made:")) for _ in range(max(1, min(50, (passages - stored) // 100)))]
                began = time.perf_counter()
                added = ingest_documents(house.library, house.encoder, batch, settings).passages
                spent += time.perf_counter() - began
                stored += added
                progress.update(added)
            progress.close()
            began = time.perf_counter()
            house.find(Request(question=questions[0]))
            indexing = time.perf_counter() - began
        with House.open(settings) as house:
            house._encoder = RandomVectors(house.encoder)  # noqa: SLF001
            began = time.perf_counter()
            house.asker.warm_up()
            opening = time.perf_counter() - began
            outcomes = [house.ask(Request(question=question)) for question in questions[: 2 * _QUESTIONS]][_QUESTIONS:]
        total = [outcome.timings.total for outcome in outcomes]
        search = [outcome.timings.search for outcome in outcomes]
        sizes = {path: path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()}
        library = sum(size for path, size in sizes.items() if path.name.startswith("library"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = (
        stored, stored / spent, indexing, opening, np.median(total), np.percentile(total, 95), np.median(search),
        library / 1e6, (sum(sizes.values()) - library) / 1e6, peak,
    )  # fmt: skip
    return {name: round(float(value), 3) for (name, _, _), value in zip(COLUMNS, found, strict=True)}


def line(row: Row) -> str:
    """Return a row of the table in Markdown."""
    return "| " + " | ".join(f"{row[name]:,.{digits}f}" for name, _, digits in COLUMNS) + " |"


def main() -> None:
    """Measure every step in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", type=int, default=STEPS)
    parser.add_argument("--out", type=Path, help="JSON file for the figures; written after each step")
    parser.add_argument("--step", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(measure(given.step)))
        return
    rows: dict[float, Row] = {}
    if given.out and given.out.exists():
        rows = {row["passages"]: row for row in json.loads(given.out.read_text(encoding="utf-8"))}
    print("| " + " | ".join(title for _, title, _ in COLUMNS) + " |\n|" + "---|" * len(COLUMNS), flush=True)
    for step in given.steps:
        command = [sys.executable, "-m", "bench.growth", "--step", str(step)]
        row = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603 - ourselves
        print(line(row), flush=True)
        rows[row["passages"]] = row
        if given.out:
            given.out.write_text(json.dumps([rows[n] for n in sorted(rows)], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
