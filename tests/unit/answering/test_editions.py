"""Editions: told from their names, dates and words, and only where all of it agrees."""

from __future__ import annotations

import pytest

from quoth.answering.composing import compose
from quoth.answering.editions import marks_of, newest_editions, put_newest_first
from unit.answering.pages import Page, ask

_RULES = [f"Rule number {n} holds for every site of the firm." for n in range(6)]
_QUERY = ask("How long are batch records kept?")


def _policy(doc_id: str, years: int, title: str = "Records policy", date: str = "") -> Page:
    front = f"---\ntitle: {title}\n" + (f"date: {date}\n" if date else "") + "---\n"
    body = "\n\n".join([*_RULES, f"Batch records are kept for {years} years after the last delivery."])
    return Page(f"{front}\n{body}\n", doc_id)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (("policy-v1.md", 5), ("policy-v2.md", 7)),
        (("policy_v1.9.md", 5), ("policy_v1.10.md", 7)),
        (("Policy 2021.md", 5), ("Policy 2024.md", 7)),
        (("a.md", 5, "Records policy, revision 3"), ("b.md", 7, "Records policy, revision 4")),
        (("a.md", 5, "Records policy (2nd edition)"), ("b.md", 7, "Records policy (3rd edition)")),
        (("a.md", 5, "Records policy", "2021-05-01"), ("b.md", 7, "Records policy", "2024-05-01")),
        (("records-20230101.md", 5), ("records-20240301.md", 7)),
        (("x.md", 5, "Records policy March 2023"), ("y.md", 7, "Records policy June 2023")),
    ],
)
def test_newer_edition_answers_and_the_older_is_cited(older: tuple[str, int], newer: tuple[str, int]) -> None:
    """However the edition is marked, and though the older one ranks first, the newer one's words are quoted."""
    old, new = _policy(*older), _policy(*newer)
    found = [old.evidence("5 years", 0.9), new.evidence("7 years", 0.8)]
    marked = put_newest_first(_QUERY, found, [*old.candidates(), *new.candidates()])
    assert [item.superseded_by for item in marked] == [None, newer[0]]
    (quote,) = compose(_QUERY, marked, 3)
    assert "7 years" in quote.text
    assert [(place.version.doc_id, place.superseded_by) for place in quote.also] == [(older[0], newer[0])]
    assert "5 years" in quote.also[0].span.of(old.version.text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("policy.md", 5), ("rules.md", 7, "Another title")),
        (("policy-v1.md", 5), ("policy-v1.md.txt", 7)),
        (("policy-v1.md", 5, "Records policy", "2024-01-01"), ("policy-v2.md", 7, "Records policy", "2021-01-01")),
        (("policy-2024.md", 5), ("policy-2024-05.md", 7)),
    ],
)
def test_doubt_makes_no_edition(one: tuple[str, int], other: tuple[str, int]) -> None:
    """Other names, no order, or marks that contradict each other must leave both as they are."""
    assert newest_editions(_QUERY, [_policy(*one).version, _policy(*other).version]) == {}


def test_other_words_make_no_edition() -> None:
    """The report of another year is another report."""
    texts = ("Sales rose in Spain.\n\nWe hired nurses.\n", "Sales fell in Italy.\n\nA plant was sold.\n")
    pages = [Page(f"# Annual report\n\n{text}", f"report-202{n}.md") for n, text in enumerate(texts)]
    assert newest_editions(_QUERY, [page.version for page in pages]) == {}


def test_question_that_names_an_edition_is_asked_of_it() -> None:
    """The year in the question must lead to the words of that year."""
    pages = [_policy("policy-2021.md", 5), _policy("policy-2024.md", 7)]
    assert newest_editions(ask("How long were records kept in 2021?"), [page.version for page in pages]) == {}
    assert list(newest_editions(_QUERY, [page.version for page in pages])) == ["policy-2021.md"]


def test_sentence_of_the_newer_edition_is_found_unread() -> None:
    """Though the reader saw the older edition only, the newer one's words must be quoted."""
    old, new = _policy("policy-v1.md", 5), _policy("policy-v2.md", 7)
    marked = put_newest_first(_QUERY, [old.evidence("5 years")], [*old.candidates(), *new.candidates()])
    assert "7 years" in compose(_QUERY, marked, 3)[0].text


def test_what_the_newer_edition_dropped_is_marked() -> None:
    """Words without a place in the newer edition may answer, but must say that there is one."""
    old = _policy("policy-v1.md", 5)
    new = Page("---\ntitle: Records policy\n---\n\n" + "\n\n".join(_RULES) + "\n", "policy-v2.md")
    found = [old.evidence("5 years"), new.evidence("Rule number 1")]
    marked = put_newest_first(_QUERY, found, [])
    assert [item.superseded_by for item in marked] == ["policy-v2.md", None]


def test_three_editions_lead_to_the_newest() -> None:
    """Every older one must name the newest of all."""
    versions = [_policy(f"policy-v{n}.md", n).version for n in (2, 3, 1)]
    assert {doc_id: newer.doc_id for doc_id, newer in newest_editions(_QUERY, versions).items()} == {
        "policy-v2.md": "policy-v3.md", "policy-v1.md": "policy-v3.md",
    }  # fmt: skip


def test_words_that_look_like_marks_are_none() -> None:
    """A month inside a word, or a number of something else, is no mark of an edition."""
    marks = marks_of("market 20231.md", "Market of 12 vessels", None)
    assert (marks.number, marks.dated, marks.date) == ((), (), ())
