"""An outcome as a message: short, with buttons, and as the whole that "see all" shows. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quoth.contract import OutcomeModel, QuoteModel
from quoth.slack.elements import (
    Json,
    actions,
    bullets,
    button,
    cell,
    context,
    escaped,
    line,
    link,
    modal,
    notification,
    rich,
    table,
    words,
)
from quoth.slack.elements import person as mention
from quoth.slack.limits import MOST_BLOCKS, MOST_VIEW_BLOCKS, fit, head
from quoth.slack.quoting import Part, address, quotations, source, window

MOST_QUOTES: Final = 3
_MOST_SHOWN: Final = 600
_MOST_NEAREST: Final = 2
_MOST_NEAREST_SHOWN: Final = 220
_MOST_MEANINGS: Final = 5
_MOST_SENTENCE: Final = 500
_SAYS_NOTHING: Final = "not in the documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What Slack shows of a message: its blocks, and the text of its notification."""

    blocks: tuple[Json, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How an answer is shown.

    Attributes:
        number: The errand that its buttons name.
        web_url: Address of the pages; empty for no links.
        has_help: Somebody can be brought in.
        can_share: It is seen by one person, who may show it to the channel.
        asked_by: Who asked for it, where that is not who wrote the question, or who shared it.
        is_late: It was asked a good while ago.
    """

    number: int
    web_url: str = ""
    has_help: bool = False
    can_share: bool = False
    asked_by: str = ""
    is_late: bool = False


def card(outcome: OutcomeModel, setting: Setting) -> Card:
    """Return an outcome as a message of at most 50 blocks, shortened where it is long."""
    top = [*_asked(outcome, setting), *_understood(outcome)]
    if outcome.outcome == "answer":
        body, is_short = _answer(outcome, setting)
        text = f"Answer: {outcome.quotes[0].text}" if outcome.quotes else "Answer"
    else:
        body, is_short = _abstention(outcome, setting)
        text = f"No answer: {outcome.message or ''}"
    bottom = [_small_print(outcome, setting), *actions(_buttons(outcome, setting, is_short=is_short))]
    room = MOST_BLOCKS - len(top) - len(bottom)
    return Card(blocks=(*top, *body[:room], *bottom), text=notification(text))


def whole(outcome: OutcomeModel, web_url: str) -> Json:
    """Return everything an outcome holds as a modal."""
    shown = outcome.quotes if outcome.outcome == "answer" else outcome.nearest
    parts: list[Json] = [line(words(head(outcome.understood_as, _MOST_SENTENCE), bold=True))]
    if outcome.outcome == "abstention":
        nearest = " What came nearest is no answer:" if shown else ""
        parts.append(line(words(f"{head(outcome.message or '', _MOST_SENTENCE)}{nearest}")))
    parts += _disagreements(outcome)
    parts += _comparison_lines(outcome)
    for quote in shown:
        parts += quotations(quote, Part(start=0, end=len(quote.text)))
        parts.append(source(quote, web_url))
        parts += [line(words("also: "), words(head(copy.title, 120), italic=True)) for copy in quote.also[:5]]
    blocks = rich(parts)
    if len(blocks) > MOST_VIEW_BLOCKS:
        blocks = [*blocks[: MOST_VIEW_BLOCKS - 1], context("There is more than Slack can show; the web page has all of it.")]
    close = {"type": "plain_text", "text": "Close"}
    return modal("All quotes" if outcome.outcome == "answer" else "Nearest passages", blocks, close=close)


def notice(text: str, hint: str = "") -> Card:
    """Return a short message of our own."""
    said = fit(f"{text} {hint}", _MOST_SENTENCE)
    return Card(blocks=tuple(rich([line(words(said))])), text=escaped(said))


def _asked(outcome: OutcomeModel, setting: Setting) -> list[Json]:
    if not setting.asked_by:
        return []
    return rich(
        [line(mention(setting.asked_by), words(" asked: "), words(head(outcome.question, _MOST_SENTENCE), italic=True))]
    )


def _understood(outcome: OutcomeModel) -> list[Json]:
    if outcome.understood_as == outcome.question:
        return []
    return [context(f"Understood as: {head(outcome.understood_as, _MOST_SENTENCE)}")]


def _answer(outcome: OutcomeModel, setting: Setting) -> tuple[list[Json], bool]:
    """Return the blocks of an answer, and whether they say less than all of it."""
    tabled = _table(outcome, setting.web_url)
    in_table = (
        {one.n for row in outcome.comparison.rows for one in row.cells if one} if outcome.comparison and tabled else set()
    )
    beside = [quote for quote in outcome.quotes if quote.n not in in_table]
    shown = beside[: max(1, MOST_QUOTES - len(in_table))] if in_table else beside[:MOST_QUOTES]
    parts: list[Json] = _disagreements(outcome)
    is_short = len(shown) < len(beside) or bool(in_table)
    for quote in shown:
        part = window(quote, _MOST_SHOWN)
        is_short = is_short or part != Part(start=0, end=len(quote.text))
        parts += [*quotations(quote, part), source(quote, setting.web_url)]
    sources = [source(quote, setting.web_url) for quote in outcome.quotes if quote.n in in_table]
    return [*tabled, *rich([*sources[:10], *parts])], is_short


def _abstention(outcome: OutcomeModel, setting: Setting) -> tuple[list[Json], bool]:
    parts: list[Json] = [
        line(words("The documents do not answer this. ", bold=True), words(head(outcome.message or "", _MOST_SENTENCE)))
    ]
    if outcome.meanings:
        parts = [line(words("This may mean several things. ", bold=True), words("Which one?"))]
    nearest = outcome.nearest[:_MOST_NEAREST]
    if nearest:
        parts.append(line(words("Nearest in the documents, but no answer:")))
    for quote in nearest:
        parts += [*quotations(quote, window(quote, _MOST_NEAREST_SHOWN)), source(quote, setting.web_url)]
    meant = [
        button(f"{one.acronym}: {one.meaning}", f"quoth_meaning_{n}", f"{setting.number}:{n}")
        for n, one in enumerate(outcome.meanings[:_MOST_MEANINGS])
    ]
    return [*rich(parts), *actions(meant)], bool(outcome.nearest)


def _disagreements(outcome: OutcomeModel) -> list[Json]:
    parts: list[Json] = []
    for one in outcome.disagreements:
        parts.append(line(words("The documents disagree: ", bold=True), words(head(one.measure, _MOST_SENTENCE))))
        parts += bullets(
            [line(words(head(value.value, _MOST_SENTENCE), bold=True), words(f" [{value.n}]")) for value in one.values]
        )
    return parts


def _cell_text(outcome: OutcomeModel, n: int, start: int, end: int) -> str:
    quote = next((one for one in outcome.quotes if one.n == n), None)
    return quote.text[start:end] if quote else ""


def _address(outcome: OutcomeModel, n: int, web_url: str) -> str | None:
    quote = next((one for one in outcome.quotes if one.n == n), None)
    return address(quote.citation, web_url) if quote else None


def _table(outcome: OutcomeModel, web_url: str) -> list[Json]:
    """Return a comparison as a table, a column a side."""
    compared = outcome.comparison
    if compared is None or not compared.rows:
        return []
    rows: list[Sequence[Json]] = [[cell(words(" ")), *(cell(words(side, bold=True)) for side in compared.sides)]]
    for row in compared.rows:
        cells = [cell(words(row.aspect or " ", bold=True))]
        for one in row.cells:
            text = "" if one is None else _cell_text(outcome, one.n, one.start, one.end)
            cells.append(
                cell(
                    link(f"[{one.n}]", _address(outcome, one.n, web_url)) if one else [],
                    words(" "),
                    words(text) if text else words(_SAYS_NOTHING, italic=True),
                )
            )
        rows.append(cells)
    return table(rows)


def _comparison_lines(outcome: OutcomeModel) -> list[Json]:
    """Return a comparison as lists: modals show no tables."""
    compared = outcome.comparison
    if compared is None:
        return []
    parts: list[Json] = []
    for row in compared.rows:
        parts += [line(words(head(row.aspect, _MOST_SENTENCE), bold=True))] if row.aspect else []
        told = []
        for side, one in zip(compared.sides, row.cells, strict=False):
            text = _cell_text(outcome, one.n, one.start, one.end) if one else _SAYS_NOTHING
            told.append(
                line(
                    words(f"{head(side, 120)}: ", bold=True),
                    words(head(text, _MOST_SENTENCE)),
                    words(f" [{one.n}]" if one else ""),
                )
            )
        parts += bullets(told[:20])
    return parts


def _small_print(outcome: OutcomeModel, setting: Setting) -> Json:
    late = ["Late: Quoth could not be reached before."] if setting.is_late else []
    if outcome.outcome == "abstention":
        return context(*late, "Quoth answers only in the words of the documents.")
    first: QuoteModel | None = outcome.quotes[0] if outcome.quotes else None
    sure = "" if first is None or first.curated else f"{min(max(round(100 * outcome.probability), 1), 99)} % probable. "
    return context(*late, f"{sure}The quotes are the documents' own words.")


def _buttons(outcome: OutcomeModel, setting: Setting, *, is_short: bool) -> list[Json]:
    number = str(setting.number)
    made = [button("Right", "quoth_right", number), button("Wrong or incomplete…", "quoth_judge", number)]
    if is_short:
        made.append(button("See all" if outcome.outcome == "answer" else "See nearest", "quoth_see_all", number))
    if setting.can_share:
        made.append(button("Share in channel", "quoth_share", number, style="primary"))
    if setting.has_help:
        asks = "Your question is shown to those who are set up to help, with a link to its answer."
        made.append(button("Still need help", "quoth_help", number, confirm=asks))
    return made
