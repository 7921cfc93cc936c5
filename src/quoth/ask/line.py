"""Job 2, ask: understand, search, fuse, read, compose, decide, cite. One straight line from a question to an outcome."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quoth.answering.calibration import FACT, Calibration, judged_by
from quoth.answering.citing import cite
from quoth.answering.composing import Chosen, compose
from quoth.answering.deciding import message_of, reason_to_abstain, unknown_words, worth_showing
from quoth.answering.disagreeing import Meaning, Shown, disagree
from quoth.answering.reader import FeatureReader, load_weights, name_of
from quoth.answering.senses import decided_by, of_the_sense_meant, spelt_out, unsettled
from quoth.ask.request import Request, check_question
from quoth.ask.searching import Scores, candidates, ranked, score
from quoth.index import Views
from quoth.index.views import View
from quoth.library import Library, Snapshot
from quoth.protocols import Encoder, EvidenceModel, Lexicon, Reader, Vector
from quoth.retrieval import Rewriter, understand
from quoth.settings import Settings
from quoth.text.quantities import quantities
from quoth.text.spellings import is_english
from quoth.types import (
    Abstention,
    Answer,
    Candidate,
    Citation,
    Evidence,
    MeantQuestion,
    Outcome,
    Query,
    Quote,
    Ranked,
    Sense,
    Span,
    Timings,
    Trace,
    Unread,
    sha256,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What search gives: the query, its vector and the candidates, best first."""

    query: Query
    vector: Vector
    candidates: tuple[Candidate, ...]


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
        self._rewriter: tuple[View, Rewriter] | None = None

    def ask(self, request: Request) -> Outcome:
        """Answer one question, or abstain.

        Raises:
            QuestionError: It cannot be asked.
        """
        with self._library.reading() as snapshot:
            return self._walk(snapshot, request).outcome

    def trace(self, request: Request) -> Trace:
        """Answer one question as `ask` does, and tell how the outcome came about.

        Raises:
            QuestionError: It cannot be asked.
        """
        with self._library.reading() as snapshot:
            walk = self._walk(snapshot, request)
            return Trace(
                outcome=walk.outcome, ranked=ranked(snapshot, walk.scores, [hit.number for hit in walk.scores.fused]), read=len(walk.found.candidates), evidence=walk.evidence,
                quotes=walk.outcome.quotes if isinstance(walk.outcome, Answer) else cite(worth_showing(walk.chosen)), threshold=walk.threshold,
            )  # fmt: skip

    def rank_within(self, request: Request, doc_id: str) -> tuple[Ranked, ...]:
        """Rank every passage of the library, however far down, and return those of one document, best first.

        In `Trace.ranked` a passage beyond the search depth of one index counts with what the other says of it; here both speak.
        """
        check_question(request.question, self._settings.answer.max_question_characters)
        with self._library.reading() as snapshot:
            view = self._views.at(snapshot)
            query = self._understand(view, request)
            scores = score(view, query, self._encoder.encode_query(query.text), max(view.lexical.count(), 1), None)
            return ranked(snapshot, scores, snapshot.numbers_in(doc_id))

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

    @property
    def reader_name(self) -> str:
        """Return the names of the weights that judge."""
        return name_of(load_weights(), self._model)

    def threshold(self) -> float:
        """Return the least probability of an answer, where a request names none."""
        with self._library.reading() as snapshot:
            return self._threshold(snapshot, None)

    def lexicon(self) -> Lexicon:
        """Return what the newest lexical view knows of words."""
        with self._library.reading() as snapshot:
            return self._views.at(snapshot).lexical

    def warm_up(self) -> None:
        """Bring the indexes up to date and run every model once, so that the first question is as fast as the next."""
        with self._library.reading() as snapshot:
            self._views.at(snapshot)
        self._encoder.encode_query("warm up")
        quantities("1 kg")  # reads the tables of units
        is_english("warm")  # reads the list of words
        if self._model is not None:
            self._model.read("warm up", [Unread(context="", text="warm up", sentences=(Span(0, 7),))])

    def _understand(self, view: View, request: Request) -> Query:
        rewriter = self._rewriter
        if rewriter is None or rewriter[0] is not view:
            rewriter = view, Rewriter(view.lexical, view.glossary, self._settings.words.synonyms)
            self._rewriter = rewriter
        return understand(request.question, request.history, view.lexical, rewriter[1])

    def _search(self, snapshot: Snapshot, view: View, request: Request) -> Found:
        query = self._understand(view, request)
        return self._find(snapshot, view, query, request.doc_ids)[0]

    def _reader(self, view: View) -> Reader:
        return FeatureReader(view.lexical, load_weights(), self._model, self._settings.reader.windows)

    def _threshold(self, snapshot: Snapshot, asked_for: float | None) -> float:
        for given in (asked_for, self._settings.answer.min_probability):
            if given is not None:
                return given
        calibration = Calibration.from_fact(snapshot.fact(FACT))
        if calibration is not None and calibration.judged_by == judged_by(snapshot.fact("encoder.weights"), self._settings):
            return calibration.threshold
        weights = load_weights()
        return (weights.plain if self._model is None else weights.read).threshold

    def _walk(self, snapshot: Snapshot, request: Request) -> _Walk:
        for text in (request.question, *request.history):
            check_question(text, self._settings.answer.max_question_characters)
        clock = _Clock()
        view = self._views.at(snapshot)
        query = self._understand(view, request)
        clock.lap("understand")
        found, scores = self._find(snapshot, view, query, request.doc_ids)
        clock.lap("search")
        evidence = of_the_sense_meant(query, self._reader(view).read(query, found.vector, found.candidates))
        clock.lap("read")
        chosen = compose(query, evidence, request.k or self._settings.answer.k)
        threshold = self._threshold(snapshot, request.min_probability)
        reason = reason_to_abstain(query, evidence, threshold, is_empty=view.lexical.count() == 0)
        shown = (
            Shown(chosen)
            if reason
            else disagree(query, evidence, worth_showing(chosen), view.lexical, Meaning(found.vector, found.candidates))
        )
        quotes = cite(shown.quotes)
        query = decided_by(query, view.lexical, quotes[0].citation.quote) if quotes and reason is None else query
        generation = snapshot.generation()
        clock.lap("compose")
        common: dict[str, Any] = {
            "answer_id": _answer_id(query, generation, quotes, reason),
            "query": query,
            "probability": evidence[0].probability if evidence else 0.0,
            "generation": generation,
            "timings": clock.timings(),
        }
        outcome: Outcome
        if reason is None:
            outcome = Answer(**common, quotes=quotes, disagreements=shown.disagreements)
        else:
            nearest = quotes if reason in ("low_probability", "ambiguous") else ()
            senses = unsettled(query, evidence) if reason == "ambiguous" else ()
            outcome = Abstention(
                **common, reason=reason, message=message_of(reason, query, senses), nearest=nearest,
                unknown_words=unknown_words(reason, query), meanings=_meant(snapshot, query, senses),
            )  # fmt: skip
        return _Walk(outcome, found, scores, evidence, chosen, threshold)

    def _find(self, snapshot: Snapshot, view: View, query: Query, doc_ids: Sequence[str]) -> tuple[Found, Scores]:
        vector = self._encoder.encode_query(query.text)
        among = snapshot.numbers_of(doc_ids) if doc_ids else None
        scores = score(view, query, vector, self._settings.search.depth, among)
        best = candidates(snapshot, scores, self._settings.search.read, self._encoder.dim)
        return Found(query=query, vector=vector, candidates=best), scores


@dataclass(frozen=True, slots=True)
class _Walk:
    """One question's way along the line."""

    outcome: Outcome
    found: Found
    scores: Scores
    evidence: tuple[Evidence, ...]
    chosen: tuple[Chosen, ...]
    threshold: float


def _meant(snapshot: Snapshot, query: Query, senses: Sequence[Sense]) -> tuple[MeantQuestion, ...]:
    """Return the senses as questions, each with the words that explain the acronym so, where they still stand."""
    found: list[MeantQuestion] = []
    for sense in senses:
        version = snapshot.version(sense.where.doc_id, sense.where.version)
        if version is not None:
            question = spelt_out(query.text, sense.short, sense.long)
            citation = Citation(version=version, span=sense.where.span)
            found.append(MeantQuestion(acronym=sense.short, meaning=sense.long, question=question, citation=citation))
    return tuple(found)


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
