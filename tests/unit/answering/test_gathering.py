"""Gathering: what a quote already says becomes a further citation of it, sliced from its own version."""

from __future__ import annotations

from quoth.answering.citing import cite
from quoth.answering.composing import compose
from unit.answering.pages import Page, ask

_SENTENCE = (
    "The contractor tells the client in writing of every planned change to the validated process, its equipment and site."
)


def test_copies_become_further_citations() -> None:
    """A near copy elsewhere must be cited with its own words, beyond the number of quotes, too."""
    mine = Page(f"{_SENTENCE}\n", "a.md")
    copy = Page(f"Another matter. {_SENTENCE.replace('tells', 'told')} A last one.\n", "b.md")
    other = Page("Audits take place every second year at the site.\n", "c.md")
    found = [mine.evidence("contractor"), other.evidence("Audits"), copy.evidence("contractor")]
    for k in (1, 2):
        quotes = cite(compose(ask("Why?"), found, k))
        assert [quote.citation.version.doc_id for quote in quotes] == ["a.md", "c.md"][:k]
        assert [(c.version.doc_id, c.quote) for c in quotes[0].also] == [("b.md", _SENTENCE.replace("tells", "told"))]
        assert quotes[0].sources == 2


def test_another_value_is_another_quote() -> None:
    """Two sentences that differ in their number only contradict each other, and must both be shown."""
    texts = [f"Parcels of the supplier arrive at the gate {n} days after dispatch on weekdays." for n in (3, 9)]
    found = [Page(f"{text}\n", f"{n}.md").evidence(text) for n, text in enumerate(texts)]
    quotes = compose(ask("When do parcels arrive?"), found, 3)
    assert [quote.text for quote in quotes] == texts
    assert [quote.also for quote in quotes] == [(), ()]


def test_same_words_in_two_places_of_a_document_are_one_source() -> None:
    """A document that repeats itself must be cited twice and counted once."""
    page = Page(f"# One\n\n{_SENTENCE}\n\n# Two\n\nIn short: {_SENTENCE}\n")
    first, second = (item for stored in page.passages for item in [stored])
    found = [page.evidence(_SENTENCE), page.evidence("In short:")]
    assert first is not second
    (quote,) = cite(compose(ask("Why?"), found, 3))
    assert len(quote.also) == 1
    assert quote.sources == 1


def test_few_words_in_common_are_no_further_citation() -> None:
    """A word or two that stand elsewhere by chance prove nothing there."""
    found = [Page("Yes. Audits are due.\n", "a.md").evidence("Yes."), Page("Yes.\n\nBatches fail.\n", "b.md").evidence("Yes.")]
    (quote,) = compose(ask("Why?"), found, 3)
    assert quote.also == ()
