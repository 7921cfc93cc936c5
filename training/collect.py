"""Measure candidates for questions that no reader has learned from, as `quoth ask` would, and keep features and labels.

    python -m training.collect OUT [SET…]

One `.npz` a set: our own questions that are kept for this (`corpus/questions/calibrate.jsonl`, `training/collections/calibrate`), and questions of the public sets'
train parts that are in no example. Nothing that docs/benchmarks.md reports is read.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.sets import Question, read_qa

from quoth.ask import Asker
from quoth.evaluation.questions import read_questions
from quoth.ingest import ingest, ingest_documents
from quoth.library import Library
from quoth.library.writing import Source
from quoth.models import load_encoder, load_reader
from quoth.models.reader import SHIPPED
from quoth.protocols import Encoder, EvidenceModel
from quoth.reading.sandbox import Limits, Sandbox
from quoth.settings import Settings, load_settings
from training.cases import OWN
from training.collector import Collector, no_judge
from training.examples import OFF_TOPIC
from training.examples import SETS as EXAMPLES
from training.folds import fold_of
from training.questions import CALIBRATE, DOCUMENTS, collections

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
