"""Make the reader's training examples: questions with windows of passages, right and tempting, as `quoth ask` would find them.

    python -m training.examples OUT [SET…]

One `SET.jsonl.gz` a set, one question a line. Only train parts and our own questions that are kept for it are read; nothing that docs/benchmarks.md reports.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from bench.sets import read_qa

from quoth.ask import Asker, Request
from quoth.chunking import chunk
from quoth.evaluation.items import Item
from quoth.ingest import ingest, ingest_documents
from quoth.library import Library
from quoth.library.writing import Source
from quoth.models import load_encoder
from quoth.models.encoder import locate_encoder
from quoth.models.windows import Packer, group
from quoth.protocols import Encoder, Vector
from quoth.reading.sandbox import Limits, Sandbox
from quoth.settings import Settings, load_settings
from quoth.text.words import content_words
from quoth.types import Candidate, Passage, Span
from training.placing import places_of
from training.questions import BROAD, CALIBRATE, DOCUMENTS, SHAPES, STAFF, TUNE, collections, learned

# Of which set at most how many documents and questions, and whether its gold is a section (so that no words of it stand out).
SETS = {
    "squad2": (35, 6400, False),
    "squad1_rest": (13, 3000, False),
    "fairytale": (140, 2400, False),
    "bioasq": (3000, 632, False),
    "evidence_inference": (150, 400, False),
    "medquad": (500, 1300, True),
    "scifact_evidence": (437, 564, False),
    "pubmedqa_conclusion": (500, 500, False),
    "qamr": (92, 2400, False),
}
# Our own: on our corpus, on the small collections, and those that no reader learns from (`held`: for the figures when it has learned).
HELD = "held"
OWN = ("corpus", "staff", "collections", HELD)
# Questions about other things, put to our own corpus: how many of which set.
OFF_TOPIC = {"squad2": 150, "medquad": 100}
# A document's text and passages, by its id; a question as it is written to a file.
Texts = dict[str, tuple[str, tuple[Passage, ...]]]
Row = dict[str, object]
MOST_POSITIVES, MOST_NEGATIVES = 2, 7
LONG_GOLD = 160


@dataclass
class Gold:
    """Where a question is answered: by document, the spans; and short texts that answer wherever they stand in those documents."""

    spans: dict[str, list[Span]] = field(default_factory=dict)
    is_section: bool = False

    @property
    def texts(self) -> set[str]:
        return {text for text in self._texts if len(text) < LONG_GOLD}

    _texts: set[str] = field(default_factory=set)

    def add(self, doc_id: str, span: Span, text: str) -> None:
        self.spans.setdefault(doc_id, []).append(span)
        self._texts.add(text)


@dataclass(frozen=True)
class Cut:
    """A window before a question is put to it: context, sentences of one document."""

    doc_id: str
    context: str
    spans: tuple[Span, ...]
    text: str  # of the whole document

    def labels(self, gold: Gold) -> list[int]:
        """Say of each sentence whether it answers: 1, 0, or -1 if it holds a small part of the answer or repeats it elsewhere."""
        found = []
        for sentence in self.spans:
            label = 0
            for span in gold.spans.get(self.doc_id, ()):
                inside = max(0, min(span.end, sentence.end) - max(span.start, sentence.start))
                if inside:
                    label = 1 if inside >= min(len(span), 0.6 * len(sentence)) else label or -1
            if not label and any(text in sentence.of(self.text) for text in gold.texts):
                label = -1
            found.append(label)
        return found

    def as_json(self, gold: Gold) -> dict[str, object]:
        start, end = self.spans[0].start, self.spans[-1].end
        inside = [
            [max(span.start, start) - start, min(span.end, end) - start]
            for span in gold.spans.get(self.doc_id, ())
            if span.start < end and start < span.end
        ]
        return {
            "context": self.context,
            "text": self.text[start:end],
            "sentences": [[s.start - start, s.end - start] for s in self.spans],
            "labels": self.labels(gold),
            "gold": [] if gold.is_section else inside,
        }


class Cutter:
    """Cuts documents into windows, as the reader would."""

    def __init__(self, packer: Packer) -> None:
        self._packer = packer

    def cut(self, doc_id: str, text: str, passage: Passage) -> list[Cut]:
        lengths = [len(sentence.ids) for sentence in self._packer.sentences(text, passage.sentences)]
        return [Cut(doc_id, passage.context, tuple(passage.sentences[i] for i in run), text) for run in group(lengths)]


class Maker:
    """Makes examples from one library."""

    def __init__(self, asker: Asker, packer: Packer, texts: Texts, seed: int = 0) -> None:
        self._asker = asker
        self._cutter = Cutter(packer)
        self._texts = texts
        self._chance = random.Random(seed)  # noqa: S311 - examples are drawn, no secrets

    def make(self, source: str, question_id: str, question: str, gold: Gold, *, answerable: bool) -> Row | None:
        """Return the question with right windows and tempting ones, or None if its gold lies in no passage."""
        positives = [cut for cut in self._of_gold(gold) if 1 in cut.labels(gold)]
        if answerable and not positives:
            return None
        self._chance.shuffle(positives)
        found = self._asker.find(Request(question=question[:1900]))
        negatives: list[Cut] = []
        for place, candidate in enumerate(found.candidates):
            text = candidate.version.text
            cuts = self._cutter.cut(candidate.stored.doc_id, text, candidate.stored.passage)
            best = self._closest(candidate, cuts, found.vector)
            wanted = [best] if place >= 4 else sorted(range(len(cuts)), key=lambda i: i != best)[:2]
            negatives += [cuts[i] for i in wanted if all(label == 0 for label in cuts[i].labels(gold))]
        near_by = [c for p in positives[:1] for c in self._siblings(p) if all(label == 0 for label in c.labels(gold))]
        chosen = negatives[: MOST_NEGATIVES - 2] + self._chance.sample(
            negatives[MOST_NEGATIVES - 2 :], min(1, len(negatives[MOST_NEGATIVES - 2 :]))
        )
        chosen += [cut for cut in near_by[:1] if cut not in chosen]
        return {
            "source": source, "id": question_id, "question": found.query.text, "answerable": answerable,
            "windows": [cut.as_json(gold) for cut in positives[:MOST_POSITIVES] + chosen],
        }  # fmt: skip

    @staticmethod
    def _closest(candidate: Candidate, cuts: Sequence[Cut], vector: Vector) -> int:
        """Return which window holds the sentence nearest to the question."""
        cosines = dict(zip(candidate.stored.passage.sentences, (candidate.sentence_vectors @ vector).tolist(), strict=True))
        return max(range(len(cuts)), key=lambda i: max(cosines[span] for span in cuts[i].spans))

    def _of_gold(self, gold: Gold) -> Iterator[Cut]:
        for doc_id, spans in gold.spans.items():
            text, passages = self._texts[doc_id]
            for passage in passages:
                if any(span.touches(passage.span) for span in spans):
                    yield from self._cutter.cut(doc_id, text, passage)

    def _siblings(self, cut: Cut) -> list[Cut]:
        text, passages = self._texts[cut.doc_id]
        for i, passage in enumerate(passages):
            if passage.span.holds(cut.spans[0]):
                around = passages[max(0, i - 1) : i + 2]
                return [c for p in around for c in self._cutter.cut(cut.doc_id, text, p) if c != cut]
        return []


def is_plausible(question: str, gold: Gold, texts: Texts) -> bool:
    """Say whether a gold span that was searched for may be the right one: its surroundings share a word with the question."""
    asked = {word.casefold()[:5] for word in content_words(question)}
    for doc_id, spans in gold.spans.items():
        for span in spans:
            around = texts[doc_id][0][max(0, span.start - 150) : span.end + 150]
            if len(asked & {word.casefold()[:5] for word in content_words(around)}) >= 2:
                return True
    return False


def write(rows: Iterator[Row | None], path: Path) -> None:
    """Write questions with their windows, those that are not None; a file is whole or as it was."""
    n = kept = 0
    temporary = path.with_suffix(".tmp")
    with gzip.open(temporary, "wt", encoding="utf-8") as file:
        for row in rows:
            n += 1
            if row:
                kept += 1
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    temporary.replace(path)
    print(f"{path.name}: {kept} of {n} questions", flush=True)


def make_set(name: str, library: Library, encoder: Encoder, packer: Packer, settings: Settings, out: Path) -> None:
    most_documents, most_questions, is_section = SETS[name]
    data = read_qa(name, "train", most_documents, most_questions)
    source = Source(root="set:")
    asked = {question.doc_id for question in data.questions}
    kept = [d for d in data.documents if d.doc_id in asked or name == "bioasq"]
    ingest_documents(library, encoder, ((d, source) for d in kept), settings)
    texts = {
        d.doc_id: (d.text, chunk(d, encoder, settings.chunking.max_tokens, settings.chunking.context_tokens)) for d in kept
    }
    maker = Maker(Asker(library, encoder, settings), packer, texts)

    def rows() -> Iterator[Row | None]:
        for question in data.questions:
            gold = Gold(is_section=is_section)
            for text, start in question.golds:
                gold.add(question.doc_id, Span(start, start + len(text)), text)
            if gold.spans and name.startswith("squad") and not is_plausible(question.question, gold, texts):
                yield None
                continue
            yield maker.make(name, question.question_id, question.question, gold, answerable=bool(question.golds))

    write(rows(), out / f"{name}.jsonl.gz")


def make_own(documents: Path, files: dict[str, Path], tools: tuple[Encoder, Packer, Settings]) -> Iterator[Row | None]:
    """Yield the examples of a folder's documents.

    Args:
        files: The files with its questions, by the name of the set that they make up.
    """
    encoder, packer, settings = tools
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.create(Path(folder)) as library,
        Sandbox(settings.reading.workers, Limits()) as sandbox,
    ):
        ingest(library, encoder, sandbox, [documents], settings)
        texts = texts_of(library)
        maker = Maker(Asker(library, encoder, settings), packer, texts)
        for source, path in files.items():
            for own in learned(path):
                gold = gold_of(own.item, texts)
                yield maker.make(source, own.item.item_id, own.item.question, gold, answerable=own.item.answerable)
        for other, n in OFF_TOPIC.items() if "corpus" in files else ():
            for question in read_qa(other, "train", most_questions=n, seed=7).questions:
                yield maker.make("corpus_off", question.question_id, question.question, Gold(), answerable=False)


def gold_of(item: Item, texts: Texts) -> Gold:
    """Return where a question of ours is answered: wherever its answers' words stand in their documents."""
    gold = Gold()
    for answer in item.answers:
        doc_id = answer.doc_id or ""
        for start in places_of(answer.text, texts[doc_id][0]):
            gold.add(doc_id, Span(start, start + len(answer.text)), answer.text)
    return gold


