"""What stands beside a quote: its header or lead-in, its copies, its older editions; all of it verifies and nothing of it knows the clock."""

from __future__ import annotations

from datetime import date

from integration.shelf import Shelf
from quoth.cli.outcomes import as_text
from quoth.contract import OutcomeModel, Today
from quoth.contract.citations import CitationModel
from quoth.library import verify
from quoth.types import Answer, Span

_ROWS = "\n".join(f"| Warehouse of garden gnomes number {n}, in the valley | {n}0 |" for n in range(30))
_TABLE = f"# Garden gnomes\n\n## Stock\n\n| Warehouse | Gnomes in thousands |\n|---|---|\n{_ROWS}\n"
_PAINT = "Garden gnomes are painted with two coats of a weatherproof varnish before they leave the workshop."
_RULES = "\n\n".join(f"House rule number {n} holds in every shed of the garden gnome factory." for n in range(5))


def _ask(shelf: Shelf, question: str, documents: dict[str, str]) -> OutcomeModel:
    for name, text in documents.items():
        shelf.write(name, text)
    shelf.ingest()
    outcome = shelf.ask(question, min_probability=0)
    assert isinstance(outcome, Answer)
    model = OutcomeModel.of(outcome)
    for quote in model.quotes:
        _check(shelf, quote.citation, quote.text)
        for copy in quote.also:
            _check(shelf, copy, copy.text)
    again = OutcomeModel.of(shelf.ask(question, min_probability=0))
    assert again.model_dump(exclude={"timings_ms"}) == model.model_dump(exclude={"timings_ms"})
    return model


def _check(shelf: Shelf, cited: CitationModel, text: str) -> None:
    """Check that a citation is of these words and verifies."""
    with shelf.library.reading() as snapshot:
        version = snapshot.live_version(cited.doc_id)
        verdict = verify(snapshot, cited.doc_id, cited.version, Span(cited.start, cited.end), cited.text_sha256, cited.quote_sha256)  # fmt: skip
    assert version is not None
    assert version.text[cited.start : cited.end] == text
    assert verdict.standing == "exact"


def test_header_of_a_row_far_down_is_quoted_right_behind_it(shelf: Shelf) -> None:
    """A number without its unit proves nothing: the header must be a quote of its own that says where it belongs."""
    model = _ask(shelf, "How many garden gnomes does warehouse number 23 hold?", {"stock.md": _TABLE})
    row = next(quote for quote in model.quotes if "number 23," in quote.text)
    header = next(quote for quote in model.quotes if quote.belongs_to is not None)
    assert header.text == "Warehouse | Gnomes in thousands"
    assert model.quotes[(header.belongs_to or 0) - 1].belongs_to is None
    assert [quote.n for quote in model.quotes] == list(range(1, len(model.quotes) + 1))
    assert row.belongs_to is None


def test_copies_are_cited_and_only_independent_ones_counted(shelf: Shelf) -> None:
    """Three documents say it, two of which are one document under two names."""
    text = f"# Garden gnomes\n\n{_PAINT}\n\n{_RULES}\n"
    other = f"# Workshop notes\n\nThe workshop has four rooms.\n\n{_PAINT}\n"
    model = _ask(shelf, "How are garden gnomes painted?", {"a.md": text, "copy of a.md": text, "workshop.md": other})
    first = model.quotes[0]
    assert {first.citation.doc_id, *(copy.doc_id for copy in first.also)} == {"a.md", "copy of a.md", "workshop.md"}
    assert first.sources == 2
    assert sum(_PAINT in quote.text for quote in model.quotes) == 1


def test_newer_edition_answers_and_no_alarm_is_raised(shelf: Shelf) -> None:
    """Of two editions the newer one's words must be quoted, the older one's cited beside them, and nothing called a disagreement."""
    documents = {
        f"gnome rules {year}.md": f"---\ntitle: Gnome rules {year}\ndate: {year}-01-01\n---\n\n{_RULES}\n\nA garden gnome may weigh at most {weight} kg.\n"
        for year, weight in ((2019, 14), (2024, 9))
    }
    model = _ask(shelf, "How much may a garden gnome weigh?", documents)
    first = model.quotes[0]
    assert first.citation.doc_id == "gnome rules 2024.md"
    assert first.citation.date == "2024-01-01"
    assert "9 kg" in first.text
    assert [(copy.doc_id, copy.date, copy.superseded_by) for copy in first.also] == [("gnome rules 2019.md", "2019-01-01", "gnome rules 2024.md")]  # fmt: skip
    assert "14 kg" in first.also[0].text
    assert model.disagreements == []
    assert first.sources == 1


def test_editions_that_cannot_be_ordered_still_disagree(shelf: Shelf) -> None:
    """Two documents of one name without a date contradict each other like any two."""
    documents = {name: f"# Gnome rules\n\n{_RULES}\n\nA garden gnome may weigh at most {weight} kg.\n" for name, weight in (("a.md", 14), ("b.md", 9))}  # fmt: skip
    model = _ask(shelf, "How much may a garden gnome weigh?", documents)
    assert {value.value for value in model.disagreements[0].values} == {"at most 14 kg", "at most 9 kg"}


def test_terminal_names_dates_copies_and_what_is_stale(shelf: Shelf) -> None:
    """The terminal must say where else it stands, how old each document is, and, by its own clock, what is stale."""
    for name, year in (("gnomes.md", 2025), ("gnome notes.md", 2019)):
        shelf.write(name, f"---\ntitle: On {name}\ndate: {year}-03-01\n---\n\n{_PAINT}\n\nThis is page {year}.\n")
    shelf.ingest()
    outcome = shelf.ask("How are garden gnomes painted?", min_probability=0)
    told = as_text(outcome, Today(date(2025, 6, 1), 365))
    assert "On gnomes.md (2025-03-01)" in told
    assert "On gnome notes.md (2019-03-01, stale)" in told
    assert "(found in 2 documents)" in told
    assert "also in: On " in told
    assert "stale" not in as_text(outcome, Today(date(2025, 6, 1), None))
