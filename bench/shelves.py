"""What the pages of a large library cost: the list of documents, Insight, suggestions, the question field.

    python -m bench.shelves                      5,000 documents of a page, 100,000 questions asked
    python -m bench.shelves --documents 20000

Texts are put together from the corpus by a seed, vectors are random, what was asked is made up: each costs what a real one would. Every page is asked for in this process,
once to warm up (told apart, as caches fill), then as often as `--times` says; the figures are medians in ms, without a network.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from fastapi.testclient import TestClient

from bench.growth import ROOT, RandomVectors
from bench.ingest import page, sentences
from quoth.ask import Request
from quoth.contract import OutcomeModel
from quoth.evaluation.questions import read_questions
from quoth.house import House
from quoth.ingest import ingest_documents
from quoth.library.writing import Source
from quoth.reading.documents import read_bytes
from quoth.server import make_app
from quoth.settings import load_settings
from quoth.types import Asking, Timings

PAGES: Final = (
    "/", "/documents", "/documents?page=40", "/documents?q=report+499", "/documents?state=look", "/documents?order=title", "/insight",
    "/insight/days.csv", "/insight/documents.csv", "/suggestions?q=rep", "/curated", "/healthz",
)  # fmt: skip
_BATCH: Final = 200
_ABSTENTIONS: Final = 0.2
_DAYS: Final = 30


def fill(house: House, documents: int, askings: int) -> None:
    """Store documents of about a page each, and note that so many questions were asked of them in the last 30 days."""
    chance, lines = random.Random(documents), sentences()
    for start in range(0, documents, _BATCH):
        numbers = range(start, min(start + _BATCH, documents))
        made = [read_bytes(page(chance, lines, n).encode(), doc_id=f"{n % 50:02}/{n:06}.md", uri=f"made:{n}") for n in numbers]
        ingest_documents(house.library, house.encoder, [(one, Source(root="made:")) for one in made], house.settings)
    noted = list(_askings(house, chance, documents, askings))
    for start in range(0, askings, 5000):
        with house.library.noting() as notebook:
            notebook.put_askings(noted[start : start + 5000])


def _askings(house: House, chance: random.Random, documents: int, askings: int) -> Iterator[Asking]:
    questions = [item.question for item in read_questions(ROOT / "corpus/questions/tune.jsonl")]
    said = OutcomeModel.of(house.ask(Request(question="Who won the football match?")))
    now = datetime.now(UTC)
    for n in range(askings):
        question = chance.choice(questions)
        is_answered = chance.random() >= _ABSTENTIONS
        cited = tuple(f"{d % 50:02}/{d:06}.md" for d in (chance.randrange(documents) for _ in range(3)))
        at = now - timedelta(seconds=chance.randrange(_DAYS * 86400))
        yield Asking(
            answer_id=f"{hash(question) % 16**16:016x}", asked_at=at.isoformat(timespec="milliseconds"), door="web",
            outcome="answer" if is_answered else "abstention", kind="definition", reason=None if is_answered else "low_probability",
            probability=0.5, generation=1, timings=Timings(understand=1, search=2, read=3, compose=4, total=chance.randint(50, 900)),
            doc_ids=cited, said=said.model_copy(update={"question": question, "understood_as": question}).model_dump_json() if n % 20 == 0 else None,
        )  # fmt: skip


def measure(house: House, times: int) -> None:
    """Print how long each page takes."""
    client = TestClient(make_app(house), base_url="http://localhost")
    print("| page | first, ms | then, ms | kB |\n|---|---|---|---|", flush=True)
    for path in PAGES:
        took = []
        for _ in range(times + 1):
            began = time.perf_counter()
            response = client.get(path)
            took.append(1000 * (time.perf_counter() - began))
            response.raise_for_status()
        print(
            f"| `{path}` | {took[0]:,.0f} | {statistics.median(took[1:]):,.1f} | {len(response.content) / 1000:,.0f} |",
            flush=True,
        )


def main() -> None:
    """Fill a library, or take the one of a folder, and measure its pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--askings", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--library", type=Path, help="folder to keep the library in, or to take it from")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(library={"dir": given.library or Path(folder)}, answer={"stale_after_days": 365})
        with House.create(settings) as house:
            house._encoder = RandomVectors(house.encoder)  # noqa: SLF001 - what encoding costs is measured elsewhere
            if house.counts()[0] == 0:
                fill(house, given.documents, given.askings)
            measure(house, given.times)


if __name__ == "__main__":
    main()
