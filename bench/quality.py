"""Answer quality on our own test questions, on collections that nothing has learned from and on a sample of a public set, beside the committed baseline.

python -m bench.quality            print the figures
python -m bench.quality --check    fail if one fell below the baseline by more than noise
python -m bench.quality --write    make today's figures the baseline
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from bench.sets import DATA, UNSEEN, read_qa, unseen
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.judging import Judged
from quoth.evaluation.questions import read_questions
from quoth.evaluation.report import report
from quoth.evaluation.running import run
from quoth.house import House
from quoth.ingest import ingest_documents
from quoth.library.writing import Source
from quoth.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "bench/baseline.json"
# A figure may fall by this much before CI fails, or by that of two questions if that is more: what another processor's rounding can do.
NOISE, NOISY_QUESTIONS = 0.02, 2
KEPT = (
    "first_quote", "first_three", "sentence_hit", "found", "f1", "citation_precision", "precision", "answered", "refused_right",
    "success@1", "success@5", "success@20", "ndcg@10",
)  # fmt: skip
# A public set, and how much of it: some minutes of two cores.
PUBLIC, PUBLIC_DOCUMENTS, PUBLIC_QUESTIONS = "qed_nq", 400, 150


class Figure(NamedTuple):
    """A metric, and over how many questions."""

    value: float
    n: int


def measure(part: str) -> dict[str, Figure]:
    """Build the library from the corpus, ask every question of a part, the broad ones too, and return the figures."""
    questions = ROOT / "corpus/questions"
    with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": Path(folder)})) as house:
        house.ingest([ROOT / "corpus/documents"])
        judged = list(run(read_questions(questions / f"{part}.jsonl"), house))
        broad = list(run(read_questions(questions / f"broad.{part}.jsonl"), house))
    return figures(judged, "") | figures(broad, "broad_")


def measure_unseen() -> dict[str, Figure]:
    """Return the figures of `bench/unseen`: documents and questions from which nothing was ever learned or chosen, each collection a library."""
    found: dict[str, Figure] = {}
    for name in unseen():
        with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": Path(folder)})) as house:
            house.ingest([UNSEEN / name / "documents"])
            found |= figures(list(run(read_questions(UNSEEN / name / "questions.jsonl"), house)), f"{name}_")
    return found


def measure_public() -> dict[str, Figure]:
    """Return the figures of a fixed sample of a public set: real people's questions on articles that are not ours."""
    data = read_qa(PUBLIC, "dev", PUBLIC_DOCUMENTS, PUBLIC_QUESTIONS, seed=7)
    items = [
        Item(
            item_id=question.question_id, question=question.question, answerable=bool(question.golds),
            answers=tuple(Gold(text=text, doc_id=question.doc_id, start=start) for text, start in question.golds),
        )
        for question in data.questions
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": Path(folder)})) as house:
        source = Source(root="set:")
        ingest_documents(house.library, house.encoder, ((document, source) for document in data.documents), house.settings)
        return figures(list(run(items, house)), f"{PUBLIC}_")


def figures(judged: list[Judged], prefix: str) -> dict[str, Figure]:
    """Return the metrics of `quoth eval` that are kept, each with the number of questions it is over."""
    overall = report(judged).overall
    return {f"{prefix}{name}": Figure(overall[name].value, overall[name].n) for name in KEPT if name in overall}


def fallen(now: dict[str, Figure], baseline: dict[str, Figure], *, with_public: bool) -> list[str]:
    """Return a line for each figure that fell by more than noise, or is not there any more; citations may not fall at all."""
    lines: list[str] = []
    for name, was in baseline.items():
        if name.startswith(f"{PUBLIC}_") and not with_public:
            continue
        noise = 0 if name.endswith("citation_precision") else max(NOISE, NOISY_QUESTIONS / was.n)
        if name not in now or now[name].value < was.value - noise - 1e-9:
            lines.append(f"{name}: {f'{now[name].value:.4f}' if name in now else 'gone'}, baseline {was.value:.4f}")
    return lines


def main() -> None:
    """Measure, print, and compare with the baseline or replace it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test", choices=["test", "tune"])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true")
    what.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    now, with_public = measure(arguments.part) | measure_unseen(), DATA.is_dir()
    if with_public:
        now |= measure_public()
    else:
        print(f"{PUBLIC} is left out: there is no folder {DATA}")
    for name, figure in now.items():
        print(f"{name:26} {figure.value:8.3f}  n = {figure.n}")
    if arguments.write:
        rows = (f" {json.dumps(name)}: [{figure.value:.4f}, {figure.n}]" for name, figure in now.items())
        BASELINE.write_text("{\n" + ",\n".join(rows) + "\n}\n")
    if arguments.check:
        baseline = {name: Figure(*stored) for name, stored in json.loads(BASELINE.read_text()).items()}
        if lines := fallen(now, baseline, with_public=with_public):
            sys.exit("Quality fell below bench/baseline.json:\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
