"""The reader on what it was not trained on: does the passage it puts first answer, does its first sentence, does it know when to be silent?

    python -m bench.reader [SET…] [--questions 400]

A set is a public set's dev part (its library holds at most as many documents as SETS says, drawn by seed) or a collection of `bench/unseen`. Passages are ordered by their best sentence.
"lexical" and "dense" order the same fused candidates by one score alone. Unanswerable questions measure silence, and so do questions of another set that no document of these answers.
Exact match and F1 compare what is marked in the first quote with the gold answers, silence with none. Coverage at a precision of 0.95 is the largest share of the set's own questions that any one threshold
could answer with 95 of 100 right: the threshold is chosen on these very questions, so read it as what the ranking by probability is worth, not as what to expect.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training.questions import questions_of

from bench.sets import UNSEEN, read_qa, read_questions_alone, unseen
from quoth.ask import Request
from quoth.evaluation.judging import highlighted
from quoth.evaluation.metrics import exact_match, f1
from quoth.evaluation.selective import threshold_for
from quoth.evaluation.statistics import mean, rate
from quoth.house import House
from quoth.ingest import ingest_documents
from quoth.library.writing import Source
from quoth.settings import load_settings
from quoth.types import Answer, Candidate, Evidence, Span

# Set, its part, how many documents at most.
SETS = {
    "squad2": ("dev", 35),
    "fairytale": ("dev", 278),
    "qed_nq": ("dev", 1313),
    "bioasq": ("dev", 4000),
    "evidence_inference": ("dev", 80),
    "medquad": ("dev", 800),
    "pubmedqa_conclusion": ("dev", 1000),
    "fda_qa": ("train", 80),
}
# Their articles are about everything, so questions about everything are no test of silence there.
OF_EVERYTHING = ("qed_nq", "squad2", "fairytale")
DEPTHS = (1, 3, 5)


@dataclass(frozen=True)
class Asked:
    """A question and where it is answered.

    Attributes:
        golds: Document and start of each answer; none if it has no answer.
        texts: The words of each.
        is_near: It has no answer, but the documents speak of its subject.
    """

    question: str
    golds: tuple[tuple[str, int], ...]
    texts: tuple[str, ...]
    is_near: bool


@dataclass
class Tally:
    """What was counted for one set."""

    ranks: dict[str, list[int]] = field(default_factory=dict)
    sentence: list[bool] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    # Of every question of the set, also of those that it does not answer.
    probability: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    exact: list[float] = field(default_factory=list)
    shared: list[float] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)
    refused_off_topic: list[bool] = field(default_factory=list)


def holds(doc_id: str, span: Span, question: Asked) -> bool:
    """Say whether a span holds the beginning of a gold answer."""
    return any(doc_id == gold and span.start <= start < span.end for gold, start in question.golds)


def first_right(candidates: Iterator[Candidate], question: Asked) -> int:
    """Return the place of the first passage that answers, from 1; a large number if none does."""
    for place, candidate in enumerate(candidates, 1):
        if holds(candidate.stored.doc_id, candidate.stored.passage.span, question):
            return place
    return 10**6


def by_reader(candidates: tuple[Candidate, ...], evidence: tuple[Evidence, ...]) -> list[Candidate]:
    best: dict[str, int] = {}
    for place, item in enumerate(evidence):
        best.setdefault(item.stored.passage_id, place)
    return sorted(candidates, key=lambda c: best.get(c.stored.passage_id, 10**6))


def measure(house: House, questions: list[Asked], off_topic: list[str]) -> Tally:
    tally = Tally()
    for question in questions:
        request = Request(question=question.question[:1900], k=1)
        outcome = house.ask(request)
        is_answered = isinstance(outcome, Answer)
        quotes = (outcome.quotes if isinstance(outcome, Answer) else outcome.nearest)[:1]
        said = highlighted(quotes[0]) if is_answered else ""
        tally.shown.append(is_answered)
        tally.probability.append(outcome.probability)
        tally.right.append(any(holds(q.citation.version.doc_id, q.citation.span, question) for q in quotes))
        tally.exact.append(exact_match(said, question.texts or ("",)))
        tally.shared.append(f1(said, question.texts or ("",)))
        if not question.golds:
            (tally.refused if question.is_near else tally.refused_off_topic).append(not is_answered)
            continue
        tally.answered.append(is_answered)
        found, evidence = house.asker.read(request)
        orders = {
            "lexical": sorted(found.candidates, key=lambda c: -c.lexical),
            "dense": sorted(found.candidates, key=lambda c: -c.dense),
            "fused": list(found.candidates),
            "read": by_reader(found.candidates, evidence),
        }
        for name, order in orders.items():
            tally.ranks.setdefault(name, []).append(first_right(iter(order), question))
        tally.sentence.append(bool(evidence) and holds(evidence[0].stored.doc_id, evidence[0].span, question))
    for text in off_topic:
        tally.refused_off_topic.append(not isinstance(house.ask(Request(question=text)), Answer))
    return tally


def report(name: str, tally: Tally) -> None:
    for scorer, ranks in tally.ranks.items():
        shares = "  ".join(f"Success@{k} {shown([rank <= k for rank in ranks])}" for k in DEPTHS)
        print(f"{name:20} {scorer:8} n={len(ranks):4}  {shares}", flush=True)
    right = [r for r, is_shown in zip(tally.right, tally.shown, strict=True) if is_shown]
    print(
        f"{name:20} first sentence right {shown(tally.sentence)}; answered {shown(tally.answered)}; right, of all that was answered {shown(right)}"
    )
    point = threshold_for(tally.probability, [float(r) for r in tally.right], 0.95)
    covered = f"{point.coverage:.3f} (threshold {point.threshold:.2f})" if point else "none"
    exact, shared = mean(tally.exact), mean(tally.shared)
    print(
        f"{name:20} marks: EM {exact.value:.3f}, F1 {shared.value:.3f} ({shared.low or 0:.3f} to {shared.high or 1:.3f}); coverage at a precision of 0.95: {covered} of {len(tally.right)}"
    )
    for label, values in (("unanswerable, near", tally.refused), ("off-topic", tally.refused_off_topic)):
        if values:
            print(f"{name:20} {label}: refused {shown(values)} of {len(values)}", flush=True)


def shown(values: Sequence[bool]) -> str:
    """Return a rate with its 95 % interval."""
    found = rate([float(value) for value in values]) if values else None
    return f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})" if found else "none"


def open_set(name: str, most: int, house: House) -> list[Asked]:
    """Fill a library with the documents of a set, and return its questions."""
    if name in unseen():
        house.ingest([UNSEEN / name / "documents"])
        return [
            Asked(
                own.item.question,
                tuple((gold.doc_id or "", gold.start or 0) for gold in own.item.answers),
                tuple(gold.text or "" for gold in own.item.answers),
                own.is_near,
            )
            for own in questions_of(UNSEEN / name / "questions.jsonl")
        ]
    part, documents = SETS[name]
    data = read_qa(name, part, documents, most, seed=1)
    ingest_documents(house.library, house.encoder, ((d, Source(root="set:")) for d in data.documents), house.settings)
    return [
        Asked(q.question, tuple((q.doc_id, start) for _, start in q.golds), tuple(text for text, _ in q.golds), not q.golds)
        for q in data.questions
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", choices=[*SETS, *unseen(), []])
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--off-topic", type=int, default=100)
    arguments = parser.parse_args()
    off_topic = read_questions_alone("offcorpus_nq", "dev", arguments.off_topic, seed=3)
    for name in arguments.sets or [*unseen(), *SETS]:
        started = time.time()
        with tempfile.TemporaryDirectory() as folder, House.create(load_settings(library={"dir": Path(folder)})) as house:
            questions = open_set(name, arguments.questions, house)
            documents, passages, _ = house.counts()
            print(f"{name}: {documents} documents, {passages} passages, ingested in {time.time() - started:.0f} s", flush=True)
            report(name, measure(house, questions, [] if name in OF_EVERYTHING else off_topic))


if __name__ == "__main__":
    main()
