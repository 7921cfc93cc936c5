"""Measure candidates for questions that no reader has learned from, as `quoth ask` would, and keep features and labels.

    python -m training.collect OUT [SET…]

One `.npz` a set: our own questions that are kept for this (`corpus/questions/calibrate.jsonl`, `training/collections/calibrate`), and questions of the public sets'
train parts that are in no example. Nothing that docs/benchmarks.md reports is read.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from bench.sets import Question, read_qa
from numpy.typing import NDArray

from quoth.answering.beside import Beside
from quoth.answering.cascade import read_best
from quoth.answering.composing import choose
from quoth.answering.features import Measurer, Unit
from quoth.answering.reader import load_weights
from quoth.ask import Asker, Request
from quoth.evaluation.questions import read_questions
from quoth.ingest import ingest, ingest_documents
from quoth.library import Library
from quoth.library.writing import Source
from quoth.models import load_encoder, load_reader
from quoth.models.reader import SHIPPED
from quoth.protocols import Encoder, EvidenceModel
from quoth.reading.sandbox import Limits, Sandbox
from quoth.settings import Settings, load_settings
from quoth.types import Evidence, Query, Span
from training.examples import OFF_TOPIC
from training.examples import SETS as EXAMPLES
from training.folds import fold_of
from training.questions import CALIBRATE, DOCUMENTS, collections, questions_of

# How many windows the reader reads here: more than in use, so that `training.fit` can choose.
MOST_WINDOWS = 8
OWN = ("corpus", "corpus_without")
# Public sets, and at most how many of their documents and questions: libraries other than ours, so that probabilities hold there too.
SETS = {
    "squad1_rest": (13, 200),
    "fairytale": (80, 200),
    "medquad": (250, 200),
    "evidence_inference": (50, 200),
}
# And libraries of a document or two, as people try Quoth first: from which sets, how many, of how many documents and questions each.
SMALL = {"fairytale": (6, 2, 12), "evidence_inference": (6, 1, 12), "squad1_rest": (6, 1, 12), "medquad": (6, 4, 8)}
# Of our own answerable questions every so many-th is asked a second time with the documents that answer it left out.
LEFT_OUT = 2
# Of the questions of another library every so many-th is asked as one about something else.
OFF_TOPIC_SHARE = 8
# A gold text up to this long is right wherever its document repeats it.
_SHORT_GOLD = 120

# Says whether a span of a document's text answers the question.
Judge = Callable[[str, str, Span], bool]


def judge_by_place(golds: Iterable[tuple[str, str, int]]) -> Judge:
    """A span is right if it holds or lies in a gold span of its document, or repeats a short gold text there.

    Args:
        golds: Document, text and start of each.
    """
    by_document: dict[str, list[tuple[str, int]]] = {}
    for named, gold, start in golds:
        by_document.setdefault(named, []).append((gold, start))

    def judge(doc_id: str, text: str, span: Span) -> bool:
        words = span.of(text)
        for gold, start in by_document.get(doc_id, ()):
            inside = max(0, min(span.end, start + len(gold)) - max(span.start, start))
            if inside and (inside >= min(len(gold), 0.8 * len(span)) or gold in words):
                return True
            if len(gold) < _SHORT_GOLD and gold in words:
                return True
        return False

    return judge


def quotes_of(query: Query, units: Sequence[Unit], scores: NDArray[np.float64]) -> list[Span]:
    """Return for each sentence the span that would be quoted if it were chosen.

    Args:
        scores: How well each answers.
    """
    beside = Beside({(u.candidate.version.doc_id, u.span): score for u, score in zip(units, scores.tolist(), strict=True)})
    found: list[Span] = []
    for unit in units:
        stored, version = unit.candidate.stored, unit.candidate.version
        evidence = Evidence(stored=stored, version=version, span=unit.span, score=0.0, probability=0.0, highlights=())
        found.append(choose(query, evidence, beside).span)
    return found


class Collector:
    """Measures questions against one library."""

    def __init__(self, asker: Asker, reader: EvidenceModel) -> None:
        self.asker = asker
        self.reader = reader
        self.parts: dict[str, list[np.ndarray]] = {
            "rows": [],
            "labels": [],
            "quotes": [],
            "sizes": [],
            "answerable": [],
            "terms": [],
            "weight": [],
            "near": [],
            "said": [],
            "fold": [],
        }

    def take(
        self,
        text: str,
        judge: Judge,
        *,
        answerable: bool,
        weight: float = 1.0,
        without: frozenset[str] = frozenset(),
        is_near: bool = False,
        fold: int,
    ) -> None:
        """Measure one question.

        Args:
            without: Documents that are left out.
            fold: In which fold the linear models are cross-validated on it.
        """
        found = self.asker.find(Request(question=text[:1900]))
        candidates = tuple(c for c in found.candidates if c.stored.doc_id not in without)
        if not candidates:
            return
        lexicon = self.asker.lexicon()
        units, rows = Measurer(found.query, found.vector, lexicon).measure(candidates)
        labels = np.array([answerable and judge(*_place(unit), unit.span) for unit in units])
        said = np.full((len(units), 3), -1.0)
        scores = load_weights().plain.rank(rows)
        marked = read_best(self.reader, found.query, units, scores, MOST_WINDOWS)
        for place, one in marked.items():
            said[place] = one.logit, one.peak, one.window
        scores = np.array([marked[place].logit if place in marked else -np.inf for place in range(len(units))])
        spans = quotes_of(found.query, units, scores)
        quotes = np.array([answerable and judge(*_place(unit), span) for unit, span in zip(units, spans, strict=True)])
        ceiling = lexicon.idf("\0")
        unknown = sum(1 for t in found.query.terms if lexicon.idf(t) >= ceiling)
        docs = {doc: i for i, doc in enumerate(dict.fromkeys(u.candidate.stored.doc_id for u in units))}
        self.parts["rows"].append(np.column_stack([rows, [docs[u.candidate.stored.doc_id] for u in units]]).astype(np.float32))
        self.parts["said"].append(said)
        self.parts["fold"].append(np.array([fold]))
        self.parts["labels"].append(labels)
        self.parts["quotes"].append(labels | quotes)
        self.parts["sizes"].append(np.array([len(units)]))
        self.parts["answerable"].append(np.array([answerable]))
        self.parts["terms"].append(np.array([[unknown, len(found.query.terms)]]))
        self.parts["near"].append(np.array([is_near]))
        self.parts["weight"].append(np.array([weight]))

    def save(self, path: Path) -> None:
        arrays: dict[str, Any] = {name: np.concatenate(parts) for name, parts in self.parts.items()}
        np.savez_compressed(path, reader=np.array(self.reader.name), **arrays)
        labels = self.parts["labels"]
        hit = np.mean([part.any() for part, a in zip(labels, self.parts["answerable"], strict=True) if a[0]])
        print(
            f"{path.name}: {len(labels)} questions, right sentence among the candidates for {hit:.3f} of the answerable",
            flush=True,
        )

    def take_own(self, path: Path, fold: int | None = None) -> None:
        """Measure the questions of a file of ours.

        Args:
            fold: Of all of them; without it each has its own.
        """
        for own in questions_of(path):
            item = own.item
            judge = judge_by_place((gold.doc_id or "", gold.text, gold.start or 0) for gold in item.answers)
            own_fold = fold_of(item.item_id) if fold is None else fold
            self.take(item.question, judge, answerable=item.answerable, is_near=own.is_near, fold=own_fold)

    def take_public(self, question: Question, fold: int) -> None:
        """Measure a question of a public set; one that its set does not answer is a near miss."""
        is_answerable = bool(question.golds)
        judge = judge_by_place((question.doc_id, text, start) for text, start in question.golds)
        self.take(question.question, judge, answerable=is_answerable, is_near=not is_answerable, fold=fold)


def _place(unit: Unit) -> tuple[str, str]:
    return unit.candidate.stored.doc_id, unit.candidate.version.text


def no_judge(_doc_id: str, _text: str, _span: Span) -> bool:
    return False


def not_trained_on(name: str) -> list[Question]:
    """Return the questions of a train part that are in no example of the reader."""
    most_documents, most_questions, _ = EXAMPLES[name]
    used = {question.question_id for question in read_qa(name, "train", most_documents, most_questions).questions}
    used |= {
        question.question_id for question in read_qa(name, "train", most_questions=OFF_TOPIC.get(name, 0), seed=7).questions
    }
    return [question for question in read_qa(name, "train", seed=7).questions if question.question_id not in used]


def collect_corpus(name: str, library: Library, encoder: Encoder, settings: Settings, out: Path, reader: EvidenceModel) -> None:
    """Our own questions on our own documents: `corpus`. Near misses made of them by leaving out what answers, and questions about other things: `corpus_without`."""
    with Sandbox(settings.reading.workers, Limits()) as sandbox:
        ingest(library, encoder, sandbox, [DOCUMENTS], settings)
    collector = Collector(Asker(library, encoder, settings), reader)
    if name == "corpus":
        collector.take_own(CALIBRATE)
    else:
        _take_without(collector)
    collector.save(out / f"{name}.npz")


def _take_without(collector: Collector) -> None:
    for item in [item for item in read_questions(CALIBRATE) if item.answerable][::LEFT_OUT]:
        without = frozenset(gold.doc_id or "" for gold in item.answers)
        collector.take(
            item.question, no_judge, answerable=False, weight=0.5, without=without, is_near=True, fold=fold_of(item.item_id)
        )
    for name, n in (("squad1_rest", 300), ("medquad", 150)):
        for question in not_trained_on(name)[:n]:
            collector.take(question.question, no_judge, answerable=False, weight=0.3, fold=fold_of(question.question_id))


def collect_collections(encoder: Encoder, settings: Settings, out: Path, reader: EvidenceModel) -> None:
    """The collections kept for this, each a library of its own, asked its own questions and a few of the next one's; a fold never parts a collection."""
    parts: list[Collector] = []
    folders = collections("calibrate")
    for folder, beside in zip(folders, folders[1:] + folders[:1], strict=True):
        with (
            tempfile.TemporaryDirectory() as place,
            Library.create(Path(place)) as library,
            Sandbox(settings.reading.workers, Limits()) as sandbox,
        ):
            ingest(library, encoder, sandbox, [folder / "documents"], settings)
            collector = Collector(Asker(library, encoder, settings), reader)
            collector.take_own(folder / "questions.jsonl", fold_of(folder.name))
            for item in read_questions(beside / "questions.jsonl")[::OFF_TOPIC_SHARE]:
                collector.take(item.question, no_judge, answerable=False, fold=fold_of(folder.name))
            parts.append(collector)
    _join(parts).save(out / "collections.npz")


