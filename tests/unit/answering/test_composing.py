"""Composing: quotes that stand alone, say different things, and give each side its say."""

from __future__ import annotations

import pytest

from quoth.answering.chosen import Chosen
from quoth.answering.composing import compose, side_of
from unit.answering.pages import Page, ask

_LISTS = """# Agreements

Some words before. A quality agreement has these parts:

- release of batches
- handling of changes
- the right to audit

After it comes the signature.

## Fees

The fees are as follows:

| Service | Fee |
|---|---|
| Batch | 40,000 |
| Audit | 5,000 |

Fees rise each year.
"""
_LONG = "The planner keeps the slot number {} of the line for the client who pays the fee on time."


def _words(chosen: Chosen) -> str:
    return chosen.span.of(chosen.version.text)


def _lines(chosen: Chosen) -> list[str]:
    return [line for line in _words(chosen).split("\n") if line]


def test_lead_in_takes_its_whole_list() -> None:
    """A sentence that ends with a colon must bring what it announces, and leave what stood before it."""
    page = Page(_LISTS)
    (quote,) = compose(ask("What is in a quality agreement?"), [page.evidence("has these parts:")], 3)
    assert _lines(quote) == [
        "A quality agreement has these parts:", "release of batches", "handling of changes", "the right to audit",
    ]  # fmt: skip


def test_lead_in_takes_its_whole_table() -> None:
    """A table announced must come with its header and every row."""
    page = Page(_LISTS)
    (quote,) = compose(ask("What is an audit?"), [page.evidence("as follows:")], 3)
    assert _lines(quote) == ["The fees are as follows:", "Service | Fee", "Batch | 40,000", "Audit | 5,000"]


@pytest.mark.parametrize("item", ["release of batches", "handling of changes", "the right to audit"])
def test_list_item_takes_its_whole_list_where_a_list_is_asked_for(item: str) -> None:
    """One item is not the list: lead-in and all items must come, whichever was found."""
    page = Page(_LISTS)
    (quote,) = compose(ask("List the parts of a quality agreement."), [page.evidence(item)], 3)
    assert _lines(quote)[-3:] == ["release of batches", "handling of changes", "the right to audit"]
    assert "has these parts:" in _words(quote)


def test_short_list_comes_whole_where_one_item_of_it_is_found() -> None:
    """An item that is no sentence of its own must bring what it is an item of, and no list cut short."""
    page = Page(_LISTS)
    (quote,) = compose(ask("Who handles changes?"), [page.evidence("handling of changes")], 3)
    assert _lines(quote)[0] == "A quality agreement has these parts:"
    assert _lines(quote)[-1] == "the right to audit"


def test_table_row_takes_its_header() -> None:
    """A row must come with its header, and with no row behind it."""
    page = Page(_LISTS)
    (quote,) = compose(ask("How much is a batch?"), [page.evidence("Batch | 40,000")], 3)
    assert _words(quote) == "Service | Fee\nBatch | 40,000"


def test_second_row_of_a_table_is_quoted_beside_the_first() -> None:
    """Two rows of one table must both be shown, the header once."""
    page = Page(_LISTS)
    found = [page.evidence("Batch | 40,000"), page.evidence("Audit | 5,000")]
    assert [_words(quote) for quote in compose(ask("What are the fees?"), found, 3)] == [
        "Service | Fee\nBatch | 40,000", "Audit | 5,000",
    ]  # fmt: skip


def test_list_too_long_to_read_is_not_taken_whole() -> None:
    """Beyond its limit a list must not be quoted as one."""
    items = "\n".join(f"- {_LONG.format(n)}" for n in range(60))
    page = Page(f"# Slots\n\nThe slots are:\n\n{items}\n")
    for query in (ask("List the slots."), ask("What is a slot?")):
        for words in ("The slots are:", "number 17 "):
            (quote,) = compose(query, [page.evidence(words)], 3)
            assert len(quote.span) <= 400


def test_sentence_takes_its_neighbours_while_there_is_room() -> None:
    """A quote must hold its sentence, stay within its paragraph, and keep to its limit."""
    long = " ".join(_LONG.format(n) for n in range(12))
    page = Page(f"# Slots\n\nFirst paragraph. It is short.\n\n{long}\n")
    (short,) = compose(ask("Why?"), [page.evidence("It is short.")], 3)
    assert _words(short) == "First paragraph. It is short."
    (quote,) = compose(ask("Why?"), [page.evidence("number 6 ")], 3)
    assert "number 6 " in _words(quote)
    assert len(_LONG) < len(quote.span) <= 400
    assert _words(quote).endswith("on time.")


