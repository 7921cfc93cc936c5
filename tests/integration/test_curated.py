"""Curated answers against a real library: they lead, follow their words, and stop when they are over or no longer true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quoth.ask import Request
from quoth.ask.curated import CuratedAnswers
from quoth.errors import QuestionError, UnknownError, UsageError
from quoth.house import House
from quoth.settings import load_settings
from quoth.types import Abstention, Answer, Outcome, Pin, Span

RULES = "# Parking\n\nPermits are issued by the facilities office.\n\nA permit costs 40 pounds a year, and it is paid in May.\n"
WORDS = "A permit costs 40 pounds a year, and it is paid in May."
QUESTION = "What do I pay for my car?"

MakePin = Callable[..., Pin]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house whose models the others share."""
    with House.create(load_settings(library={"dir": tmp_path_factory.mktemp("loaded")})) as opened:
        yield opened


@pytest.fixture
def house(tmp_path: Path, elsewhere: Path, loaded: House) -> Iterator[House]:
    """Return a house with one document of its own."""
    assert elsewhere.is_dir()
    with House.create(load_settings(library={"dir": tmp_path / "library"})) as opened:
        opened._encoder, opened._reader = loaded.encoder, loaded.reader
        opened.put("parking.md", RULES.encode())
        yield opened


def _pin(words: str = WORDS, **change: object) -> Pin:
    start = RULES.removeprefix("# ").index(words)  # the text has no marks of Markdown
    fields: dict[str, object] = {
        "number": 0, "questions": (QUESTION,), "doc_id": "parking.md", "span": Span(start, start + len(words)), "words": "",
        "owner": "Facilities", "until": None, "pinned_at": "2026-01-01T00:00:00+00:00",
    }  # fmt: skip
    return Pin(**{**fields, **change})  # type: ignore[arg-type] # as each test says


def _ask(house: House, question: str = QUESTION, **change: object) -> Outcome:
    return house.ask(Request(question=question, **change))  # type: ignore[arg-type] # as each test says


def _first(outcome: Outcome) -> tuple[str, str] | None:
    """Return words and owner of the pinned quote, or None."""
    if isinstance(outcome, Abstention) or outcome.quotes[0].curated is None:
        return None
    return outcome.quotes[0].citation.quote, outcome.quotes[0].curated.owner


def test_pin_answers_its_question_first(house: House) -> None:
    """The pinned words must be quote 1, marked, under every dress of the question and no other; removed, they must not be."""
    before = house.counts()[2]
    pin = house.pin(_pin())
    assert pin.words == WORDS
    outcome = _ask(house, "  what do I PAY for my cars")
    assert isinstance(outcome, Answer)
    assert (_first(outcome), outcome.probability) == ((WORDS, "Facilities"), 1.0)
    assert [quote.n for quote in outcome.quotes] == list(range(1, len(outcome.quotes) + 1))
    assert _first(_ask(house, "What do I not pay for my car?")) is None
    assert house.counts()[2] == before + 1
    house.unpin(pin.number)
    assert _first(_ask(house)) is None
    with pytest.raises(UnknownError):
        house.unpin(pin.number)


def test_usual_quotes_follow_without_saying_it_twice(house: House) -> None:
    """What is found besides must follow, at most k in all, and the pinned words stand once."""
    question = "Who issues permits?"
    house.pin(_pin(questions=(question,)))
    outcome = _ask(house, question, k=2, min_probability=0.0)
    assert isinstance(outcome, Answer)
    assert len(outcome.quotes) <= 2
    assert "facilities office" in outcome.quotes[1].citation.quote
    assert [quote.citation.quote for quote in outcome.quotes].count(WORDS) == 1


def test_pin_answers_where_the_documents_abstain(house: House) -> None:
    """What nothing was found for must be answered by the pin alone; with filters that leave it out, not."""
    question = "How many moons does Jupiter have?"
    assert isinstance(_ask(house, question), Abstention)
    house.pin(_pin(questions=(question,)))
    outcome = _ask(house, question)
    assert isinstance(outcome, Answer)
    assert [quote.citation.quote for quote in outcome.quotes] == [WORDS]
    assert isinstance(_ask(house, question, doc_ids=("other/*",)), Abstention)


def test_pin_is_the_same_answer_every_time(house: House) -> None:
    """Same library, settings, question and day: the same id; another owner: another."""
    first = house.pin(_pin())
    ids = {_ask(house).answer_id for _ in range(3)}
    assert len(ids) == 1
    house.unpin(first.number)
    house.pin(_pin(owner="Finance"))
    assert _ask(house).answer_id not in ids


def test_pin_follows_its_words(house: House) -> None:
    """Moved words must answer from where they stand now; changed or gone ones must not answer, and be told."""
    house.pin(_pin())
    assert house.pins()[0].standing == "exact"
    house.put("parking.md", ("# News\n\nSomething else comes first.\n\n" + RULES).encode())
    outcome = _ask(house)
    assert isinstance(outcome, Answer)
    citation = outcome.quotes[0].citation
    assert citation.version.text[citation.span.start : citation.span.end] == WORDS
    assert citation.version.version == 2
    assert (house.pins()[0].standing, house.pins()[0].answers) == ("moved", True)
    house.put("parking.md", RULES.replace("40", "45").encode())
    assert _first(_ask(house)) is None
    assert (house.pins()[0].standing, house.pins()[0].answers) == ("changed", False)
    house.remove("parking.md")
    assert _first(_ask(house)) is None
    assert house.pins()[0].standing == "gone"


def test_newest_pin_that_stands_wins(house: House) -> None:
    """Of two pins on one question the later must answer, and the earlier once its words are gone."""
    house.pin(_pin())
    house.pin(_pin("Permits are issued by the facilities office.", owner="Reception"))
    assert _first(_ask(house)) == ("Permits are issued by the facilities office.", "Reception")
    house.put("parking.md", RULES.replace("facilities office", "front desk").encode())
    assert _first(_ask(house)) == (WORDS, "Facilities")


def test_pin_answers_through_its_last_day(house: House) -> None:
    """On the day itself it must answer, the day after not."""
    house.pin(_pin(until="2999-06-30"))
    with house.library.reading() as snapshot:
        lexicon = house.asker.lexicon()
        found = [
            CuratedAnswers(lambda day=day: day).find(snapshot, lexicon, QUESTION, ()) is not None  # type: ignore[misc]
            for day in ("2999-06-29", "2999-06-30", "2999-07-01")
        ]
    assert found == [True, True, False]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"doc_id": "nowhere.md"}, UnknownError),
        ({"span": Span(0, 100_000)}, UsageError),
        ({"span": Span(5, 5)}, UsageError),
        ({"span": Span(7, 9)}, UsageError),  # blank
        ({"questions": ()}, UsageError),
        ({"questions": (" ",)}, QuestionError),
        ({"questions": ("Why?",) * 51}, UsageError),
        ({"owner": " "}, UsageError),
        ({"owner": "A\nB"}, UsageError),
        ({"until": "2020-01-01"}, UsageError),
        ({"until": "2999-W01-1"}, UsageError),
        ({"until": "soon"}, UsageError),
    ],
)
def test_pin_that_cannot_be_is_refused(house: House, change: dict[str, object], error: type[Exception]) -> None:
    """Words that are not there, nobody who answers for it, or a day that is past must store nothing."""
    before = house.counts()[2]
    with pytest.raises(error):
        house.pin(_pin(**change))
    assert (house.pins(), house.counts()[2]) == ((), before)
