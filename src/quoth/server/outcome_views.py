"""How outcomes are shown: quotes, citations, comparisons as the templates take them, given just now or long ago."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Final
from urllib.parse import urlencode

from quoth.contract import CitationModel, OutcomeModel, QuoteModel, Today, leaf_of
from quoth.contract.outcomes import ComparisonModel
from quoth.retrieval import listed_in
from quoth.server.answer_views import (
    CellView,
    ComparisonView,
    CopyView,
    DisagreementView,
    HeadsView,
    OutcomeView,
    QuoteView,
    RowView,
    StageView,
    ValueView,
)
from quoth.server.links import Turn, link_to_correct, link_to_question
from quoth.server.marking import QuoteLine, QuotePart, cut, parts_of
from quoth.server.texts import Texts
from quoth.text.greetings import small_talk
from quoth.text.normalise import squeeze
from quoth.types import Answer, Block, Outcome, Span, Standing, Version

# What of an answer goes along with the next question, in the address, in characters.
MOST_SAID: Final = 700
_MOST_BEGINNING: Final = 120
_LIKELIER_THAN_NOT: Final = 0.5
_WORDS: Final = ((0.9, "very_likely"), (0.7, "likely"), (_LIKELIER_THAN_NOT, "rather"), (0.25, "uncertain"), (0.0, "unlikely"))
_STAGES: Final = ("understand", "search", "read", "compose")

# Finds a stored text by document and number; None where the library holds it no more.
Source = Callable[[str, int], Version | None]


def chance_of(probability: float, texts: Texts) -> str:
    """Return a probability in plain words with its number: "likely, 87 %". Nothing is ever certain."""
    word = next(word for least, word in _WORDS if probability >= least)
    return texts("chance.number", word=texts(f"chance.{word}"), percent=min(max(round(100 * probability), 1), 99))


def sources_of(outcome: Outcome) -> Source:
    """Return what finds the texts that an outcome quotes: it holds them itself."""
    quotes = outcome.quotes if isinstance(outcome, Answer) else outcome.nearest
    held = {(q.citation.version.doc_id, q.citation.version.version): q.citation.version for q in quotes}
    return lambda doc_id, version: held.get((doc_id, version))


def doubtful_in(model: OutcomeModel) -> frozenset[int]:
    """Return the numbers of the quotes that are less likely than not to answer and that nothing else wants in its place.

    The first quote is the answer, however sure. The sides of a comparison, what is pinned and the values of a disagreement stand beside it; what only supplies a quote goes with it.
    """
    if model.comparison:
        return frozenset()
    stated = {value.n for one in model.disagreements for value in one.values}
    owners = {quote.n: quote for quote in model.quotes}
    found = set()
    for quote in model.quotes:
        owner = owners.get(quote.belongs_to or 0, quote)
        is_wanted = owner.n == 1 or owner.curated or owner.side or stated & {quote.n, owner.n}
        if not is_wanted and owner.probability < _LIKELIER_THAN_NOT:
            found.add(quote.n)
    return frozenset(found)


class OutcomeShower:
    """Prepares one outcome for its page."""

    def __init__(self, model: OutcomeModel, source: Source, today: Today, texts: Texts) -> None:
        """Set up.

        Args:
            source: Finds the texts that are quoted.
            today: What says whether a source is stale.
        """
        self._model = model
        self._source = source
        self._today = today
        self._texts = texts
        self._shown = model.quotes or model.nearest
        self._doubtful = doubtful_in(model)

    def show(
        self, history: Sequence[str] = (), said: str = "", beside: int | None = None, standings: Sequence[Standing] = ()
    ) -> OutcomeView:
        """Return the view.

        Args:
            history: The questions before it, oldest first.
            said: What the last of them was answered, in short.
            beside: How many quotes are shown for themselves beside a comparison; None to tell from the quotes.
            standings: What verification says of each quote now; empty where the answer was given just now.
        """
        model, texts = self._model, self._texts
        tabled = _tabled(model) if beside is None else {quote.n for quote in model.quotes[beside:] if model.comparison}
        return OutcomeView(
            is_answer=model.outcome == "answer",
            understood_as=model.understood_as if model.understood_as != model.question else None,
            correct_link=link_to_correct(model.understood_as, history, said),
            alone_link=link_to_question(model.question),
            quotes=tuple(
                self._quote(quote, is_tabled=quote.n in tabled, standing=standing)
                for quote, standing in zip_longest(self._shown, standings)
            ),
            disagreements=tuple(
                DisagreementView(measure=one.measure, values=tuple(ValueView(value=v.value, n=v.n) for v in one.values))
                for one in model.disagreements
            ),
            comparison=self._comparison(model.comparison) if model.comparison else None,
            reason=texts(f"reason.{model.reason}") if model.reason and not small_talk(model.question) else "",
            message=self._message(),
            meanings=tuple(Turn(question=one.question, link=link_to_question(one.question)) for one in model.meanings),
            total_ms=round(model.timings_ms.total),
            stages=self._stages(),
            generation=model.generation,
            answer_id=model.answer_id,
        )

    def _message(self) -> str:
        """Return why nothing answers, in the reader's language; the words of English are those that the API gives."""
        model, texts = self._model, self._texts
        if model.reason is None or texts.language == "en":
            return model.message or ""
        if model.reason == "not_a_question" and (talk := small_talk(model.question)):
            return texts(f"chat.{talk}")
        if model.reason == "ambiguous":
            meant = f" {texts('reason.or')} ".join(f"\u201e{one.meaning}\u201c" for one in model.meanings)
            return texts("reason.ambiguous_message", acronym=model.meanings[0].acronym, meanings=meant)
        unknown = ", ".join(f"\u201e{word}\u201c" for word in model.unknown_words)
        more = texts("reason.unknown", words=unknown) if unknown else ""
        return f"{texts(f'reason.{model.reason}_message')} {more}".strip()

    def _stages(self) -> tuple[StageView, ...]:
        took = {name: float(getattr(self._model.timings_ms, name)) for name in _STAGES}
        most = max(*took.values(), 0.001)
        texts = self._texts
        return tuple(
            StageView(name=texts(f"stage.{name}"), took=texts.number(ms, 1), width=round(100 * ms / most, 1))
            for name, ms in took.items()
        )

    def _comparison(self, comparison: ComparisonModel) -> ComparisonView:
        quotes = {quote.n: quote for quote in self._shown}

        def show(n: int, start: int, end: int) -> CellView:
            cited = quotes[n].citation
            place = {"version": cited.version, "start": cited.start + start, "end": cited.start + end}
            link = f"{cited.link.partition('?')[0]}?{urlencode(place)}#quote"
            return CellView(n=n, text=quotes[n].text[start:end], link=link)

        rows = (
            RowView(aspect=row.aspect, cells=tuple(None if c is None else show(c.n, c.start, c.end) for c in row.cells))
            for row in comparison.rows
        )
        return ComparisonView(sides=tuple(comparison.sides), rows=tuple(rows))

    def _quote(self, quote: QuoteModel, *, is_tabled: bool, standing: Standing | None) -> QuoteView:
        cited, texts = quote.citation, self._texts
        version = self._version(quote)
        block = version.block_at(cited.start) if version else None
        heads = self._heads(quote, block)
        crumbs = block.heading_path if block else ()
        return QuoteView(
            n=quote.n,
            text=quote.text,
            parts=_parts(quote, version),
            side=quote.side,
            title=cited.title,
            crumbs=crumbs[1:] if crumbs[:1] == (cited.title,) else crumbs,
            date=cited.date,
            owner=version.owner if version else None,
            place=self._place(cited, version, block),
            chance=self._pinned_by(quote) if quote.curated else chance_of(quote.probability, texts),
            is_curated=quote.curated is not None,
            link=cited.link,
            in_answer=link_in_answer(cited, self._model.answer_id, quote.n),
            citation=cited,
            belongs_to=quote.belongs_to,
            also=tuple(self._copy(copy) for copy in quote.also),
            found_in=self._found_in(quote),
            newer=cited.superseded_by,
            is_stale=self._today.is_stale(cited.date),
            heads=None
            if heads is None
            else HeadsView(n=heads.n, link=link_in_answer(heads.citation, self._model.answer_id, heads.n)),
            is_heads=not is_tabled and self._is_heads(quote),
            is_tabled=is_tabled,
            is_doubtful=quote.n in self._doubtful,
            standing=standing,
        )

    def _heads(self, quote: QuoteModel, block: Block | None) -> QuoteModel | None:
        """Return the quote that supplies the heads of a quoted row, and nothing else."""
        if block is None or block.header is None:
            return None
        span = block.header
        supplied = (other for other in self._shown if other.belongs_to == quote.n)
        return next((one for one in supplied if (one.citation.start, one.citation.end) == (span.start, span.end)), None)

    def _is_heads(self, quote: QuoteModel) -> bool:
        """Say whether a quote is shown as the heads above the row that it belongs to."""
        row = next((other for other in self._shown if other.n == quote.belongs_to), None)
        version = None if row is None else self._version(row)
        if row is None or version is None:
            return False
        return self._heads(row, version.block_at(row.citation.start)) is quote

    def _version(self, quote: QuoteModel) -> Version | None:
        """Return the text that is quoted, if it still is the one."""
        cited = quote.citation
        version = self._source(cited.doc_id, cited.version)
        return version if version and version.text[cited.start : cited.end] == quote.text else None

    def _place(self, cited: CitationModel, version: Version | None, block: Block | None) -> str | None:
        parts = []
        if cited.page is not None and version is not None:
            parts.append(self._texts(f"place.{leaf_of(version.media_type)}", number=cited.page))
        if block is not None and block.row is not None:
            parts.append(self._texts("place.row", number=block.row))
        return ", ".join(parts) or None

    def _pinned_by(self, quote: QuoteModel) -> str:
        assert quote.curated  # noqa: S101 - asked for of no others
        name = "curated.by_until" if quote.curated.until else "curated.by"
        return self._texts(name, **quote.curated.model_dump())

    def _found_in(self, quote: QuoteModel) -> str | None:
        held = len({cited.doc_id for cited in (quote.citation, *quote.also)})
        if held == 1:
            return None
        if quote.sources == held:
            return self._texts("quote.found_in", number=held)
        return self._texts("quote.found_in_independent", number=held, independent=quote.sources)

    def _copy(self, copy: CitationModel) -> CopyView:
        return CopyView(
            title=copy.title, date=copy.date, link=copy.link, newer=copy.superseded_by, is_stale=self._today.is_stale(copy.date)
        )


