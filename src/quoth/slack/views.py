"""The home tab and the modal for feedback. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quoth.contract import MOST_NOTE, OutcomeModel
from quoth.slack.elements import Json, actions, bullets, button, header, line, modal, option, plain, rich, words
from quoth.slack.limits import MOST_TEXT, fit
from quoth.types.errands import Errand

_MOST_RECENT: Final = 5
_MOST_EXAMPLES: Final = 8
_MOST_QUESTION: Final = 300
_MOST_CHOICES: Final = 99
FEEDBACK: Final = "quoth_feedback"
_WHAT: Final = (
    "I answer questions from your organisation's documents, only in their own words: every answer is a quote with its source. "
    "Where the documents do not say, I say so."
)
_WAYS: Final = (
    ("Mention me", " in a channel, and I answer in a thread. Ask on in the thread: I remember what it is about."),
    ("Write to me here", " in the Messages tab; nobody else reads along."),
    ("/quoth your question", " anywhere: only you see the answer, and can share it."),
    ("Answer this", " in the menu of any message (⋮) answers what somebody else asked."),
    ("/quoth auto on", " in a channel lets me answer questions there unasked, where I am quite sure."),
)


def home(recent: Sequence[Errand], examples: Sequence[str], web_url: str) -> Json:
    """Return the home tab.

    Args:
        recent: What the person asked, oldest first.
    """
    blocks = [header("Quoth"), *rich([line(words(_WHAT))]), header("How to ask")]
    blocks += rich(bullets([line(words(way, bold=True), words(what)) for way, what in _WAYS]))
    if examples:
        shown = [line(words(fit(example, _MOST_QUESTION), italic=True)) for example in examples[:_MOST_EXAMPLES]]
        blocks += [header("Examples"), *rich(bullets(shown))]
    blocks.append(header("Your recent questions"))
    told = [block for errand in reversed(recent[-_MOST_RECENT:]) for block in _recent(errand)]
    blocks += told or rich([line(words("None yet.", italic=True))])
    if web_url:
        page: Json = {"type": "button", "action_id": "quoth_web", "text": plain("Open the web page", 75), "url": web_url}
        blocks += actions([page])
    return {"type": "home", "blocks": blocks}


def _recent(errand: Errand) -> list[Json]:
    blocks = rich([line(words(fit(errand.said, _MOST_QUESTION)), words(f" · {_standing(errand)}", italic=True))])
    return [*blocks, *actions([button("See answer", "quoth_see_all", str(errand.number))])] if errand.outcome else blocks


def _standing(errand: Errand) -> str:
    if errand.state in ("waiting", "doing", "posting"):
        return "waiting"
    if errand.outcome is None:
        return "could not be answered"
    answered = OutcomeModel.model_validate_json(errand.outcome, extra="ignore").outcome == "answer"
    return "answered" if answered else "not in the documents"


def feedback_modal(number: int, quotes: int) -> Json:
    """Return the form that takes what is wrong with an answer.

    Args:
        number: The errand whose answer it is about.
        quotes: How many quotes or nearest passages were shown.
    """
    verdicts = [option("Something is missing", "incomplete"), option("It is wrong", "wrong"), option("It is right", "right")]
    blocks: list[Json] = [_input("verdict", "What is it?", {"type": "radio_buttons", "options": verdicts})]
    if quotes:
        choices = [option(f"Quote {n}", str(n)) for n in range(1, min(quotes, _MOST_CHOICES) + 1)]
        blocks.append(
            _input("quote", "Which quote is it about?", {"type": "static_select", "options": choices}, is_optional=True)
        )
    note: Json = {"type": "plain_text_input", "multiline": True, "max_length": min(MOST_NOTE, MOST_TEXT)}
    blocks.append(_input("note", "Note", note, is_optional=True))
    return modal(
        "Feedback",
        blocks,
        callback_id=FEEDBACK,
        private_metadata=str(number),
        submit=plain("Send", 24),
        close=plain("Cancel", 24),
    )


def _input(name: str, label: str, element: Json, *, is_optional: bool = False) -> Json:
    return {
        "type": "input", "block_id": name, "label": plain(label, 75), "optional": is_optional,
        "element": {**element, "action_id": name},
    }  # fmt: skip
