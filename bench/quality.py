"""Answer quality on our own test questions, beside the committed baseline.

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

from quoth.evaluation.items import Item
from quoth.evaluation.metrics import wilson
from quoth.evaluation.questions import read_questions
from quoth.evaluation.running import Judged, run
from quoth.house import House
from quoth.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
BASELINE = ROOT / "bench/baseline.json"
# A rate may fall by this much before CI fails: about one question in fifty, what another processor's rounding can do.
NOISE = 0.02


def measure(part: str) -> dict[str, float]:
    """Build the library from the corpus, ask every question of a part and return the rates."""
    with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": Path(folder)})) as house:
        house.ingest([ROOT / "corpus/documents"])
        judged = list(run(read_questions(ROOT / f"corpus/questions/{part}.jsonl"), house.ask))
    return rates(judged) | fresh_rates(judged)


def fresh_rates(judged: list[Judged]) -> dict[str, float]:
    """Return the figures of the questions whose answer no tune question asks for: the reader was trained on none of their golds."""
    tuned = {(gold.doc_id, gold.start or 0, len(gold.text)) for item in tune_questions() for gold in item.answers}

    def is_fresh(item: Judged) -> bool:
        return not any(
            doc_id == gold.doc_id and start < (gold.start or 0) + len(gold.text) and (gold.start or 0) < start + n
            for gold in item.item.answers
            for doc_id, start, n in tuned
        )

    fresh = rates([item for item in judged if item.item.answerable and is_fresh(item)])
    kept = ("answerable", "first_quote", "first_three", "answered", "first_quote_if_answered")
    return {f"fresh_{name}": fresh[name] for name in kept}


def tune_questions() -> tuple[Item, ...]:
    """Return the questions that were tuned on."""
    return read_questions(ROOT / "corpus/questions/tune.jsonl")


def rates(judged: list[Judged]) -> dict[str, float]:
    """Return the figures: shares of the answerable questions, of the unanswerable ones, and of all outcomes."""
    answerable = [item for item in judged if item.item.answerable]
    unanswerable = [item for item in judged if not item.item.answerable]
    answered = [item for item in answerable if item.is_answered]

    def share(hits: int, n: int) -> float:
        return round(hits / n, 4) if n else 0.0

    return {
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "first_quote": share(sum(item.first for item in answerable), len(answerable)),
        "first_three": share(sum(item.third for item in answerable), len(answerable)),
        "answered": share(len(answered), len(answerable)),
        "first_quote_if_answered": share(sum(item.first for item in answered), len(answered)),
        "first_three_if_answered": share(sum(item.third for item in answered), len(answered)),
        "shown_even_if_abstained": share(sum(item.found for item in answerable), len(answerable)),
        "unanswerable_refused": share(sum(not item.is_answered for item in unanswerable), len(unanswerable)),
        "verbatim": share(sum(item.is_verbatim for item in judged), len(judged)),
    }


def fallen(figures: dict[str, float], baseline: dict[str, float]) -> list[str]:
    """Return a line for each figure that fell by more than noise; `verbatim` may not fall at all."""
    return [
        f"{name}: {figures[name]:.4f}, baseline {was:.4f}"
        for name, was in baseline.items()
        if figures[name] < was - (0 if name == "verbatim" else NOISE)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test", choices=["test", "tune"])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.part)
    for name, value in figures.items():
        of = (
            "unanswerable"
            if name.startswith("unanswerable_")
            else "fresh_answerable"
            if name.startswith("fresh_")
            else "answerable"
        )
        n = figures[of]
        low, high = wilson(round(value * n), int(n)) if value <= 1 else (value, value)
        print(f"{name:26} {value:8.3f}" + (f"   95 % interval {low:.3f} to {high:.3f}" if value <= 1 else ""))
    if arguments.write:
        BASELINE.write_text(json.dumps(figures, indent=1) + "\n")
    if arguments.check and (lines := fallen(figures, json.loads(BASELINE.read_text()))):
        sys.exit("Quality fell below bench/baseline.json:\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
