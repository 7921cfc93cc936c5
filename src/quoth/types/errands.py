"""What a bot is asked to do, exactly once: to answer, to share, to pass feedback on, to take an answer back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

# The first six ask a question, each in a way of its own; the rest do something with an answer.
ErrandKind = Literal["mention", "direct", "thread", "auto", "command", "shortcut", "share", "feedback", "help", "retract"]
# `doing` and `posting` lapse: who took the errand then may have died. Before `posting` nothing was sent to anybody.
ErrandState = Literal["waiting", "doing", "posting", "done", "failed", "refused", "forgotten"]
ASKING: Final[tuple[ErrandKind, ...]] = ("mention", "direct", "thread", "auto", "command", "shortcut")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewErrand:
    """An errand as it comes in.

    Attributes:
        key: The same for every delivery of the same thing.
        ts: The message it is about; empty if there is none.
        thread: Where the answer goes: the first message of that thread; empty for none.
        said: The question, or what else was said.
        reply_url: Where an answer that only one person sees goes; empty if all see it.
        source: Number of the errand whose answer it is about.
        received_at: Seconds since 1970.
    """

    key: str
    kind: ErrandKind
    team: str
    channel: str
    person: str
    received_at: float
    enterprise: str | None = None
    ts: str = ""
    thread: str = ""
    said: str = ""
    reply_url: str = ""
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand(NewErrand):
    """An errand as it is stored.

    Attributes:
        due_at: When to take it up, in seconds since 1970; for one that was taken, when it lapses.
        attempts: How often it was taken up.
        outcome: What Quoth answered, as JSON.
        notice: The message that says that the answer will be late.
        posted: The message with the answer.
    """

    number: int
    state: ErrandState
    due_at: float
    attempts: int
    outcome: str | None
    notice: str | None
    posted: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where the message of an errand stands. Empty is as the errand says.

    Attributes:
        posted: Its ts.
        channel: The conversation.
        thread: The thread that begins with it.
    """

    posted: str = ""
    channel: str = ""
    thread: str = ""
