"""Widening: a quote holds what its sentence leans on, or a second one supplies it, and never grows for nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoth.answering.beside import Beside
from quoth.answering.lists import MOST_ANNOUNCED, MOST_LIST, NEEDED, USUAL
from quoth.answering.widening import widen
from quoth.types import Evidence
from unit.answering.pages import Page, ask

_FILLER = "The planner keeps one slot of the line for the client who has paid the fee of that week on time and in full."


def _widen(page: Page, words: str, question: str = "Why?") -> tuple[str, list[str]]:
    widened = widen(ask(question), page.evidence(words))
    text = page.version.text
    return widened.span.of(text), [span.of(text) for span in widened.supplied]


@pytest.mark.parametrize(
    "opening", ["It takes six weeks.", "These weeks are paid.", "Such a slot is paid.", "Under these terms it is paid.", "The latter is paid.", "Both are paid.", "If it lapses, nothing is paid.", "In June 2024 it was sold."]
)  # fmt: skip
def test_pointer_reaches_over_the_border_of_paragraphs(opening: str) -> None:
    """A paragraph that opens with a pronoun or its like must come with the last sentence of the one before."""
    page = Page(f"# Slots\n\nAll begins here. A slot is a week of the line.\n\n{opening}\n\nAnother matter.\n")
    assert _widen(page, opening) == (f"A slot is a week of the line.\n\n{opening}", [])


def test_pointer_reaches_over_the_border_of_passages() -> None:
    """A sentence that points back must find what it points to, though the passage ends between the two."""
    sentences = [f"Slot number {n} of the line is kept for the client who pays the fee." for n in range(8)]
    page = Page("# Slots\n\n" + " It is a week. ".join(sentences) + "\n", max_tokens=18)
    assert len(page.passages) > 2
    for stored in page.passages:
        first = stored.passage.sentences[0]
        if first.of(page.version.text) == "It is a week.":
            widened = widen(ask("Why?"), page.evidence("kept")).span
            assert not widened.of(page.version.text).startswith("It is")


@pytest.mark.parametrize("verdict", ["Yes, for slots of the line.", "No.", "Not always.", "It depends on the line."])
def test_verdict_stays_with_its_reason(verdict: str) -> None:
    """Without its yes or no nobody knows what a sentence argues for, however long it is; a sentence that merely begins so is left."""
    reason = f"The rules of the line {'that every client has signed in both copies ' * 8}demand a slot."
    assert len(reason) < USUAL < len(verdict) + len(reason) + len(_FILLER)
    assert _widen(Page(f"# Slots\n\n{verdict} {reason} {_FILLER}\n"), reason)[0] == f"{verdict} {reason}"
    other = f"No slot of the line that somebody else has paid for is given away by the planner of {'that very ' * 3}line."
    assert _widen(Page(f"# Slots\n\n{other} {reason} {_FILLER}\n"), reason)[0] == reason


def test_pointer_to_a_heading_alone_takes_nothing() -> None:
    """Headings are never quoted: they stand in the citation."""
    assert _widen(Page("# Slots\n\n## A slot\n\nIt is a week of the line.\n"), "It is a week") == (
        "It is a week of the line.",
        [],
    )


def test_pointer_is_supplied_where_there_is_no_room() -> None:
    """Where sentence and noun are too long together, the noun must come as a second quote."""
    long = "A slot " + "is kept by the planner for whoever pays " * 11 + "on time."
    tail = "It " + "is lost by whoever does not pay on time " * 10 + "and in full."
    assert len(long) < NEEDED < len(long) + len(tail)
    page = Page(f"# Slots\n\n{long}\n\n{tail}\n")
    assert _widen(page, tail) == (tail, [long])


def test_paragraph_that_points_at_a_list_takes_the_list() -> None:
    """What follows a list and speaks of it must come with it."""
    page = Page("# Slots\n\nThere are two kinds:\n\n- long ones\n- short ones\n\nThese are paid in advance.\n")
    quote, _ = _widen(page, "These are paid")
    assert [line for line in quote.split("\n") if line] == ["There are two kinds:", "long ones", "short ones", "These are paid in advance."]  # fmt: skip


@pytest.mark.parametrize(
    "limit", ["However, this ends in June.", "Except on Sundays.", "This does not apply to trials.", "Unless the client pays late.", "Only the sponsor may waive it.", "An exception is made for trials.", "It is only valid for a year."]
)  # fmt: skip
def test_limit_comes_along_beyond_the_usual_room(limit: str) -> None:
    """A sentence that limits the one before must be inside, though the usual room is spent; over the end of the paragraph, too."""
    rule = "The client " + "pays the fee of the slot " * 15 + "in advance."
    assert USUAL - len(limit) < len(rule) < USUAL
    for gap in (" ", "\n\n"):
        page = Page(f"# Slots\n\n{rule}{gap}{limit} {_FILLER}\n")
        assert _widen(page, rule) == (f"{rule}{gap}{limit}", [])


def test_filler_is_left_out_rather_than_its_limit() -> None:
    """What is taken only because there is room must not be half of what it says."""
    limit = "However, " + "the planner may grant a week " * 12 + "to a new client."
    page = Page(f"# Slots\n\nThe fee is due. {_FILLER} {limit}\n")
    assert _widen(page, "The fee is due.") == ("The fee is due.", [])


def test_no_limit_no_growth() -> None:
    """Where nothing is needed a quote must keep to the usual room and to its paragraph."""
    page = Page(f"# Slots\n\nA first matter.\n\nThe fee is due. {' '.join([_FILLER] * 6)}\n\nA last matter.\n")
    quote, supplied = _widen(page, "The fee is due.")
    assert len(quote) <= USUAL
    assert quote.startswith("The fee is due.")
    assert supplied == []


def test_sentence_cut_for_its_length_is_whole_again() -> None:
    """An enumeration longer than a passage must be quoted whole, whichever piece was found."""
    sentence = "The agreement names " + ", ".join(f"the duty number {n} of the client" for n in range(20)) + " and the fee."
    page = Page(f"# Duties\n\n{sentence}\n", max_tokens=40)
    assert len(page.passages) > 1
    assert _widen(page, "number 13 ") == (sentence, [])


_ITEMS = [f"Batch records number {n} and all that belongs to them are kept for the sponsor." for n in range(6)]


def test_condition_of_a_lead_in_is_supplied_to_its_items() -> None:
    """An item must not be quoted without the "must not" of its lead-in; the first one has it right before."""
    lead = "The following must not be outsourced:"
    page = Page(f"# Duties\n\nA first matter. {lead}\n\n" + "\n".join(f"- {item}" for item in _ITEMS) + "\n")
    assert _widen(page, "number 0 ")[0] == f"{lead}\n\n{_ITEMS[0]}"
    quote, supplied = _widen(page, "number 5 ")
    assert (quote, supplied) == (_ITEMS[5], [lead])


def test_item_that_is_a_sentence_needs_no_lead_in() -> None:
    """Where the lead-in sets no condition, a sentence of its own stands alone."""
    page = Page("# Duties\n\nSome practice:\n\n" + "\n".join(f"- {item}" for item in _ITEMS) + "\n")
    assert _widen(page, "number 5 ") == (_ITEMS[5], [])


def test_item_of_an_inner_list_takes_the_item_above() -> None:
    """What introduces an inner list is the item that it hangs on."""
    inner = "\n".join(f"  - {item}" for item in _ITEMS)
    page = Page(f"# Duties\n\nDuties:\n\n- The client may never see:\n{inner}\n")
    assert _widen(page, "number 5 ")[1] == ["The client may never see:"]


@pytest.mark.parametrize("n", [0, 20, 39])
def test_list_asked_for_is_whole(n: int) -> None:
    """A list of forty items must come with its lead-in and every item, whichever was found, with what limits it."""
    items = [f"Duty number {m} of the sponsor, which stands in the agreement." for m in range(40)]
    page = Page("# Duties\n\nA first matter. The duties are:\n\n" + "\n".join(f"- {item}" for item in items) + "\n\nHowever, trials have none. Another matter.\n")  # fmt: skip
    quote, _ = _widen(page, f"number {n} ", "List the duties of the sponsor.")
    assert [line for line in quote.split("\n") if line] == ["The duties are:", *items, "However, trials have none."]
    assert USUAL < len(quote) <= MOST_LIST


@pytest.mark.parametrize(
    ("lead", "is_announced"),
    [("The plan has three stages.", True), ("It rests on 3 simple ideas.", True), ("The plan has four stages.", False), ("Three met.", False)],
)  # fmt: skip
@pytest.mark.parametrize(
    "members", ["- Think\n- Act\n  - slowly\n- Rest\n", "| No | Name |\n|---|---|\n| 1 | Think |\n| 2 | Act |\n| 3 | Rest |\n"]
)
def test_number_announces_as_many_members(members: str, lead: str, is_announced: bool) -> None:
    """A sentence that ends by counting things must take the list or table of so many behind it, and no other."""
    page = Page(f"# Plan\n\nIt is of 2011. {lead}\n\n{members}\nSo much for it.\n")
    quote, _ = _widen(page, lead, "What are the parts of the plan?")
    assert ("Rest" in quote) == is_announced


def test_glossary_is_quoted_by_the_entry() -> None:
    """A list that explains terms must not be quoted whole because a list was asked for; the same with a lead-in must."""
    entries = "\n".join(f"- Term {n}: what number {n} means in this trade." for n in range(15))
    assert (
        _widen(Page(f"# Glossary\n\n{entries}\n"), "Term 7", "List the terms.")[0]
        == "Term 7: what number 7 means in this trade."
    )
    assert "Term 14" in _widen(Page(f"# Terms\n\nThe terms are:\n\n{entries}\n"), "Term 7", "List the terms.")[0]


def test_steps_in_prose_are_whole_where_a_procedure_is_asked_for() -> None:
    """Steps told in sentences must all come, from the first to the last."""
    steps = "First, the client pays. Then the planner keeps the slot. Next, the line is cleaned. Finally, the batch is made."
    page = Page(f"# Slots\n\n{_FILLER} {_FILLER} {_FILLER} {steps} {_FILLER}\n")
    assert steps in _widen(page, "Next, the line", "What are the steps to book a slot?")[0]


def _table(rows: int, caption: str = "") -> Page:
    body = "\n".join(f"| Site number {n} in its country | {n}00 |" for n in range(rows))
    return Page(f"# Fees\n\n{caption}\n\n| Site | Fee in USD |\n|---|---|\n{body}\n")


def test_row_near_its_header_is_one_stretch_with_it() -> None:
    """A short table up to the row must be one quote."""
    assert (
        _widen(_table(4), "number 1 ")[0]
        == "Site | Fee in USD\nSite number 0 in its country | 000\nSite number 1 in its country | 100"
    )


def test_row_far_from_its_header_is_supplied_with_it() -> None:
    """A row far down must stand alone, its header a second quote."""
    assert _widen(_table(30), "number 25 ") == ("Site number 25 in its country | 2500", ["Site | Fee in USD"])


def test_unit_in_the_paragraph_above_a_table_comes_along() -> None:
    """Numbers whose unit stands neither in the row nor in its header must come with the sentence that names it."""
    body = "\n".join(f"| Site number {n} in its country | {n}00 |" for n in range(30))
    page = Page(f"# Fees\n\nA first matter. All fees are in USD million.\n\n| Site | Fee |\n|---|---|\n{body}\n")
    assert _widen(page, "number 0 ")[0].startswith("All fees are in USD million.\n\nSite | Fee\n")
    assert _widen(page, "number 25 ")[1] == ["All fees are in USD million.\n\nSite | Fee"]


_SENTENCES = st.sampled_from(
    ["A slot is a week.", "It is paid.", "However, trials are free.", "These are kept:", "Only the sponsor may waive it.", "Then the line is cleaned.", _FILLER, "The fee is 5 USD.", "no full stop", "Both lapse in June!"]
)  # fmt: skip
_BLOCKS = st.one_of(
    st.lists(_SENTENCES, min_size=1, max_size=6).map(" ".join),
    st.lists(_SENTENCES, min_size=1, max_size=8).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(_SENTENCES, min_size=1, max_size=8).map(lambda rows: "| A | B |\n|---|---|\n" + "\n".join(f"| {row} | 5 |" for row in rows)),
    st.just("## Another heading"),
)  # fmt: skip


@settings(max_examples=50)
@given(
    st.lists(_BLOCKS, min_size=1, max_size=6),
    st.sampled_from(["Why?", "List the duties.", "How is a slot booked?"]),
    st.integers(8, 60),
)
def test_a_quote_holds_its_sentence_is_bounded_and_quotes_no_heading(blocks: list[str], question: str, max_tokens: int) -> None:
    """Whatever the document: a quote holds its sentence, keeps to its limits, touches no heading, and what is supplied is outside it."""
    page = Page("# Top\n\n" + "\n\n".join(blocks) + "\n", max_tokens=max_tokens)
    for stored in page.passages:
        for sentence in stored.passage.sentences:
            item = Evidence(stored=stored, span=sentence, score=0.5, probability=0.5, version=page.version)
            widened = widen(ask(question), item)
            assert widened.span.holds(item.span)
            assert len(widened.span) <= MOST_LIST
            if question == "Why?":
                assert len(widened.span) <= MOST_ANNOUNCED
            for span in (widened.span, *widened.supplied):
                assert not [b for b in page.version.blocks if b.kind == "heading" and b.span.touches(span)]
                assert span.of(page.version.text).strip() == span.of(page.version.text)
            assert not any(span.touches(widened.span) for span in widened.supplied)


def test_neighbour_that_answers_better_is_taken_first() -> None:
    """Where there is room for one neighbour only, it must be the one that answers; without scores what follows."""
    sentences = [f"Sentence {n} of many, none of them short, {_FILLER}" for n in range(3)]
    page = Page("# Slots\n\n" + " ".join(sentences) + "\n")
    middle = page.evidence("Sentence 1")
    before, after = (page.evidence(f"Sentence {n}") for n in (0, 2))
    beside = Beside({(page.version.doc_id, before.span): -1.0, (page.version.doc_id, after.span): -2.0})
    assert widen(ask("Why?"), middle).span.of(page.version.text) == " ".join(sentences[1:])
    assert widen(ask("Why?"), middle, beside).span.of(page.version.text) == " ".join(sentences[:2])


def test_list_of_several_right_items_is_quoted_whole_whatever_was_asked() -> None:
    """Two items of one list among the best sentences say that the list is the answer; one alone is the answer itself."""
    items = [f"Bring paper number {n} to the desk." for n in range(4)]
    page = Page("# Desk\n\nThe desk wants papers.\n\n" + "\n".join(f"- {item}" for item in items) + "\n\nIt is old.\n")
    best, second, far = (page.evidence(words, p) for words, p in (("number 2", 0.8), ("number 0", 0.5), ("It is old", 0.4)))
    assert widen(ask("Why?"), best, Beside.of([best, far, second])).span.of(page.version.text) == "\n".join(items)
    assert widen(ask("Why?"), best, Beside.of([best, far])).span.of(page.version.text) == items[2]


def test_two_sentences_of_one_item_are_no_list() -> None:
    """A list answers as a whole only where two of its items do: not for two sentences of one, nor for an item and the lead-in."""
    page = Page("# Desk\n\nThe desk wants papers:\n\n- Bring a pass. It must be new.\n- Bring a photo.\n")
    best, more, lead = (page.evidence(words) for words in ("Bring a pass", "It must be new", "The desk wants"))
    assert Beside.of([best, more, lead]).series == frozenset()
    assert len(Beside.of([best, page.evidence("Bring a photo")]).series) == 1
