"""Measure candidates for the questions of the training sets, as `quoth ask` would, and keep features and labels.

    python -m training.collect OUT [SET…] --readers FOLD0 FOLD1 FOLD2

One `.npz` a set. Only train parts and our own tune questions are read; nothing that docs/benchmarks.md reports. Each of our own questions is
read by the reader that was trained without the questions of its fold (`training.train_reader --fold`).
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from bench.sets import Question, read_qa

from quoth.answering.cascade import read_best
from quoth.answering.features import Measurer, Unit
from quoth.answering.reader import load_weights
from quoth.ask import Asker, Request
from quoth.evaluation.items import Item
from quoth.evaluation.questions import read_questions
from quoth.ingest import ingest, ingest_documents
from quoth.library import Library
from quoth.library.writing import Source
from quoth.models import load_encoder, load_reader
from quoth.protocols import Encoder, EvidenceModel
from quoth.settings import Settings, load_settings
from training.examples import OFF_TOPIC
from training.examples import SETS as EXAMPLES
from training.folds import READER_FOLDS, number_of

# How many windows the readers read here: more than in use, so that `training.fit` can choose.
MOST_WINDOWS = 24
# The questions that were written to the same brief as the test part; the later ones (e to j) have near misses made as nasty as can be.
AS_STAFF_ASK = "abcd"
CORPUS = Path(__file__).resolve().parents[1] / "corpus"
# Which part of each set, and at most how many of its documents and questions.
SETS = {
    "squad2": ("train", 35, 2500),
    "squad1_rest": ("train", 13, 1500),
    "qamr": ("train", 92, 500),
    "medquad": ("train", 500, 700),
    "fairytale": ("train", 60, 500),
    "evidence_inference": ("train", 60, 400),
    "pubmedqa_conclusion": ("train", 1000, 400),
}

Judge = Callable[[Unit], bool]


def judge_by_place(question: Question) -> Judge:
    """A sentence is right if it holds or lies in a gold span of the right document, or repeats a short gold text there."""

    def judge(unit: Unit) -> bool:
        if unit.candidate.stored.doc_id != question.doc_id:
            return False
        span, words = unit.span, unit.span.of(unit.candidate.version.text)
        for gold, start in question.golds:
            end = start + len(gold)
            inside = max(0, min(span.end, end) - max(span.start, start))
            if inside and (inside >= min(len(gold), 0.8 * len(span)) or gold in words):
                return True
            if len(gold) < 120 and gold in words:
                return True
        return False

    return judge


class Collector:
    """Measures questions against one library."""

    def __init__(self, asker: Asker, readers: Sequence[EvidenceModel] = ()) -> None:
        self.asker = asker
        self.readers = readers
        self.parts: dict[str, list[np.ndarray]] = {
            "rows": [],
            "labels": [],
            "sizes": [],
            "answerable": [],
            "terms": [],
            "weight": [],
            "near": [],
            "said": [],
            "number": [],
            "staff": [],
        }

    def take(  # noqa: PLR0913 - what is known of a question
        self,
        text: str,
        judge: Judge,
        *,
        answerable: bool,
        weight: float = 1.0,
        without: frozenset[str] = frozenset(),
        is_near: bool = False,
        number: int = 0,
        is_staff: bool = True,
    ) -> None:
        found = self.asker.find(Request(question=text[:1900]))
        candidates = tuple(c for c in found.candidates if c.stored.doc_id not in without)
        if not candidates:
            return
        lexicon = self.asker.lexicon()
        units, rows = Measurer(found.query, found.vector, lexicon).measure(candidates)
        labels = np.array([answerable and judge(unit) for unit in units])
        said = np.full((len(units), 3), -1.0)
        if self.readers:
            marked = read_best(
                self.readers[number % READER_FOLDS], found.query, units, load_weights().plain.rank(rows), MOST_WINDOWS
            )
            for place, one in marked.items():
                said[place] = one.logit, one.peak, one.window
        ceiling = lexicon.idf("\0")
        unknown = sum(1 for t in found.query.terms if lexicon.idf(t) >= ceiling)
        docs = {doc: i for i, doc in enumerate(dict.fromkeys(u.candidate.stored.doc_id for u in units))}
        self.parts["rows"].append(np.column_stack([rows, [docs[u.candidate.stored.doc_id] for u in units]]).astype(np.float32))
        self.parts["said"].append(said)
        self.parts["number"].append(np.array([number]))
        self.parts["staff"].append(np.array([is_staff]))
        self.parts["labels"].append(labels)
        self.parts["sizes"].append(np.array([len(units)]))
        self.parts["answerable"].append(np.array([answerable]))
        self.parts["terms"].append(np.array([[unknown, len(found.query.terms)]]))
        self.parts["near"].append(np.array([is_near]))
        self.parts["weight"].append(np.array([weight]))

    def save(self, path: Path) -> None:
        np.savez_compressed(path, **{name: np.concatenate(parts) for name, parts in self.parts.items()})
        labels = self.parts["labels"]
        hit = np.mean([part.any() for part, a in zip(labels, self.parts["answerable"], strict=True) if a[0]])
        print(
            f"{path.name}: {len(labels)} questions, right sentence among the candidates for {hit:.3f} of the answerable",
            flush=True,
        )


def no_judge(_unit: Unit) -> bool:
    return False


def judge_by_text(item: Item) -> Judge:
    """A sentence is right if it holds a gold text in a document that the question names for it."""
    golds = {(gold.text, gold.doc_id) for gold in item.answers}

    def judge(unit: Unit) -> bool:
        words = unit.span.of(unit.candidate.version.text)
        return any(text in words and doc_id == unit.candidate.stored.doc_id for text, doc_id in golds)

    return judge


def not_trained_on(name: str) -> list[Question]:
    """Return the questions of a train part that are in no example of the reader."""
    most_documents, most_questions, _ = EXAMPLES[name]
    used = {question.question_id for question in read_qa(name, "train", most_documents, most_questions).questions}
    used |= {
        question.question_id for question in read_qa(name, "train", most_questions=OFF_TOPIC.get(name, 0), seed=7).questions
    }
    return [question for question in read_qa(name, "train", seed=7).questions if question.question_id not in used]


def collect_corpus(library: Library, encoder: Encoder, settings: Settings, out: Path, readers: Sequence[EvidenceModel]) -> None:
    """Our own tune questions; near misses of them, made by leaving out what answers; and questions about other things."""
    ingest(library, encoder, [CORPUS / "documents"], settings)
    asker = Asker(library, encoder, settings)
    file = CORPUS / "questions/tune.jsonl"
    tune = read_questions(file)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    near = {str(row["id"]) for row in rows if row.get("near_miss")}
    collector = Collector(asker, readers)
    for item in tune:
        collector.take(
            item.question,
            judge_by_text(item),
            answerable=item.answerable,
            is_near=item.item_id in near,
            number=number_of(item.item_id),
            is_staff=item.item_id[0] in AS_STAFF_ASK,
        )
    collector.save(out / "corpus.npz")
    collector = Collector(asker, readers)
    for item in tune[::2]:
        if item.answerable:
            without = frozenset(gold.doc_id or "" for gold in item.answers)
            collector.take(
                item.question, no_judge, answerable=False, weight=0.5, without=without, number=number_of(item.item_id)
            )
    for name, n in (("squad1_rest", 300), ("medquad", 150)):
        for question in not_trained_on(name)[:n]:
            number = number_of(question.question_id)
            collector.take(question.question, no_judge, answerable=False, weight=0.3, number=number)
    collector.save(out / "corpus_without.npz")


def collect_set(name: str, library: Library, encoder: Encoder, settings: Settings, out: Path) -> None:
    """One public set: its questions, near misses made by leaving out their document, and our questions as off-topic ones."""
    data = read_qa(name, *SETS[name])
    asked = {question.doc_id for question in data.questions}
    source = Source(root="set:")
    ingest_documents(library, encoder, ((d, source) for d in data.documents if d.doc_id in asked), settings)
    collector = Collector(Asker(library, encoder, settings))
    for question in data.questions:
        collector.take(question.question, judge_by_place(question), answerable=bool(question.golds))
    for question in data.questions[: len(data.questions) // 5]:
        if question.golds:
            collector.take(question.question, no_judge, answerable=False, weight=0.5, without=frozenset([question.doc_id]))
    for item in read_questions(CORPUS / "questions/tune.jsonl")[::2]:
        collector.take(item.question, no_judge, answerable=False, weight=0.3)
    collector.save(out / f"{name}.npz")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--readers", type=Path, nargs="*", default=[], help="weights, in the order of their folds")
    parser.add_argument("sets", nargs="*", help="corpus (all that the shipped weights need), or public sets")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    encoder = load_encoder(settings.encoder.model, settings.encoder.dtype, settings.encoder.threads, 64)
    readers = [load_reader(settings.encoder.dtype, weights=path) for path in arguments.readers]
    for name in arguments.sets or ["corpus"]:
        started = time.time()
        with tempfile.TemporaryDirectory() as folder, Library.create(Path(folder)) as library:
            if name == "corpus":
                collect_corpus(library, encoder, settings, arguments.out, readers)
            else:
                collect_set(name, library, encoder, settings, arguments.out)
        print(f"{name}: {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
