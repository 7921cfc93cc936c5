"""Every quote ever shown is a slice of a stored version, with hashes that prove it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from integration.shelf import shown
from quoth.ask import Request
from quoth.contract import OutcomeModel
from quoth.evaluation.questions import Item, read_questions
from quoth.house import House
from quoth.types import Answer, Outcome, Span

_QUESTIONS = Path(__file__).parents[2] / "corpus" / "questions" / "tune.jsonl"
_ITEMS = read_questions(_QUESTIONS)[::4][:60]
Asked = list[tuple[Item, Outcome]]


@pytest.fixture(scope="module")
def asked(corpus_house: House) -> Asked:
    """Return sixty questions, spread over the file, with their outcomes."""
    assert len(_ITEMS) == 60
    return [(item, corpus_house.ask(Request(question=item.question))) for item in _ITEMS]


def test_ask_both_answers_and_abstains(asked: Asked) -> None:
    """The sixty must show quotes as answers and as what came nearest, or the tests below say little."""
    assert sum(isinstance(outcome, Answer) for _, outcome in asked) >= 20
    assert [outcome for _, outcome in asked if not isinstance(outcome, Answer) and outcome.nearest]


def test_every_quote_is_a_slice_with_its_hashes(corpus_house: House, asked: Asked) -> None:
    """What goes out as JSON must be the stored text between start and end, under the hashes it carries."""
    for _, outcome in asked:
        model = OutcomeModel.of(outcome)
        for quote in [*model.quotes, *model.nearest]:
            cited = quote.citation
            _, version = corpus_house.document(cited.doc_id, cited.version)
            assert version.text[cited.start : cited.end] == quote.text
            assert hashlib.sha256(version.text.encode()).hexdigest() == cited.text_sha256
            assert hashlib.sha256(quote.text.encode()).hexdigest() == cited.quote_sha256


def test_every_quote_verifies_as_exact(corpus_house: House, asked: Asked) -> None:
    """What was just cited must be found exact."""
    for _, outcome in asked:
        for cited in (quote.citation for quote in OutcomeModel.of(outcome).quotes):
            span = Span(cited.start, cited.end)
            verdict = corpus_house.verify(cited.doc_id, cited.version, span, cited.text_sha256, cited.quote_sha256)
            assert verdict.standing == "exact"


def test_every_highlight_lies_in_its_quote(asked: Asked) -> None:
    """A highlight must mark words of the quote, and quotes are numbered from 1."""
    for _, outcome in asked:
        quotes = shown(outcome)
        assert [quote.n for quote in quotes] == list(range(1, len(quotes) + 1))
        for quote in quotes:
            assert all(h.start < h.end <= len(quote.citation.quote) for h in quote.highlights)


def test_no_quote_touches_boilerplate_or_a_heading(asked: Asked) -> None:
    """Menus, advertising and headings alone must never be quoted."""
    for item, outcome in asked:
        for citation in (quote.citation for quote in shown(outcome)):
            touched = [block for block in citation.version.blocks if block.span.touches(citation.span)]
            kinds = {(block.kind == "heading", block.is_boilerplate) for block in touched}
            assert kinds == {(False, False)}, (item.item_id, citation.quote)
