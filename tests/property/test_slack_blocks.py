"""Blocks of any outcome, hostile ones among them: within Slack's limits, verbatim, and unable to ping anybody."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient

from quoth.contract import OutcomeModel, QuoteModel
from quoth.slack.answers import Setting, card, notice, whole
from quoth.slack.calling import call, report
from quoth.slack.elements import rich
from quoth.slack.limits import fit, head, printable, size
from quoth.slack.quoting import Part, quotations, window
from quoth.slack.views import feedback_modal, home
from quoth.types.errands import Errand
from slack_limits import problems_of_blocks, problems_of_message, problems_of_view

_HOSTILE = st.sampled_from(
    [
        "<!channel>", "<!here|x>", "<@U0123456789>", "<#C0123456789>", "<!subteam^S1>", "<https://evil.test|click>", "```", "`code`", "*bold*",
        "_it_", "~no~", "&amp;", "&lt;!channel&gt;", "@channel", "@here", ":bomb:", "\u202e", "\x00", "\n\n\n", "> quoted", "javascript:alert(1)",
        "\U0001f9ea" * 40, "x" * 5000, "word " * 900, "\u0301" * 50,
    ]
)  # fmt: skip
_TEXT = st.lists(st.one_of(st.text(max_size=80), _HOSTILE), max_size=5).map(
    lambda parts: "".join(parts).encode("utf-8", "ignore").decode()
)
_WORDS = _TEXT.filter(bool)
_NOBODY = WebClient()  # nothing is asked of Slack here
_URLS = st.sampled_from(["", "https://quoth.test", "https://quoth.test/below/"])


@st.composite
def _citations(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "doc_id": draw(_WORDS), "version": 1, "title": draw(_TEXT), "date": draw(st.none() | st.just("2026-01-01")), "uri": draw(_TEXT),
        "heading_path": draw(st.lists(_TEXT, max_size=4)), "page": draw(st.none() | st.integers(1, 999)), "start": 0, "end": 1,
        "text_sha256": "0" * 64, "quote_sha256": "0" * 64, "link": "/documents/" + draw(st.sampled_from(["a.md", "%20" * 1500])),
        "superseded_by": draw(st.none() | _WORDS),
    }  # fmt: skip


@st.composite
def _quotes(draw: st.DrawFn, n: int) -> dict[str, Any]:
    text = draw(_WORDS)
    marks = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=3))
    return {
        "n": n, "text": text, "highlights": [{"start": min(mark), "end": max(mark)} for mark in marks], "side": draw(st.none() | _TEXT),
        "probability": 0.5, "citation": draw(_citations()), "also": [{**draw(_citations()), "text": "x"} for _ in range(draw(st.integers(0, 2)))],
        "sources": 1, "belongs_to": draw(st.none() | st.just(1)), "curated": draw(st.none() | st.builds(dict, owner=_TEXT, until=st.none())),
    }  # fmt: skip


@st.composite
def _outcomes(draw: st.DrawFn) -> OutcomeModel:
    is_answer = draw(st.booleans())
    quotes = [draw(_quotes(n)) for n in range(1, draw(st.sampled_from([1, 2, 3, 8])) + 1)]
    cells = st.none() | st.integers(1, len(quotes)).map(lambda n: {"n": n, "start": 0, "end": 4000})
    sides = draw(st.lists(_TEXT, min_size=2, max_size=24))
    rows = st.fixed_dictionaries({"aspect": _TEXT, "cells": st.lists(cells, min_size=len(sides), max_size=len(sides))})
    meant = {"acronym": draw(_TEXT), "meaning": draw(_TEXT), "question": draw(_WORDS), "citation": draw(_citations())}
    compared = draw(st.none() | st.builds(dict, sides=st.just(sides), rows=st.lists(rows, max_size=6)))
    apart = {"measure": draw(_TEXT), "values": [{"value": draw(_TEXT), "n": 1}] * draw(st.integers(0, 4))}
    return OutcomeModel.model_validate(
        {
            "answer_id": "0123456789abcdef", "outcome": "answer" if is_answer else "abstention", "question": draw(_TEXT),
            "understood_as": draw(_TEXT), "kind": "definition", "probability": draw(st.floats(0, 1)), "generation": 1,
            "timings_ms": dict.fromkeys(("understand", "search", "read", "compose", "total"), 1.0),
            "quotes": quotes if is_answer else [], "disagreements": [apart] if is_answer and draw(st.booleans()) else [],
            "comparison": compared if is_answer else None, "reason": None if is_answer else "ambiguous",
            "message": None if is_answer else draw(_TEXT), "nearest": [] if is_answer else quotes, "unknown_words": [],
            "meanings": [] if is_answer else [meant] * draw(st.integers(0, 3)),
        }
    )  # fmt: skip


_SETTINGS = st.builds(
    Setting, number=st.integers(1, 2**62), web_url=_URLS, has_help=st.booleans(), can_share=st.booleans(),
    asked_by=st.sampled_from(["", "U0123456789"]), is_late=st.booleans(),
)  # fmt: skip


def _parsed(value: Any) -> list[str]:
    """Return every text that Slack would parse as markup."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [text for one in value.values() for text in _parsed(one)]
    return [text for one in value for text in _parsed(one)] if isinstance(value, list | tuple) else []


