"""What people write in Slack, as questions."""

from __future__ import annotations

import pytest

from quoth.slack.hearing import asks, follows_up, mentions_anybody, question_in


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("<@U0BOT> What is a CDMO?", "What is a CDMO?"),
        ("hey <@U0BOT|quoth>, what is it?", "hey , what is it?"),
        ("what does <@U1|ann> do in <#C1|general>?", "what does ann do in general?"),
        ("see <https://example.org/a|the page> &amp; tell", "see the page & tell"),
        ("see <https://example.org/a>", "see https://example.org/a"),
        ("<!channel> <!subteam^S1|@team> is x &lt; y?", "@channel @team is x < y?"),
        ("write to <mailto:a@b.c|a@b.c>", "write to a@b.c"),
        ("&amp;lt;!here&amp;gt;", "&lt;!here&gt;"),
        ("  two\n lines\t", "two lines"),
        ("<@U0BOT>", ""),
        ("a < b", "a < b"),
    ],
)
def test_question_is_what_a_reader_sees(text: str, question: str) -> None:
    """Marks become their labels, entities characters, each once; the bot's own name is gone."""
    assert question_in(text, "U0BOT") == question


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("What is a CDMO?", True),
        ("lunch?", False),
        ("We said no.", False),
        ("(Who signs it?)", True),
        ("really, now?", False),
        ('is it so? "', True),
    ],
)
def test_asking_needs_a_question_mark_and_some_words(text: str, is_one: bool) -> None:
    """Unasked, the bot answers what is surely a question, and lets the rest be."""
    assert asks(text) == is_one


def test_following_up_is_asking_on() -> None:
    """In its own thread a question needs no mark."""
    assert [follows_up(text) for text in ("and in Europe?", "who signs it", "thanks", "Whatever")] == [True, True, False, False]


def test_mention_of_anybody_is_seen() -> None:
    """What is addressed to somebody else is none of the bot's business."""
    assert [mentions_anybody(text) for text in ("<@U1> what is it?", "<!here> what?", "<#C1|x> what?", "what?")] == [
        True,
        True,
        False,
        False,
    ]