def test_sentence_that_points_back_takes_what_it_points_to() -> None:
    """A quote must not open with "It" while the sentence before fits."""
    long = " ".join(_LONG.format(n) for n in range(3))
    page = Page(f"# Slots\n\nA slot is a week. It is paid for in advance. {long}\n")
    (quote,) = compose(ask("Why?"), [page.evidence("It is paid")], 3)
    assert _words(quote).startswith("A slot is a week. It is paid for in advance.")


def test_near_repeats_are_dropped() -> None:
    """The same words in another document, or a quote that overlaps one chosen, say nothing new."""
    sentence = (
        "The contractor tells the client in writing of every planned change to the validated process, its equipment and site."
    )
    mine, copy = Page(f"{sentence}\n", "a.md"), Page(f"{sentence.replace('tells', 'told')}\n", "b.md")
    other = Page("Audits take place every second year at the site.\n", "c.md")
    found = [
        page.evidence(words)
        for page, words in ((mine, "contractor"), (mine, "contractor"), (copy, "contractor"), (other, "Audits"))
    ]
    assert [quote.version.doc_id for quote in compose(ask("Why?"), found, 3)] == ["a.md", "c.md"]


@pytest.mark.parametrize("k", [1, 2, 3])
def test_no_more_than_k_quotes_best_first(k: int) -> None:
    """`k` must bound the quotes; the order is that of the evidence."""
    pages = [
        Page(f"{text}\n", f"{n}.md") for n, text in enumerate(("Fees rise.", "Audits end.", "Batches fail.", "Slots lapse."))
    ]
    found = [page.evidence(page.version.text.strip(), 0.9 - n / 10) for n, page in enumerate(pages)]
    chosen = compose(ask("Why?"), found, k)
    assert [(quote.version.doc_id, quote.probability) for quote in chosen] == [(f"{n}.md", 0.9 - n / 10) for n in range(k)]


def test_each_side_of_a_comparison_gets_a_quote() -> None:
    """Two sentences of one side must not crowd out the other side."""
    texts = ("A CRO runs trials.", "A CRO writes reports.", "A CRO hires nurses.", "A CMO makes medicine.")
    found = [Page(f"{text}\n", f"{n}.md").evidence(text, 0.9 - n / 10) for n, text in enumerate(texts)]
    chosen = compose(ask("What is the difference between a CRO and a CMO?"), found, 2)
    assert [(_words(quote).strip(), quote.side) for quote in chosen] == [(texts[0], "CRO"), (texts[3], "CMO")]


def test_quote_of_both_sides_needs_no_other_first() -> None:
    """A sentence that names both sides must be of both, and keep its rank."""
    texts = ("A CRO brings data whereas a CMO brings goods.", "A CRO writes reports.", "A CMO makes medicine.")
    found = [Page(f"{text}\n", f"{n}.md").evidence(text, 0.9 - n / 10) for n, text in enumerate(texts)]
    chosen = compose(ask("CRO vs CMO"), found, 2)
    assert [quote.side for quote in chosen] == ["CRO / CMO", "CRO"]


def test_side_is_for_comparisons_only() -> None:
    """Other questions have no sides, nor has a comparison a side that is not named."""
    assert side_of(ask("What is a CRO?"), "A CRO runs trials.") is None
    assert side_of(ask("CRO vs CMO"), "Audits take place.") is None


def test_highlights_outside_a_quote_are_dropped() -> None:
    """A quote may only mark its own words."""
    page = Page(_LISTS)
    item = page.evidence("Fees rise each year.", highlights=("each year", "the right to audit"))
    (quote,) = compose(ask("Why?"), [item], 1)
    assert [h.of(page.version.text) for h in quote.highlights] == ["each year"]


def test_nothing_comes_of_nothing() -> None:
    """Without evidence there must be no quote, in a comparison too."""
    assert compose(ask("CRO vs CMO"), [], 3) == ()
    assert compose(ask("Why?"), [], 3) == ()