def _join(parts: Sequence[Collector]) -> Collector:
    for collector in parts[1:]:
        for key, values in collector.parts.items():
            parts[0].parts[key].extend(values)
    return parts[0]


def collect_set(name: str, library: Library, encoder: Encoder, settings: Settings, out: Path, reader: EvidenceModel) -> None:
    """One public set: questions of it that no reader saw, near misses made by leaving out their document, and our own as off-topic ones."""
    most_documents, most_questions = SETS[name]
    unseen = not_trained_on(name)
    wanted = set(list(dict.fromkeys(question.doc_id for question in unseen))[:most_documents])
    questions = [question for question in unseen if question.doc_id in wanted][:most_questions]
    documents = [d for d in read_qa(name, "train", most_questions=0).documents if d.doc_id in wanted]
    ingest_documents(library, encoder, ((d, Source(root="set:")) for d in documents), settings)
    collector = Collector(Asker(library, encoder, settings), reader)
    for question in questions:
        collector.take_public(question, fold_of(question.doc_id))
    for question in questions[::3]:
        if question.golds:
            without = frozenset([question.doc_id])
            collector.take(
                question.question, no_judge, answerable=False, without=without, is_near=True, fold=fold_of(question.doc_id)
            )
    for item in read_questions(CALIBRATE)[::OFF_TOPIC_SHARE]:
        collector.take(item.question, no_judge, answerable=False, fold=fold_of(item.item_id))
    collector.save(out / f"{name}.npz")


