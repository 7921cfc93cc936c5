"""The seed documents: a market report saved with its advertising under a false name, and a plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import SANDBOX, Desk, FakeEncoder
from quoth.ingest import ingest
from quoth.reading.documents import read_bytes
from quoth.reading.sources.finding import find_sources

_REPORT = "004_c31dd0a9d0052b08.txt"


@pytest.fixture
def passages(desk: Desk, seeds: Path) -> list[str]:
    """Return the words of every passage of the seeds."""
    report = ingest(desk.library, FakeEncoder(max_tokens=256), SANDBOX, [seeds], desk.settings)
    assert report.failed == []
    return [text for texts in desk.passages().values() for text in texts]


def test_seed_page_is_read_as_html(seeds: Path) -> None:
    """A page saved as .txt must be told by its content, the plain text by its own."""
    types = {
        found.doc_id: read_bytes(found.read(10**6), doc_id=found.doc_id, uri=found.uri).media_type
        for found in find_sources(str(seeds))
    }
    assert types.pop(_REPORT) == "text/html"
    assert set(types.values()) == {"text/plain"}


@pytest.mark.parametrize(
    "call",
    ["Get a Sample PDF", "Purchase this Report", "Inquire or Share", "Check more reports", "reliablemarketforecast", "utm_"],
)
def test_seed_advertising_is_in_no_passage(passages: list[str], call: str) -> None:
    """No call to buy, in whatever case, may be able to answer."""
    assert not [text for text in passages if call.lower() in text.lower()]


@pytest.mark.parametrize("figure", ["CAGR of 11.5%", "CAGR of around 7-10%", "CAGR of over 8% through 2030"])
def test_seed_growth_figures_are_in_passages(passages: list[str], figure: str) -> None:
    """All three growth figures must be able to answer: the sources disagree, and that must show."""
    assert [text for text in passages if figure in text]


def test_seed_definitions_are_whole_in_a_passage(passages: list[str]) -> None:
    """What each kind of enterprise is must stand in a passage, its words as they are."""
    for start in (
        "CRO enterprises (contract customization R&D",
        "CMO (contract customized production",
        "CDMO enterprise (contract",
    ):
        assert [text for text in passages if start in text]
