"""The glossary: words, compounds and acronyms of documents, whatever the order they came in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from quoth.index.glossary import Glossary, Mined
from unit.answering.pages import Page

CMO = "A contract manufacturing organisation (CMO) makes batches. On-boarding takes a week.\n"
OTHER = "The chief medical officer (CMO) signs. A contract manufacturing organization (CMO) does not. Batches wait.\n"


def terms(text: str) -> tuple[str, ...]:
    """Return lower-case words without a final "s"."""
    return tuple(word.removesuffix("s") for word in re.findall(r"\w+", text.lower()))


def mined(*pages: Page) -> Mined:
    """Return what these pages hold."""
    held = Mined(terms)
    for page in pages:
        held.add(page.version)
    return held


def glossary(*texts: str) -> Glossary:
    """Return the glossary of some documents."""
    return Glossary(mined(*(Page(text, f"{number}.md") for number, text in enumerate(texts))))


def _senses(found: Glossary, short: str) -> list[tuple[Sequence[str], Sequence[str]]]:
    return [(sense.longs, sense.doc_ids) for sense in found.senses(short)]


def test_glossary_tells_senses_apart_and_spellings_not() -> None:
    """Another spelling must be the same sense, other words another one; the sense of most documents comes first."""
    found = glossary(CMO, OTHER)
    assert _senses(found, "cmo") == [
        (("contract manufacturing organisation", "contract manufacturing organization"), ("0.md", "1.md")),
        (("chief medical officer",), ("1.md",)),
    ]
    assert [sense.short for sense in found.acronyms_of("contractmanufacturingorganisation")] == ["CMO"]


def test_evidence_of_a_sense_holds_both_forms() -> None:
    """The span cited must be where the document explains the acronym."""
    page = Page(CMO)
    (sense,) = Glossary(mined(page)).senses("CMO")
    assert sense.where.span.of(page.version.text) == "contract manufacturing organisation (CMO"


def test_glossary_counts_words_of_titles_and_boilerplate() -> None:
    """Every word that a person can see in a document must be known."""
    found = glossary("# Batch records\n\nA batch waits.\n\nCookie policy\n")
    assert all(map(found.count, ("batch", "records", "cookie", "policy")))
    assert not found.count("zebra")
    assert found.alike("batck", 1) == ("batch",)
    assert glossary(CMO).hyphenated("onboarding") == "on-boarding"


def test_mined_words_are_the_same_in_any_order_and_after_saving(tmp_path: Path) -> None:
    """Documents added in another order, in parts or twice must give the same file, and the file the same glossary."""
    one, two = Page(CMO, "0.md"), Page(OTHER, "1.md")
    mined(one, two).save(tmp_path / "a.json")
    mined(two, one, two).save(tmp_path / "b.json")
    mined(one).save(tmp_path / "c.json")
    half = Mined.load(tmp_path / "c.json", terms)
    half.add(two.version)
    half.save(tmp_path / "c.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes() == (tmp_path / "c.json").read_bytes()


@pytest.mark.parametrize("text", ["", "[]", '{"format": 0}', "{broken"])
def test_file_of_another_version_is_refused(tmp_path: Path, text: str) -> None:
    """What cannot be understood must be a ValueError, so that it is built anew."""
    (tmp_path / "words.json").write_text(text)
    with pytest.raises(ValueError, match="."):
        Mined.load(tmp_path / "words.json", terms)


def test_glossary_knows_names_by_their_capitals_inside_sentences() -> None:
    """A capital at the beginning of a sentence, item or heading says nothing; nearly always means three times of four."""
    found = glossary(
        "# Slots By Lonza\n\nSlots are sold by Lonza, and Lonza fills slots.\n\n- Ask Fortrea\n- March comes; we march in March.\n"
    )
    assert [word for word in ("lonza", "slots", "fortrea", "ask", "march", "unknown") if found.is_name(word)] == [
        "lonza",
        "fortrea",
    ]