def _kinds(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {str(value.get("type"))}.union(*(_kinds(one) for one in value.values()))
    return set().union(*(_kinds(one) for one in value)) if isinstance(value, list | tuple) else set()


@given(_outcomes(), _SETTINGS)
def test_message_keeps_slacks_limits(outcome: OutcomeModel, setting: Setting) -> None:
    """Whatever the documents hold, Slack takes the message."""
    made = card(outcome, setting)
    assert problems_of_message({"blocks": list(made.blocks), "text": made.text}) == []


@given(_outcomes(), _SETTINGS)
def test_message_pings_nobody(outcome: OutcomeModel, setting: Setting) -> None:
    """No words of a document are parsed: nothing is a mention but the person who asked, and the notification is escaped."""
    made = card(outcome, setting)
    assert _parsed(made.blocks) == []
    assert not _kinds(made.blocks) & {"broadcast", "usergroup", "channel", "emoji", "mrkdwn"}
    assert ("user" in _kinds(made.blocks)) == bool(setting.asked_by)
    assert not set(made.text) & set("<>")
    assert len(json.dumps(made.blocks)) < 200_000


@given(_outcomes(), _URLS)
def test_see_all_keeps_slacks_limits(outcome: OutcomeModel, web_url: str) -> None:
    """The modal with everything is one that Slack opens."""
    view = whole(outcome, web_url)
    assert problems_of_view(view) == []
    assert _parsed(view["blocks"]) == []


@given(_quotes(1), st.integers(50, 700))
def test_shown_words_are_the_documents(quote: dict[str, Any], most: int) -> None:
    """What is shown of a quote is a slice of it, up to control characters; ellipses stand apart, in italics."""
    made = QuoteModel.model_validate(quote)
    part = window(made, most)
    runs = [run for one in quotations(made, part) for run in one["elements"]]  # type: ignore[attr-defined]
    shown = "".join(run["text"] for run in runs if not run.get("style", {}).get("italic"))
    assert shown == printable(made.text[part.start : part.end])
    assert size(made.text[part.start : part.end]) <= max(
        most, size(made.text) if part == Part(start=0, end=len(made.text)) else most
    )


@given(_WORDS, st.integers(2, 3000))
def test_fitted_text_fits(text: str, most: int) -> None:
    """Never longer than the limit, never empty, and a beginning of the text."""
    assert 1 <= size(fit(text, most)) <= most
    assert text.startswith(head(text, most))
    assert size(head(text, most)) <= most


@given(st.lists(_WORDS, max_size=6), _URLS, st.booleans())
def test_home_and_forms_keep_slacks_limits(texts: list[str], web_url: str, is_done: bool) -> None:
    """The home tab with any questions, and the feedback form."""
    asked = [
        Errand(
            key=text[:200], kind="direct", team="T1", channel="D1", person="U1", received_at=0.0, said=text, number=n, due_at=0.0, attempts=1,
            state="done" if is_done else "waiting", outcome=None, notice=None, posted=None,
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip
    assert problems_of_view(home(asked, texts, web_url)) == []
    assert problems_of_view(feedback_modal(2**62, len(texts) * 30)) == []
    assert all(problems_of_message({"blocks": list(notice(text).blocks), "text": notice(text).text}) == [] for text in texts)


@given(_outcomes(), _WORDS, _URLS, st.sampled_from(["U2", "S1", "C9"]), st.booleans())
def test_call_for_help_keeps_slacks_limits(
    outcome: OutcomeModel, said: str, web_url: str, who: str, is_in_thread: bool
) -> None:
    """Who is called for help gets the question as it was typed; it mentions them and who asked, and nobody else."""
    source = Errand(
        key="k", kind="command", team="T1", channel="C1", person="U1", received_at=0.0, said=said, number=1, due_at=0.0, attempts=1,
        state="done", outcome=None, notice=None, posted=None,
    )  # fmt: skip
    errand = replace(source, kind="help", said=who, thread="1.0" if is_in_thread else "")
    for made in (call(errand, source, outcome, _NOBODY, web_url), report(who, said)):
        assert problems_of_message({"blocks": list(made.blocks), "text": made.text}) == []
        assert _parsed(made.blocks) == []
        assert not _kinds(made.blocks) & {"broadcast", "emoji", "mrkdwn"}
        assert not set(made.text) & set("<>")


@given(st.lists(st.tuples(_TEXT, _TEXT), max_size=4))
def test_rich_text_of_any_parts_keeps_slacks_limits(texts: list[tuple[str, str]]) -> None:
    """Parts of any length are packed into blocks that Slack takes."""
    parts = [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": text + "x"} for text in pair]} for pair in texts
    ]
    assert problems_of_blocks(rich(parts)) == []
