"""What narrows a sentence down: which value answers, and what tells two sentences apart."""

from __future__ import annotations

import time

import pytest

from fakes import FakeLexicon
from quoth.answering.claims import claim
from quoth.answering.scope import same_scope
from quoth.retrieval import understand


def _same(question: str, one: str, other: str, around: tuple[str, str] = ("", ""), labels: tuple[str, str] = ("", "")) -> bool:
    lexicon = FakeLexicon()
    query = understand(question, (), lexicon)
    claims = [
        claim(query, lexicon, text, above, label=label) for text, above, label in zip((one, other), around, labels, strict=True)
    ]
    assert claims[0] is not None
    assert claims[1] is not None
    return same_scope(query, lexicon, claims[0], claims[1])


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How much was sold?", "In Europe 40 tonnes were sold.", "In Japan 52 tonnes were sold."),
        ("What were the sales?", "Sales were 40 million euros in 2021.", "Sales were 52 million euros in 2023."),
        ("What was the profit?", "The net profit was 4 million euros.", "The operating profit was 7 million euros."),
        ("What does the table weigh?", "The WR-2 weighs 14 kg.", "The WR-5 weighs 22 kg."),
        ("How long may I work away?", "Within the zone you may work 40 days.", "Outside the zone you may work 15 days."),
        ("How long does it keep?", "At 4 \u00b0C it keeps for six weeks.", "At -45 \u00b0C it keeps for 24 months."),
        ("How many requests are allowed?", "Ten requests a second are allowed.", "Allowed are ten requests a minute."),
    ],
)  # fmt: skip
def test_another_scope_is_seen(question: str, one: str, other: str) -> None:
    """A region, a year, a sort, a product, a condition and a rate must each tell two sentences apart."""
    assert not _same(question, one, other)


def test_headings_tell_sentences_of_one_mould_apart() -> None:
    """The same sentence below another heading must speak of something else; in other words it need not."""
    above = ("Parcels / Express", "Parcels / Standard")
    assert not _same("How long does delivery take?", "Parcels arrive after two days.", "Parcels arrive after six days.", above)
    assert _same("How long does delivery take?", "Parcels arrive after two days.", "Count on six days until delivery.", above)


def test_opening_words_of_a_paragraph_tell_of_whom_it_speaks() -> None:
    """What stands under another company's name must be another company's, though the sentence names none."""
    one, other = "A revenue of 2 million euros was reported.", "The figure is 7 million euros in revenue."
    assert not _same("What was the revenue?", one, other, labels=("Larkfield", "Brenner"))
    assert _same("What was the revenue?", one, other, labels=("Larkfield", "Larkfield"))
    assert _same("What was the revenue?", one, other)


def test_who_says_it_is_not_what_it_is_about() -> None:
    """Names of sources must not look like another scope."""
    one = "According to Larkfield Research, the market grows by 6 % a year."
    assert _same("How fast does the market grow?", one, "Brenner Data expects the market to grow by 9 % a year.")


def test_number_inside_a_word_of_the_question_still_answers() -> None:
    """A value must not be taken for part of a longer word, "ten" in "attended"."""
    lexicon = FakeLexicon()
    found = claim(understand("How many people attended?", (), lexicon), lexicon, "Ten people came on two days.", "")
    assert found is not None
    assert found.value.span.of(found.text) == "Ten"


def test_how_long_asks_for_a_time_not_for_a_count_beside_it() -> None:
    """The words of the question stand nearer to the count."""
    lexicon = FakeLexicon()
    question = understand("How long does it take until the move to another site is approved?", (), lexicon)
    found = claim(question, lexicon, "Approval of one site change worldwide often takes two to four years.", "")
    assert found is not None
    assert found.value.words.of(found.text) == "two to four years"


def test_long_runs_of_capitals_take_no_time() -> None:
    """A protein sequence must be looked through as fast as prose."""
    lexicon = FakeLexicon()
    started = time.perf_counter()
    claim(understand("How long is it?", (), lexicon), lexicon, "MKTAYIAKQR" * 200 + " has 2000 residues and 5 m.", "")
    assert time.perf_counter() - started < 1.0
