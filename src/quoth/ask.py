"""Job 2, ask: understand, search, fuse, read, compose, decide, cite. One straight line from a question to an outcome."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.answering.citing import cite
from quoth.answering.composing import compose
from quoth.answering.deciding import MESSAGES, reason_to_abstain, worth_showing
from quoth.answering.reader import FeatureReader, load_weights
from quoth.errors import QuestionError
from quoth.index import Views
from quoth.index.views import View
from quoth.library import Library, Snapshot
from quoth.protocols import Encoder, EvidenceModel, Lexicon, Reader, Vector
from quoth.retrieval import fuse, understand
from quoth.retrieval.fusing import lexical_ceiling
from quoth.settings import Settings
from quoth.text.normalise import normalise
from quoth.types import (
    Abstention,
    Answer,
    Candidate,
    Evidence,
    Hit,
    Outcome,
    Query,
    Quote,
    Span,
    Timings,
    Unread,
    sha256,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question and how it is asked.

    Attributes:
        history: The questions before it, oldest first.
        k: Most quotes; None for the setting.
        min_probability: Abstain below it; None for the setting, else the calibrated threshold.
        doc_ids: Patterns (`*`, `?`) of the documents that may answer; empty for all.
    """

    question: str
    history: tuple[str, ...] = ()
    k: int | None = None
    min_probability: float | None = None
    doc_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What search gives: the query, its vector and the candidates, best first."""

    query: Query
    vector: Vector
    candidates: tuple[Candidate, ...]


def check_question(question: str, most_characters: int) -> None:
    """Refuse a question that cannot be asked.

    Raises:
        QuestionError: It is empty, too long or no text.
    """
    if not question.strip():
        raise QuestionError("The question is empty.", "Type a question.")
    if len(question) > most_characters:
        raise QuestionError(
            f"The question has {len(question):,} characters; the limit is {most_characters:,}.",
            "Ask for one thing at a time, or raise QUOTH_ANSWER__MAX_QUESTION_CHARACTERS.",
        )
    if "\0" in question or not normalise(question).strip():
        raise QuestionError("The question is not text: it holds control characters.", "Type it again as plain text.")


class Asker:
    """Answers questions from one library. Safe to share between threads."""

    def __init__(self, library: Library, encoder: Encoder, settings: Settings, model: EvidenceModel | None = None) -> None:
        """Set up.

        Args:
            model: The trained reader; None to do with measured features alone.
        """
        self._library = library
        self._encoder = encoder
        self._settings = settings
        self._model = model
        self._views = Views(library.folder, encoder.dim)

    def ask(self, request: Request) -> Outcome:
        """Answer one question, or abstain.

        Raises:
            QuestionError: It cannot be asked.
        """
        check_question(request.question, self._settings.answer.max_question_characters)
        clock = _Clock()
        with self._library.reading() as snapshot:
            view = self._views.at(snapshot)
            query = understand(request.question, request.history, view.lexical)
            clock.lap("understand")
            found = self._find(snapshot, view, query, request.doc_ids)
            clock.lap("search")
            evidence = self._reader(view).read(query, found.vector, found.candidates)
            clock.lap("read")
            chosen = compose(query, evidence, request.k or self._settings.answer.k)
            threshold = self._threshold(request)
            reason = reason_to_abstain(query, evidence, threshold, is_empty=view.lexical.count() == 0)
            quotes = cite(chosen if reason is not None else worth_showing(chosen))
            generation = snapshot.generation()
        clock.lap("compose")
        probability = evidence[0].probability if evidence else 0.0
        answer_id = _answer_id(query, generation, quotes, reason)
        timings = clock.timings()
        if reason is not None:
            return Abstention(
                answer_id=answer_id, query=query, probability=probability, generation=generation, timings=timings,
                reason=reason, message=MESSAGES[reason], nearest=quotes if reason == "low_probability" else (),
            )  # fmt: skip
        return Answer(
            answer_id=answer_id, query=query, probability=probability, generation=generation, timings=timings, quotes=quotes
        )

    def find(self, request: Request) -> Found:
        """Return the candidates for a question, best first, unread."""
        check_question(request.question, self._settings.answer.max_question_characters)
        with self._library.reading() as snapshot:
            return self._search(snapshot, self._views.at(snapshot), request)

    def read(self, request: Request) -> tuple[Found, tuple[Evidence, ...]]:
        """Return the candidates for a question and every sentence that was judged, best first."""
        check_question(request.question, self._settings.answer.max_question_characters)
        with self._library.reading() as snapshot:
            view = self._views.at(snapshot)
            found = self._search(snapshot, view, request)
            return found, self._reader(view).read(found.query, found.vector, found.candidates)

    def lexicon(self) -> Lexicon:
        """Return what the newest lexical view knows of words."""
        with self._library.reading() as snapshot:
            return self._views.at(snapshot).lexical

    def warm_up(self) -> None:
        """Bring the indexes up to date and run the encoder once, so that the first question is as fast as the next."""
        with self._library.reading() as snapshot:
            self._views.at(snapshot)
        self._encoder.encode_query("warm up")
        if self._model is not None:
            self._model.read("warm up", [Unread(context="", text="warm up", sentences=(Span(0, 7),))])

    def _search(self, snapshot: Snapshot, view: View, request: Request) -> Found:
        query = understand(request.question, request.history, view.lexical)
        return self._find(snapshot, view, query, request.doc_ids)

    def _reader(self, view: View) -> Reader:
        return FeatureReader(view.lexical, load_weights(), self._model, self._settings.reader.windows)

    def _threshold(self, request: Request) -> float:
        for given in (request.min_probability, self._settings.answer.min_probability):
            if given is not None:
                return given
        weights = load_weights()
        return (weights.plain if self._model is None else weights.read).threshold

    def _find(self, snapshot: Snapshot, view: View, query: Query, doc_ids: Sequence[str]) -> Found:
        vector = self._encoder.encode_query(query.text)
        among = snapshot.numbers_of(doc_ids) if doc_ids else None
        depth = self._settings.search.depth
        lexical = view.lexical.search(query.terms, depth, among)
        dense = view.dense.search(vector, depth, among)
        ceiling = lexical_ceiling([view.lexical.idf(term) for term in query.terms])
        shares = {hit.number: hit.score / ceiling for hit in lexical}
        near = view.dense.cosines(vector, list(shares)) | {hit.number: hit.score for hit in dense}
        fused = fuse(shares, near)[: self._settings.search.read]
        return Found(query=query, vector=vector, candidates=self._candidates(snapshot, fused, shares, near))

    def _candidates(
        self, snapshot: Snapshot, fused: Sequence[Hit], shares: dict[int, float], near: dict[int, float]
    ) -> tuple[Candidate, ...]:
        numbers = [hit.number for hit in fused]
        stored, vectors = snapshot.passages(numbers), snapshot.sentence_vectors(numbers, self._encoder.dim)
        versions = snapshot.versions_of(stored.values())
        candidates: list[Candidate] = []
        for hit in fused:
            passage = stored.get(hit.number)
            if passage is None:
                continue  # deleted since this view was made
            version = versions[passage.doc_id, passage.version]
            candidates.append(
                Candidate(
                    stored=passage, version=version, sentence_vectors=vectors[hit.number],
                    lexical=shares.get(hit.number, 0.0), dense=near.get(hit.number, 0.0), fused=hit.score, rank=hit.rank,
                )
            )  # fmt: skip
        return tuple(candidates)


def _answer_id(query: Query, generation: int, quotes: Sequence[Quote], reason: str | None) -> str:
    """Return a name that is the same for the same outcome: 16 hex digits of a hash of what was asked and said."""
    said = [
        (q.citation.version.doc_id, q.citation.version.text_sha256, q.citation.span.start, q.citation.span.end) for q in quotes
    ]
    return sha256(json.dumps([query.question, query.text, generation, reason, said]))[:16]


class _Clock:
    """Laps in milliseconds."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = (now - self._last) * 1000
        self._last = now

    def timings(self) -> Timings:
        return Timings(**self._laps, total=(self._last - self._started) * 1000)