def link_in_answer(cited: CitationModel, answer_id: str, n: int) -> str:
    """Return the address of a quote's document that also knows in which answer it stands."""
    path, _, anchor = cited.link.partition("#")
    return f"{path}&{urlencode({'answer': answer_id, 'n': n})}#{anchor}"


def _tabled(model: OutcomeModel) -> set[int]:
    """Return the quotes of a stored comparison that stand in its table alone: the last ones, all of them in cells."""
    if model.comparison is None:
        return set()
    in_cells = {cell.n for row in model.comparison.rows for cell in row.cells if cell}
    tabled: set[int] = set()
    for quote in reversed(model.quotes[1:]):
        if quote.n not in in_cells:
            break
        tabled.add(quote.n)
    return tabled


def _parts(quote: QuoteModel, version: Version | None) -> tuple[QuotePart, ...]:
    marks = [Span(h.start, h.end) for h in quote.highlights]
    if version is None:  # deleted since: only what was said is left
        whole = Span(0, len(quote.text))
        return (QuotePart(lines=(QuoteLine(kind="paragraph", lead="", cells=(cut(quote.text, whole, marks),)),)),)
    start = quote.citation.start
    return parts_of(version, Span(start, quote.citation.end), [mark.shifted(start) for mark in marks])


def gist_of(model: OutcomeModel) -> str:
    """Return what a follow-up may point to in an answer: the things it lists by name, else how each of its quotes begins."""
    if model.outcome == "abstention":
        return ""
    listed = listed_in(model.quotes[0].text)
    if listed:
        return "\n".join(f"{n}. {name}" for n, name in enumerate(listed, 1))[:MOST_SAID]
    return "\n\n".join(squeeze(quote.text)[:_MOST_BEGINNING] for quote in model.quotes)[:MOST_SAID]