def collect_small(encoder: Encoder, settings: Settings, out: Path, reader: EvidenceModel) -> None:
    """Many libraries of a document or two, each asked of its own, of the next one's, and of our own."""
    ours = read_questions(CALIBRATE)
    parts: list[Collector] = []
    for name, (n_libraries, n_documents, n_questions) in SMALL.items():
        unseen = not_trained_on(name)
        wanted = list(dict.fromkeys(question.doc_id for question in reversed(unseen)))
        texts = {d.doc_id: d for d in read_qa(name, "train", most_questions=0).documents}
        groups = [frozenset(wanted[i * n_documents : (i + 1) * n_documents]) for i in range(n_libraries)]
        for group, beside in zip(groups, groups[1:] + groups[:1], strict=True):
            with tempfile.TemporaryDirectory() as folder, Library.create(Path(folder)) as library:
                ingest_documents(library, encoder, ((texts[doc_id], Source(root="set:")) for doc_id in sorted(group)), settings)
                collector = Collector(Asker(library, encoder, settings), reader)
                fold = fold_of(min(group))
                for question in [q for q in unseen if q.doc_id in group][:n_questions]:
                    collector.take_public(question, fold)
                for question in [q for q in unseen if q.doc_id in beside][: n_questions // 4]:
                    collector.take(question.question, no_judge, answerable=False, is_near=True, fold=fold)
                for item in ours[len(parts) :: len(ours) // 3]:
                    collector.take(item.question, no_judge, answerable=False, fold=fold_of(item.item_id))
                parts.append(collector)
    _join(parts).save(out / "small.npz")


# What is made of many libraries.
MANY = {"collections": collect_collections, "small": collect_small}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "sets",
        nargs="*",
        help=f"any of {', '.join((*OWN, *SETS))}, collections, small; all but the larger public ones if none is named",
    )
    parser.add_argument("--reader", type=Path, default=SHIPPED, help="trained weights; those in the package if none are given")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    encoder = load_encoder(settings.encoder.model, settings.encoder.dtype, settings.encoder.threads, 64)
    reader = load_reader(settings.encoder.dtype, weights=arguments.reader)
    for name in arguments.sets or [*OWN, *MANY]:
        started = time.time()
        if name in MANY:
            MANY[name](encoder, settings, arguments.out, reader)
            print(f"{name}: {time.time() - started:.0f} s", flush=True)
            continue
        with tempfile.TemporaryDirectory() as folder, Library.create(Path(folder)) as library:
            if name in OWN:
                collect_corpus(name, library, encoder, settings, arguments.out, reader)
            else:
                collect_set(name, library, encoder, settings, arguments.out, reader)
        print(f"{name}: {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
