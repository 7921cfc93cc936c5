"""Job 2, ask: understand, search, fuse, read, compose, decide, cite. One straight line from a question to an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.answering.calibration import FACT, Calibration, judged_by
from quoth.answering.chosen import Chosen, Shown
from quoth.answering.citing import cite
from quoth.answering.comparing import lay_out, open_sides, rows_of
from quoth.answering.composing import compose
from quoth.answering.continuing import answers_its_words
from quoth.answering.curating import lead
from quoth.answering.deciding import probability_of, reason_to_abstain, worth_showing
from quoth.answering.disagreeing import Meaning, disagree
from quoth.answering.editions import put_newest_first
from quoth.answering.mixing import Mixture
from quoth.answering.reader import FeatureReader, load_weights, name_of
from quoth.answering.reranking import RerankingReader
from quoth.answering.senses import decided_by, of_the_sense_meant
from quoth.answering.supplying import supply
from quoth.answering.tabled import RowOf
from quoth.ask.clock import Clock
from quoth.ask.curated import CuratedAnswers
from quoth.ask.outcome import Said, outcome_of
from quoth.ask.request import Request, check_question
from quoth.ask.searching import Scores, candidates, ranked, score
from quoth.index import Views
from quoth.index.views import View
from quoth.library import Library, Snapshot
from quoth.protocols import Encoder, EvidenceModel, Lexicon, Reader, Vector
from quoth.retrieval import Rewriter, question_about, understand, with_question_before
from quoth.settings import Settings
from quoth.text.languages import language_of
from quoth.text.quantities import quantities
from quoth.text.spellings import is_english
from quoth.text.words import content_words
from quoth.types import (
    Answer,
    Candidate,
    Evidence,
    Outcome,
    Query,
    Ranked,
    Reason,
    Span,
    Trace,
    Unread,
)

# For each side of a comparison so many windows are read.
_SIDE_WINDOWS = 4
# A question is read together with the one before it, too, and taken so if that is more probable by so much: where rules found nothing left out,
# and where they did. Chosen on follow-ups kept for that (docs/benchmarks.md).
_CLEARLY_BETTER, _HARDLY_WORSE = 0.05, -0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What search gives: the query, its vector and the candidates, best first."""

    query: Query
    vector: Vector
    candidates: tuple[Candidate, ...]


