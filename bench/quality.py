"""Answer quality on our own test questions and on a sample of a public set, beside the committed baseline.

python -m bench.quality            print the figures
python -m bench.quality --check    fail if one fell below the baseline by more than noise
python -m bench.quality --write    make today's figures the baseline
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from functools import cache
from pathlib import Path

from bench.sets import DATA, read_qa
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


def measure(part: str) -> dict[str, float]:
    """Build the library from the corpus, ask every question of a part and return the figures."""
    with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": Path(folder)})) as house:
        house.ingest([ROOT / "corpus/documents"])
        judged = list(run(read_questions(ROOT / f"corpus/questions/{part}.jsonl"), house))
    return figures(judged, "") | figures([one for one in judged if is_fresh(one.item)], "fresh_")


def measure_public() -> dict[str, float]:
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


def figures(judged: list[Judged], prefix: str) -> dict[str, float]:
    """Return the metrics of `quoth eval` that are kept, and over how many questions."""
    summary = report(judged)
    names = [name for name in KEPT if name in summary.overall]
    return {
        f"{prefix}questions": len(judged),
        f"{prefix}answerable": summary.answerable,
        **{f"{prefix}{name}": round(summary.overall[name].value, 4) for name in names},
    }


def is_fresh(item: Item) -> bool:
    """Say whether no tune question asks for the same words: the reader was trained on none of its golds."""
    return item.answerable and not any(
        doc_id == gold.doc_id and start < (gold.start or 0) + len(gold.text) and (gold.start or 0) < start + n
        for gold in item.answers
        for doc_id, start, n in tuned()
    )


@cache
def tuned() -> frozenset[tuple[str | None, int, int]]:
    """Return where the answers stand that were tuned on: document, start, length."""
    items = read_questions(ROOT / "corpus/questions/tune.jsonl")
    return frozenset((gold.doc_id, gold.start or 0, len(gold.text)) for item in items for gold in item.answers)


def fallen(now: dict[str, float], baseline: dict[str, float]) -> list[str]:
    """Return a line for each figure that fell by more than noise; citations may not fall at all."""
    lines: list[str] = []
    for name, was in baseline.items():
        prefix = next((prefix for prefix in ("fresh_", f"{PUBLIC}_") if name.startswith(prefix)), "")
        noise = 0 if name.endswith("citation_precision") else max(NOISE, NOISY_QUESTIONS / baseline[f"{prefix}answerable"])
        if name in now and now[name] < was - noise - 1e-9:
            lines.append(f"{name}: {now[name]:.4f}, baseline {was:.4f}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test", choices=["test", "tune"])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    now = measure(arguments.part)
    if DATA.is_dir():
        now |= measure_public()
    else:
        print(f"{PUBLIC} is left out: there is no folder {DATA}")
    for name, value in now.items():
        print(f"{name:26} {value:8.3f}")
    if arguments.write:
        BASELINE.write_text(json.dumps(now, indent=1) + "\n")
    if arguments.check and (lines := fallen(now, json.loads(BASELINE.read_text()))):
        sys.exit("Quality fell below bench/baseline.json:\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
