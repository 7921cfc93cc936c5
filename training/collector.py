"""Measure the candidates for a question as `quoth ask` would, and say which of them are right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from bench.sets import Question
from numpy.typing import NDArray

from quoth.answering.beside import Beside
from quoth.answering.cascade import read_best
from quoth.answering.composing import choose
from quoth.answering.features import Measurer, Unit
from quoth.answering.reader import load_weights
from quoth.ask import Asker, Request
from quoth.protocols import EvidenceModel
from quoth.settings import ReaderSettings
from quoth.types import Evidence, Query, Span
from training.cases import best_windows
from training.folds import fold_of
from training.questions import questions_of

# How many windows the reader reads here: more than in use, so that `training.fit` can choose. Quotes are made as in use.
MOST_WINDOWS, WINDOWS = 16, ReaderSettings().windows
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
        used = best_windows(said[:, 2], scores, WINDOWS)
        scores = np.array([marked[place].logit if is_used else -np.inf for place, is_used in enumerate(used)])
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
        held = [part.any() for part, a in zip(labels, self.parts["answerable"], strict=True) if a[0]]
        hit = float(np.mean(held)) if held else float("nan")
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
