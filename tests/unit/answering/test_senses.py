"""Senses: asked back only where the evidence speaks of several, as likely."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fakes import FakeLexicon
from quoth.answering.senses import decided_by, of_the_sense_meant, spelt_out, unsettled
from quoth.types import Evidence, Query, Rewording, Sense
from unit.answering.pages import Page, ask
from unit.index.test_glossary import glossary

MAKER = "A contract manufacturing organisation (CMO) makes batches.\n"
DOCTOR = "A chief medical officer (CMO) signs off trials.\n"
SENSES = glossary(MAKER, DOCTOR).senses("CMO")


def _query(question: str, senses: tuple[Sense, ...] = SENSES) -> Query:
    return replace(ask(question), senses=senses)


def _evidence(maker: float, doctor: float) -> list[Evidence]:
    found = [Page(MAKER, "0.md").evidence("makes batches", maker), Page(DOCTOR, "1.md").evidence("signs off", doctor)]
    return sorted(found, key=lambda one: -one.probability)


@pytest.mark.parametrize(
    ("question", "maker", "doctor", "expected"),
    [
        ("What is a CMO?", 0.8, 0.7, ["contract manufacturing organisation", "chief medical officer"]),
        ("What is a CMO?", 0.2, 0.3, ["chief medical officer", "contract manufacturing organisation"]),
        ("What is a CMO?", 0.8, 0.1, []),
        ("What is a CMO?", 0.02, 0.02, []),
        ("What does CMO stand for?", 0.8, 0.7, []),
    ],
)
def test_question_is_ambiguous_only_if_the_evidence_is(question: str, maker: float, doctor: float, expected: list[str]) -> None:
    """One sense far ahead, none in sight, or a question about the senses themselves must be answered as it is."""
    assert [sense.long for sense in unsettled(_query(question), _evidence(maker, doctor))] == expected


def test_question_without_senses_is_clear() -> None:
    """Where no acronym has several senses there is nothing to settle."""
    assert unsettled(_query("What is a CMO?", ()), _evidence(0.8, 0.8)) == ()


def test_sense_that_is_meant_leaves_the_other_out() -> None:
    """Sentences of documents that explain the acronym otherwise must not answer; one that uses no such word may."""
    query = replace(_query("What is a CMO?"), meant=next(sense for sense in SENSES if sense.doc_ids == ("0.md",)))
    other = Page("Money moves.\n", "1.md").evidence("Money moves", 0.1)
    evidence = _evidence(0.5, 0.8)
    assert of_the_sense_meant(query, [*evidence, other]) == (evidence[1], other)
    assert unsettled(query, evidence) == ()
    assert of_the_sense_meant(_query("What is a CMO?"), evidence) == tuple(evidence)


def test_document_that_uses_both_senses_settles_nothing() -> None:
    """Its sentences may speak of either."""
    both = [replace(sense, doc_ids=("0.md", "1.md")) for sense in SENSES]
    assert unsettled(_query("What is a CMO?", tuple(both)), _evidence(0.8, 0.8)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is a CMO?", "What is a chief medical officer (CMO)?"),
        ("what do cmos do", "what do chief medical officer (cmos) do"),
        ("The CMOX?", "The CMOX?"),
    ],
)
def test_sense_is_written_into_the_question(text: str, expected: str) -> None:
    """The whole word must be spelt out, once, and be kept beside it."""
    assert spelt_out(text, "CMO", "chief medical officer") == expected


def test_form_that_decided_is_told() -> None:
    """A quote with the long form alone must be explained; one with the question's own word needs no explanation."""
    one = Rewording(
        words="CMO", read_as="chief medical officer", why="acronym", terms=("cmo",), read_terms=("chief", "medical", "officer")
    )
    query = replace(ask("What is a CMO?"), rewordings=(one,))
    told = decided_by(query, FakeLexicon(), "The chief medical officer signs.")
    assert told.understood_as == "What is a CMO (chief medical officer)?"
    assert told.text == query.text
    assert decided_by(query, FakeLexicon(), "The CMO, our chief medical officer, signs.") == query
    assert decided_by(query, FakeLexicon(), "The medical chief officer signs.") == query