def texts_of(library: Library) -> Texts:
    """Return the text and the passages of each document of a library, by its id."""
    with library.reading() as snapshot:
        stored = snapshot.passages(snapshot.passage_numbers())
        versions = snapshot.versions_of(stored.values())
    by_doc: dict[str, list[Passage]] = {}
    for number in sorted(stored):
        by_doc.setdefault(stored[number].doc_id, []).append(stored[number].passage)
    return {
        doc_id: (version.text, tuple(sorted(by_doc[doc_id], key=lambda p: p.span))) for (doc_id, _), version in versions.items()
    }


def own_sets(name: str) -> Iterator[tuple[Path, dict[str, Path]]]:
    """Yield for a set of our own the folders of documents, each with the files of questions on it."""
    if name == "corpus":
        yield DOCUMENTS, {"corpus": TUNE, "corpus_shapes": SHAPES, "corpus_broad": BROAD}
    elif name == "staff":
        yield DOCUMENTS, {"staff": STAFF}
    elif name == "collections":
        yield from ((path / "documents", {"collections": path / "questions.jsonl"}) for path in collections("learn"))
    else:
        yield DOCUMENTS, {"held_corpus": CALIBRATE}
        for path in collections("calibrate"):
            yield path / "documents", {"held_collections": path / "questions.jsonl"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="*", help=f"any of {', '.join((*SETS, *OWN))}; all if none is named")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    encoder = load_encoder(settings.encoder.model, settings.encoder.dtype, settings.encoder.threads, 64)
    packer = Packer(locate_encoder(settings.encoder.model)[0] / "tokenizer.json")
    for name in arguments.sets or [*SETS, *OWN]:
        started = time.time()
        if name in OWN:
            own = (make_own(documents, files, (encoder, packer, settings)) for documents, files in own_sets(name))
            write(chain.from_iterable(own), arguments.out / f"{name}.jsonl.gz")
        else:
            with tempfile.TemporaryDirectory() as folder, Library.create(Path(folder)) as library:
                make_set(name, library, encoder, packer, settings, arguments.out)
        print(f"{name}: {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
