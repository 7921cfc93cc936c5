"""Follow-ups: what a question leaves out is found in the conversation; what stands alone is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.retrieval.following import resolve, with_question_before
from quoth.retrieval.listed import listed_in
from quoth.types import Exchange
from strategies import raw_texts, sentences

CRO = "What is a CRO?"
TRIAL = "How many patients take part in a phase 1 trial?"
MARKET = "How large was the CDMO market in the US in 2023?"


def resolved(question: str, *earlier: str) -> str:
    return resolve(question, Exchange.of(earlier))


@pytest.mark.parametrize(
    ("question", "before", "understood"),
    [
        ("What about a CMO?", CRO, "What is a CMO?"),
        ("and the CMO", CRO, "What is a CMO?"),
        ("And CDMOs?", CRO, "What is a CDMO?"),
        ("ok, what about an API", CRO, "What is an API?"),
        ("And an API?", CRO, "What is an API?"),
        ("And Lonza?", "When was Catalent founded?", "When was Lonza founded?"),
        ("what about Europe", MARKET, "How large was the CDMO market in Europe in 2023?"),
        ("And in China?", MARKET, "How large was the CDMO market in China in 2023?"),
        ("And 2024?", MARKET, "How large was the CDMO market in the US in 2024?"),
        ("In 2030?", "How large is the CDMO market?", "How large is the CDMO market in 2030?"),
        ("I meant 2024", MARKET, "How large was the CDMO market in the US in 2024?"),
        ("no, i meant China", MARKET, "How large was the CDMO market in China in 2023?"),
        ("Japan?", MARKET, "How large was the CDMO market in Japan in 2023?"),
        ("and in Japan too?", MARKET, "How large was the CDMO market in Japan in 2023?"),
        (
            "and the last step?",
            "What is the first step of the escalation path?",
            "What is the last step of the escalation path?",
        ),
        ("non-rodents?", "How long must rodents be dosed?", "How long must non-rodents be dosed?"),
        ("And off-site?", "What does an on-site audit cost?", "What does an off-site audit cost?"),
        ("And the second step?", "What is our first step?", "What is our second step?"),
        ("Phase III?", "What happens in phase II?", "What happens in Phase III?"),
        ("Q3?", "What is the revenue in Q2?", "What is the revenue in Q3?"),
        ("why so slow?", "How long does a transfer take?", "why so slow (How long does a transfer take)?"),
        ("and when not?", "When is a CDMO right?", "and when not (When is a CDMO right)?"),
        ("what goes wrong most?", "What is technology transfer?", "what goes wrong most (technology transfer)?"),
        ("Who wrote it?", "Since when does the revised Annex 1 apply?", "Who wrote the revised Annex 1?"),
        ("And in Europe?", "How large is the CDMO market?", "How large is the CDMO market in Europe?"),
        ("and in phase 3?", TRIAL, "How many patients take part in a phase 3 trial?"),
        ("And phase II?", TRIAL, "How many patients take part in a phase II trial?"),
        ("What about disadvantages?", "What are the advantages of outsourcing?", "What are the disadvantages of outsourcing?"),
        ("Does the same apply to CMOs?", "Must CROs keep records?", "Must CMOs keep records?"),
    ],
)
def test_ellipsis_takes_the_place_of_its_like(question: str, before: str, understood: str) -> None:
    """What is new must replace what is of the same sort in the question before, and be added where nothing is."""
    assert resolved(question, before) == understood


@pytest.mark.parametrize(
    ("question", "before", "understood"),
    [
        ("Who runs it?", CRO, "Who runs a CRO?"),
        ("How much do they cost?", CRO, "How much do CROs cost?"),
        ("And who is responsible for it?", "What is technology transfer?", "And who is responsible for technology transfer?"),
        ("What is their revenue?", "Who are the largest CDMOs?", "What is the largest CDMOs\u2019 revenue?"),
        ("What are its advantages?", "What is a quality agreement?", "What are a quality agreement\u2019s advantages?"),
        ("Who signs this agreement?", "What is a quality agreement?", "Who signs a quality agreement?"),
        ("How does that work?", "What is a stability study?", "How does a stability study work?"),
        ("Who works there?", "Tell me about Rock City.", "Who works in Rock City?"),
        ("How did he die?", "Who was Dennis Gillings?", "How did Dennis Gillings die?"),
        (
            "What do they have in common?",
            "What is the difference between a CRO and a CMO?",
            "What do CRO and CMO have in common?",
        ),
        ("Which is the largest one?", "Which CDMOs are there in Europe?", "Which is the largest CDMOs?"),
    ],
)
def test_pronoun_gives_way_to_what_it_means(question: str, before: str, understood: str) -> None:
    """A pronoun must be replaced by what the question before was about, in the right number."""
    assert resolved(question, before) == understood


@pytest.mark.parametrize(
    ("question", "before", "understood"),
    [
        ("What are the main types?", "What is a bioreactor?", "What are the main types of a bioreactor?"),
        ("Are there any risks?", "What is technology transfer?", "Are there any risks of technology transfer?"),
        ("How reliable is the test?", "What is Lyme disease?", "How reliable is the test (Lyme disease)?"),
        ("How was the experiment done?", "What was the Stanford Experiment?", "How was the Stanford Experiment done?"),
        ("Which is the largest in the world?", "What are CDMOs?", "Which is the largest of CDMOs in the world?"),
    ],
)
def test_noun_that_lacks_its_owner_is_given_one(question: str, before: str, understood: str) -> None:
    """A side of something must be said of what was spoken of."""
    assert resolved(question, before) == understood


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("who signs", "who signs (quality agreement)?"),
        ("how many pages?", "how many pages (quality agreement)?"),
        ("how many runs", "how many runs (quality agreement)?"),
        ("common mistakes", "common mistakes (quality agreement)?"),
        ("typical duration?", "typical duration (quality agreement)?"),
        ("do we need a lawyer as well?", "do we need a lawyer as well (quality agreement)?"),
        ("Who decides then?", "Who decides then (quality agreement)?"),
        ("Thanks, and who signs it?", "and who signs a quality agreement?"),
        ("only for biologics", "What is a quality agreement for biologics?"),
        ("for biologics, I mean", "What is a quality agreement for biologics?"),
        ("the same for biologics?", "What is a quality agreement for biologics?"),
    ],
)
def test_question_that_names_nothing_is_about_what_was_spoken_of(question: str, understood: str) -> None:
    """A few words without a thing of their own, or that build on what was said, must bring the topic along; thanks add nothing."""
    assert resolved(question, "What is a quality agreement?") == understood


@pytest.mark.parametrize(
    ("before", "understood"),
    [
        (("What is a CMO?", "What is a CDMO?", "We have a stable process."), "which is cheaper, a CMO or a CDMO?"),
        (("What is the difference between a CMO and a CDMO?",), "which is cheaper, CMO or CDMO?"),
        (("What is a CMO?",), "which is cheaper?"),
        (("What is research and development?",), "which is cheaper?"),
        (("What is aspirin?", "How do I book a meeting room?"), "which is cheaper?"),
    ],
)
def test_comparison_without_sides_is_of_the_two_things_spoken_of_last(before: tuple[str, ...], understood: str) -> None:
    """A question which of two is cheaper must be asked of both, or be left alone where there are not two of one sort."""
    assert resolved("which is cheaper?", *before) == understood


def test_thanks_hide_neither_a_fragment_nor_what_comes_after_it() -> None:
    """Behind thanks a fragment must be understood as without them, and the next question must follow from it."""
    assert resolved("Thanks, and a CRO?", "What is a CMO?") == "What is a CRO?"
    assert resolved("What does it cost?", "What is a CMO?", "great, and a CRO?") == "What does a CRO cost?"


def test_subject_is_not_the_whole_sentence() -> None:
    """A verb at the end must not make of verb and object a subject."""
    assert resolved("are they safe?", "How do vaccines help the body work?") == "are vaccines safe?"
    assert resolved("is it safe?", "How does the CMO help clients run?") == "is the CMO safe?"
    assert resolved("how long is it?", "What is a lease?", "Do I get a say?") == "how long is a lease?"


@pytest.mark.parametrize(
    ("before", "understood"),
    [
        ("what does an audit cost", "who pays (audit)?"),
        ("What does tech transfer cost?", "who pays (tech transfer)?"),
        ("When does the batch record review start?", "who pays (batch record review)?"),
    ],
)
def test_subject_stands_before_the_verb_that_ends_a_question(before: str, understood: str) -> None:
    """What was spoken of must be the whole subject, though its own words may be verbs, too."""
    assert resolved("who pays?", before) == understood


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Why?", "Why (Can a CMO subcontract)?"),
        ("how so?", "how so (Can a CMO subcontract)?"),
        ("More", "Can a CMO subcontract? More"),
        ("for example?", "Can a CMO subcontract? For example?"),
        ("Explain", "Can a CMO subcontract? Explain"),
        ("Can you explain that please?", "Can a CMO subcontract? Can you explain that please?"),
    ],
)
def test_bare_question_brings_the_one_before_along(question: str, understood: str) -> None:
    """A question word or "more" alone must keep the question before it, readable."""
    assert resolved(question, "Can a CMO subcontract?") == understood


@pytest.mark.parametrize(
    "question",
    [
        "And what is a CMO?",
        "And who signs the agreement between sponsor and CMO?",
        "What is the shelf life of a biosimilar?",
        "Who certifies a batch before it is sold?",
        "Does a CRO own its data?",
        "Is it legal to ship samples abroad?",
        "How long does it take to transfer a process?",
        "Are there rules for returns?",
        "The site would like to rework a batch. Does it have to ask us first?",
        "How do prices in India compare with those in Germany?",
        "What is so special about the month of May that it is named in the contract?",
        "cdmo revenue 2024",
        "What happens this year?",
        "How are risks assessed?",
        "What causes falls?",
        "Is travel covered?",
        "How much does training cost?",
        "How do I register?",
        "How much leave do I get?",
        "Who checks records?",
        "What are working hours?",
        "???",
        "stop",
        "yes",
        "great, will do",
        "ok, got it",
        "Thank you very much!",
        "What time is it?",
        "Just to be clear, is aspirin an NSAID?",
        "Just in case: where is the fire exit?",
        "I meant to ask: how long is the notice period?",
        "Only with a prescription can I buy codeine?",
        "just in time manufacturing",
        "OK to smoke?",
        "Okay for children?",
        "Great risks?",
        "Does the tenant pay for heating as well?",
        "How much did a house cost then?",
        "Is aspirin safe in pregnancy too?",
        "Which animals live longer?",
        "Which employees work longer?",
        "Who needs more sleep?",
        "What causes more deaths?",
    ],
)
def test_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    """Pronouns that mean something in the question itself, and changes of topic, must touch nothing."""
    assert resolved(question, CRO, "Who runs it?") == question


LIST = "CROs offer:\n- Monitoring: visits to the sites\n- Data management: cleaning\n- Statistics"
QUOTES = "A CRO is an organisation that runs trials.\n\nA CMO is a firm that makes medicines.\n\nCDMOs also develop."


@pytest.mark.parametrize(
    ("question", "answer", "understood"),
    [
        ("Tell me more about the second one", LIST, "Tell me more about Data management"),
        ("What does the last one cost?", LIST, "What do Statistics cost?"),
        ("Who offers number 3?", LIST, "Who offers Statistics?"),
        ("Who runs the second one?", QUOTES, "Who runs a CMO?"),
        ("What is the former?", "They are small, medium and large.", "What is small?"),
        ("What is the fifth one?", LIST, "What is the fifth one (What services are there)?"),
    ],
)
def test_ordinal_picks_from_the_last_answer(question: str, answer: str, understood: str) -> None:
    """The second one must be the second item of the list, quote or series that was answered."""
    assert resolve(question, [Exchange("What services are there?", answer)]) == understood


def test_ordinal_picks_a_side_of_the_last_question() -> None:
    """Where no answer is known, the sides of a comparison can be counted."""
    assert resolved("What does the latter cost?", "What is the difference between a CRO and a CMO?") == "What does CMO cost?"


def test_name_in_the_answer_is_what_the_next_question_means() -> None:
    """After "who" and its answer, "their" must mean who was named."""
    told = Exchange("Which company is the largest CDMO?", "Lonza is the largest contract manufacturer.")
    assert resolve("What is their revenue?", [told]) == "What is Lonza\u2019s revenue?"


def test_third_question_builds_on_the_second_as_it_was_understood() -> None:
    """Each question must be resolved against the one before it as that was understood."""
    assert resolved("And a CDMO?", CRO, "And a CMO?") == "What is a CDMO?"
    assert resolved("Who audits them?", CRO, "And a CMO?", "Why?") == "Who audits CMOs?"
    assert (
        resolved("And in China?", MARKET, "And in Europe?", "And in 2024?") == "How large was the CDMO market in China in 2024?"
    )


def test_blank_questions_before_it_count_for_nothing() -> None:
    """Blank turns of a conversation must be passed over."""
    history = ("What is a CMO?", " ", "Who runs it?", "\u200b", "")
    assert resolved("Why?", *history) == resolved("Why?", "What is a CMO?", "Who runs it?")


def test_long_conversation_is_resolved() -> None:
    """Thousands of questions before it must not exceed any depth."""
    assert resolved("Why?", "What is a CMO?", *["And a CRO?"] * 2000) == "Why (What is a CRO)?"


PIECES = st.sampled_from(
    "what why how who is are the a it its they their this that there one ones second last former and about in for CRO CMOs Europe 2024 phase 3 "
    "of to ? . , ( ) ' \u2019 types largest Lonza difference between more example same other".split()
)
QUESTIONS = st.one_of(raw_texts, sentences, st.lists(PIECES, max_size=12).map(" ".join))


@given(QUESTIONS, st.lists(st.builds(Exchange, QUESTIONS, QUESTIONS), max_size=4))
def test_resolving_never_fails_and_never_varies(question: str, history: list[Exchange]) -> None:
    """Any words after any conversation must give the same text each time."""
    assert resolve(question, history) == resolve(question, history)


@given(QUESTIONS)
def test_first_question_is_left_as_it_is(question: str) -> None:
    """Without a conversation nothing can be meant but what is said."""
    assert resolve(question, []) == question


def test_word_that_merely_opens_an_answer_is_no_name() -> None:
    """Who leads it is not "Technology", though the answer begins with it; a name at that place is one."""
    told = Exchange("Who leads technology transfer?", "Technology transfer is led by two teams. Quality signs.")
    assert (
        resolve("what does it cost?", [Exchange("What is technology transfer?"), told]) == "what does technology transfer cost?"
    )
    told = Exchange("Who signs the batch record?", "At the site both heads do. A deputy may.")
    assert resolve("what does it cost?", [told]) == "what does the batch record cost?"
    told = Exchange("Who bought the plant?", "Lonza bought it in 2024.")
    assert resolve("what did it pay?", [told]) == "what did Lonza pay?"


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("Annex 11", "What does part 11 require?"),
        ("Day one", MARKET),
        ("Non-disclosure", MARKET),
        ("I mean tell me about GMP", "What is technology transfer?"),
    ],
)
def test_few_words_of_another_sort_are_left_alone(question: str, before: str) -> None:
    """A stage, a hyphened word or a correction must have its like in the question before."""
    assert resolved(question, before) == question


def test_series_that_opens_a_sentence_is_a_list() -> None:
    """Of "A, B and C are large", B is the second one."""
    before = [Exchange("Which are the big CROs?", "IQVIA, ICON and Parexel are large clinical CROs.")]
    assert resolve("what's the revenue of the second one", before) == "what's the revenue of ICON"


def test_month_is_no_name_that_was_asked_for() -> None:
    """A sentence that opens with its date still names its company."""
    before = [Exchange("Who bought the plant?", "In October 2024 Lonza bought it.")]
    assert "October" not in resolve("how big is it?", before)


def test_what_leads_to_a_series_is_no_part_of_it() -> None:
    """Nor is what is said of many things a list of them; a long row of commas takes no time."""
    assert listed_in("In 2023, the two largest firms were Lonza and Catalent.") == ("Lonza", "Catalent")
    assert listed_in("The contract covers price, quality and term of supply.") == ()
    assert listed_in("sorry, " * 600) == ()


@pytest.mark.parametrize(
    ("question", "read_with"),
    [
        ("can the efficacy trial be dropped?", "can the efficacy trial be dropped (What shows that a biosimilar is similar)?"),
        ("Thanks. one band higher?", "one band higher (What shows that a biosimilar is similar)?"),
        (
            "and how long does the site usually get to send its written answer",
            "and how long does the site usually get to send its written answer (What shows that a biosimilar is similar)?",
        ),
    ],
)
def test_question_that_says_little_is_read_with_the_one_before_it(question: str, read_with: str) -> None:
    """What is missing may be in the question before, though no word says so."""
    continued = with_question_before(question, Exchange.of(["What shows that a biosimilar is similar?"]))
    assert continued is not None
    assert continued.text == read_with
    assert continued.before == "What shows that a biosimilar is similar?"


@pytest.mark.parametrize(
    "question",
    [
        "What does Lonza make?",  # a name
        "what does lonza make?",  # a name to the documents, however it is typed
        "What changed in 2024?",
        "Which documents does a company need at hand before an inspection of its laboratory begins?",  # enough words
        "thanks",
        "Thanks, very much.",
        "who are you",
        "?",
        "",
    ],
)
def test_question_that_says_enough_or_nothing_is_not_read_with_another(question: str) -> None:
    """Names and many words tell what is meant; courtesy means nothing."""
    before = Exchange.of(["What is a CMO?"])
    assert with_question_before(question, before, lambda word: word == "lonza") is None


@pytest.mark.parametrize("before", [[], ["hello"], ["", " "]])
def test_question_after_nothing_is_read_alone(before: list[str]) -> None:
    """A greeting is no question that could be meant."""
    assert with_question_before("how long?", Exchange.of(before)) is None


@given(QUESTIONS, st.lists(st.builds(Exchange, QUESTIONS, QUESTIONS), max_size=4))
def test_reading_with_the_question_before_never_fails_and_never_varies(question: str, history: list[Exchange]) -> None:
    """Any words after any conversation must give the same text each time: none, or one with brackets at its end."""
    continued = with_question_before(question, history)
    assert continued == with_question_before(question, history)
    assert continued is None or continued.text.endswith(f"({continued.before[:-1]})?")


def test_third_question_is_read_with_both_before_it() -> None:
    """What the second added must not be lost, and brackets must not stand in brackets."""
    before = [
        "Which steps show that a biosimilar is similar?",
        "can the trial be dropped (Which steps show that a biosimilar is similar)?",
    ]
    continued = with_question_before("who agreed to that", Exchange.of(before))
    assert continued is not None
    assert continued.before == "can the trial be dropped, Which steps show that a biosimilar is similar?"


def test_bare_word_of_the_question_before_is_left_out() -> None:
    """Why something is so is asked about that thing."""
    continued = with_question_before("any deadline", Exchange.of(["Can a CMO subcontract?", "why (Can a CMO subcontract)?"]))
    assert continued is not None
    assert continued.before == "Can a CMO subcontract?"


@pytest.mark.parametrize(
    ("question", "is_open"),
    [
        ("and why not earlier?", True),
        ("which steps follow?", False),
        ("And the filter test?", False),  # takes the place of the media fill
        ("what about the second one", False),
    ],
)
def test_rules_tell_whether_something_is_left_out(question: str, is_open: bool) -> None:
    """What rules see as a follow-up, without a place for it in the question before, needs less proof."""
    continued = with_question_before(question, Exchange.of(["When is the media fill repeated?"]))
    assert continued is not None
    assert continued.is_open is is_open