class Asker:
    """Answers questions from one library. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        settings: Settings,
        model: EvidenceModel | None = None,
        mixture: Mixture | None = None,
    ) -> None:
        """Set up.

        Args:
            model: The shipped reader or another; None to do with measured features alone.
            mixture: What makes the probabilities with another reader, in the place of what the library holds.
        """
        self._library = library
        self._encoder = encoder
        self._settings = settings
        self._model = model
        self._mixture = mixture
        self._language = language_of(settings.library.language)
        self._views = Views(library.folder, encoder.dim, self._language)
        self._rewriter: tuple[View, Rewriter] | None = None
        self._curated = CuratedAnswers(language=self._language)

    def ask(self, request: Request) -> Outcome:
        """Answer one question, or abstain.

        Raises:
            QuestionError: It cannot be asked.
        """
        with self._library.reading() as snapshot:
            return self._walk(snapshot, request)[0]

    def trace(self, request: Request) -> Trace:
        """Answer one question as `ask` does, and tell how the outcome came about.

        Raises:
            QuestionError: It cannot be asked.
        """
        with self._library.reading() as snapshot:
            outcome, judged = self._walk(snapshot, request)
            return Trace(
                outcome=outcome, ranked=ranked(snapshot, judged.scores, [hit.number for hit in judged.scores.fused]), read=len(judged.found.candidates), evidence=judged.evidence,
                quotes=outcome.quotes if isinstance(outcome, Answer) else cite(supply(Shown(worth_showing(judged.chosen))).quotes), threshold=judged.threshold,
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
            return found, self._reader(snapshot, view).read(found.query, found.vector, found.candidates)

    @property
    def reader_name(self) -> str:
        """Return the names of the weights that judge, and why no trained reader does where its language is another."""
        name = name_of(load_weights(), self._model)
        is_left_out = self._model is None and self._language.code != "en"
        return f"{name} (no trained reader: it reads English only)" if is_left_out else name

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

    def _understand(self, view: View, request: Request, taken_as: str = "") -> Query:
        return understand(request.question, request.history, view.lexical, self._rewriter_for(view), self._language, taken_as)

    def _rewriter_for(self, view: View) -> Rewriter:
        kept = self._rewriter
        if kept is None or kept[0] is not view:
            kept = view, Rewriter(view.lexical, view.glossary, self._settings.words.synonyms, self._language)
            self._rewriter = kept
        return kept[1]

    def _search(self, snapshot: Snapshot, view: View, request: Request) -> Found:
        query = self._understand(view, request)
        return self._find(snapshot, view, query, request.doc_ids)[0]

    def _reader(self, snapshot: Snapshot, view: View, windows: int | None = None) -> Reader:
        weights, most = load_weights(), windows or self._settings.reader.windows
        if self._model is None or self._model.name == weights.reader:
            return FeatureReader(view.lexical, weights, self._model, most)
        calibration = self._calibration(snapshot)
        mixture = self._mixture or (calibration.mixture if calibration is not None else None)
        return RerankingReader(view.lexical, weights, self._model, most, mixture)

    def _calibration(self, snapshot: Snapshot) -> Calibration | None:
        """Return what the library learned from its own questions, if it holds for what judges now."""
        found = Calibration.from_fact(snapshot.fact(FACT))
        reader = None if self._model is None else self._model.name
        now = judged_by(snapshot.fact("encoder.weights"), reader, self._settings)
        return found if found is not None and found.judged_by == now else None

    def _threshold(self, snapshot: Snapshot, asked_for: float | None) -> float:
        for given in (asked_for, self._settings.answer.min_probability):
            if given is not None:
                return given
        if (calibration := self._calibration(snapshot)) is not None:
            return calibration.threshold
        weights = load_weights()
        is_fitted = self._model is not None and self._model.name == weights.reader
        return (weights.read if is_fitted else weights.plain).threshold

    def _walk(self, snapshot: Snapshot, request: Request) -> tuple[Outcome, _Judged]:
        for text in (request.question, *(old.question for old in request.history)):
            check_question(text, self._settings.answer.max_question_characters)
        clock = Clock()
        view = self._views.at(snapshot)
        judged = self._judge(snapshot, view, request, self._understand(view, request), clock)
        pinned = self._curated.find(snapshot, view.lexical, judged.found.query.text, request.doc_ids)
        if pinned is None:
            judged = self._with_the_question_before(snapshot, view, request, judged, clock)
        found, evidence, query, reason = judged.found, judged.evidence, judged.found.query, judged.reason
        shown, comparison = supply(Shown(judged.chosen) if reason else judged.shown), None
        is_laid_out = query.kind == "comparison" and query.language == "en"
        if is_laid_out and reason is None and pinned is None:
            sides, rows = self._compare(snapshot, view, request, found, evidence, clock)
            if rows:
                laid, comparison = lay_out(sides, rows, shown.quotes)
                shown = Shown(laid, shown.disagreements)
        quotes, disagreements = cite(shown.quotes), shown.disagreements
        query = decided_by(query, view.lexical, quotes[0].citation.quote) if quotes and reason is None else query
        if pinned is not None:
            found_quotes = quotes if reason is None else ()
            quotes, disagreements = lead(*pinned, found_quotes, disagreements, request.k or self._settings.answer.k)
            reason = None
        clock.lap("compose")
        said = Said(
            query=query, evidence=evidence, probability=judged.probability, reason=reason, quotes=quotes, disagreements=disagreements, comparison=comparison, is_pinned=pinned is not None
        )  # fmt: skip
        outcome = outcome_of(snapshot, said, clock.timings())
        return outcome, judged

    def _judge(self, snapshot: Snapshot, view: View, request: Request, query: Query, clock: Clock) -> _Judged:
        """Search, read, choose quotes and decide whether they answer a question understood so."""
        clock.lap("understand")
        found, scores = self._find(snapshot, view, query, request.doc_ids)
        clock.lap("search")
        read = of_the_sense_meant(query, self._reader(snapshot, view).read(query, found.vector, found.candidates))
        clock.lap("read")
        evidence = put_newest_first(query, read, found.candidates)
        chosen = compose(query, evidence, request.k or self._settings.answer.k)
        threshold = self._threshold(snapshot, request.min_probability)
        shown = Shown(worth_showing(chosen))
        if query.language == "en":  # values, units and what narrows them are read in English alone
            shown = disagree(query, evidence, shown.quotes, view.lexical, Meaning(found.vector, found.candidates))
        probability = probability_of(evidence, shown)
        reason = reason_to_abstain(query, evidence, probability, threshold, is_empty=view.lexical.count() == 0)
        clock.lap("compose")
        return _Judged(
            found=found, scores=scores, evidence=evidence, chosen=chosen, shown=shown, probability=probability, reason=reason, threshold=threshold
        )  # fmt: skip

    def _with_the_question_before(
        self, snapshot: Snapshot, view: View, request: Request, judged: _Judged, clock: Clock
    ) -> _Judged:
        """Read a question that says little by itself together with the one before it, too; return which of the two is answered better.

        Rules over words see only what a question leaves out openly. Where they see nothing the documents decide: "can the efficacy trial be dropped?"
        has its answer beside what was asked before. The question's own words must matter, or the answer to the one before would do for any.
        """
        if self._model is None or self._language.code != "en":
            return judged
        asked = with_question_before(request.question, request.history, self._rewriter_for(view).is_name)
        if asked is None or asked.text == judged.found.query.text:
            return judged
        own, unknown = content_words(request.question), judged.found.query.unknown
        least = judged.probability + (_HARDLY_WORSE if asked.is_open else _CLEARLY_BETTER)
        if least >= 1 or 2 * sum(word in unknown for word in own) >= len(own):
            return judged
        other = self._judge(snapshot, view, request, self._understand(view, request, asked.text), clock)
        is_meant = other.reason is None and other.probability >= least
        if is_meant:
            is_meant = answers_its_words(self._model, asked.question, asked.text, asked.before, other.evidence[0])
            clock.lap("read")
        return other if is_meant else judged

    def _compare(
        self, snapshot: Snapshot, view: View, request: Request, found: Found, evidence: Sequence[Evidence], clock: Clock
    ) -> tuple[tuple[str, ...], tuple[RowOf, ...]]:
        """Ask about each side on its own, and return the sides and the rows of their table."""
        query = found.query
        sides = query.topics if len(query.topics) > 1 else (*query.topics, *open_sides(query.topics, evidence))
        if len(sides) < 2:  # noqa: PLR2004 - nothing to compare with
            return (), ()
        asked: dict[str, tuple[Query, Sequence[Evidence]]] = {}
        candidates = list(found.candidates)
        reader = self._reader(snapshot, view, windows=_SIDE_WINDOWS)
        clock.lap("compose")
        for side in sides:
            about = self._understand(view, Request(question=question_about(side, query.respect)))
            beside, _ = self._find(snapshot, view, about, request.doc_ids)
            clock.lap("search")
            asked[side] = about, reader.read(about, beside.vector, beside.candidates)
            clock.lap("read")
            candidates += beside.candidates
        return sides, rows_of(sides, query.respect, asked, candidates, evidence, view.lexical)

    def _find(self, snapshot: Snapshot, view: View, query: Query, doc_ids: Sequence[str]) -> tuple[Found, Scores]:
        vector = self._encoder.encode_query(query.text)
        among = snapshot.numbers_of(doc_ids) if doc_ids else None
        scores = score(view, query, vector, self._settings.search.depth, among)
        best = candidates(snapshot, scores, self._settings.search.read, self._encoder.dim)
        return Found(query=query, vector=vector, candidates=best), scores


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What a question, understood in one way, comes to.

    Attributes:
        evidence: Best first.
        shown: What an answer would show.
        reason: Why not to answer; None to answer.
    """

    found: Found
    scores: Scores
    evidence: tuple[Evidence, ...]
    chosen: tuple[Chosen, ...]
    shown: Shown
    probability: float
    reason: Reason | None
    threshold: float
