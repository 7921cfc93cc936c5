"""How well are follow-ups resolved: the words that a person had to add to make them stand alone, against those that our rules add.

    python -m bench.followups               TREC CAsT 2019, on which the rules were made, and 2020, whose errors nobody looked at
    python -m bench.followups --errors      and every turn of 2019 that is not resolved

Each turn has the questions before it and a rewrite made by hand. Words are content words, stemmed as the lexical index does. Words that a rewrite has
and its question lacks are *missing*; a turn is *resolved* if at least half of them are recovered. A follow-up is *signalled* if its rewrite drops a pronoun
or if it opens as an ellipsis ("what about", "and"); the others only lack words that the conversation suggests. A question that its rewrite repeats, but for
case and punctuation, must be left alone; so must ours of `corpus/questions/tune.jsonl`, each after two others drawn by chance.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.sets import DATA
from quoth.evaluation.statistics import wilson
from quoth.index.lexical import LexicalIndex
from quoth.retrieval.following import resolve
from quoth.retrieval.kinds import kind_of
from quoth.retrieval.topics import topics_of
from quoth.text.normalise import normalise, squeeze
from quoth.text.words import content_words
from quoth.types import Exchange

TUNE: Final = Path(__file__).resolve().parents[1] / "corpus/questions/tune.jsonl"
TUNED_ON: Final = "cast2019"
_PRONOUNS: Final = frozenset(
    "it its it's they them their theirs he she him her his hers this that these those there one ones".split()
)
Resolve = Callable[[str, Sequence[str]], str]
Stems = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a conversation and what it means."""

    turn_id: str
    history: tuple[str, ...]
    question: str
    rewrite: str

    @property
    def stands_alone(self) -> bool:
        """Say whether the rewrite repeats the question, but for case and punctuation."""
        return _plain(self.question) == _plain(self.rewrite)

    @property
    def is_signalled(self) -> bool:
        """Say whether a pronoun or an elliptical opening shows that something is left out."""
        pronouns = Counter(w for w in _plain(self.question) if w in _PRONOUNS)
        kept = Counter(w for w in _plain(self.rewrite) if w in _PRONOUNS)
        return bool(pronouns - kept) or bool(re.match(r"(?:what|how) about |and ", self.question, re.IGNORECASE))


def _plain(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+(?:'[a-z]+)?", text.lower().replace("\u2019", "'")))


def read_turns(name: str) -> list[Turn]:
    """Read the turns of `followup/NAME` that have a conversation before them."""
    with gzip.open(DATA / f"followup/{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Turn(turn_id=row["id"], history=tuple(row["history"]), question=squeeze(normalise(row["utterance"])), rewrite=row["rewrite"])
        for row in rows
        if row["history"]
    ]  # fmt: skip


def by_our_rules(question: str, history: Sequence[str]) -> str:
    """Resolve as Quoth does."""
    return resolve(question, Exchange.of(history))


def by_nothing(question: str, history: Sequence[str]) -> str:  # noqa: ARG001 - the same shape as the others
    """Leave the question alone."""
    return question


_ELLIPSIS = re.compile(
    r"^(?:and|but|so|ok(?:ay)?|then)?,?\s*(?:what about|how about|and(?!\s+(?:what|who|whom|whose|which|when|where|why|how|"
    r"is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have|had)\b))\s+(.+)$",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|his|her|such|there|the (?:first|second|third|last|former|latter|other) one)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:and |but |so )?(?:why|how(?: so)?|when|where|who|which(?: ones?)?|really|how (?:much|many|long|often))\W*$",
    re.IGNORECASE,
)


def by_rules_of_before(question: str, history: Sequence[str]) -> str:
    """Resolve as Quoth did until November 2026: the question before in brackets, or one topic for another."""
    previous = ""
    for asked in (*history, question):
        if previous and (match := _ELLIPSIS.match(asked)):
            previous = _with_topic(previous, match.group(1).rstrip("?!. "))
        elif previous and (_BARE.match(asked) or (_POINTS_BACK.search(asked) and len(content_words(asked)) <= 6)):  # noqa: PLR2004
            previous = f"{asked.rstrip('?')} ({previous.rstrip('?')})?"
        else:
            previous = asked
    return previous


def _with_topic(previous: str, topic: str) -> str:
    topics = topics_of(previous, kind_of(previous))
    if len(topics) == 1 and topics[0] in previous:
        return previous.replace(topics[0], re.sub(r"^(?:an?|the)\s+", "", topic, flags=re.IGNORECASE), 1)
    return f"{topic} ({previous.rstrip('?')})?"


WAYS: Final[tuple[tuple[str, Resolve], ...]] = (
    ("left as asked", by_nothing),
    ("rules of before", by_rules_of_before),
    ("rules of now", by_our_rules),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a way makes of one follow-up: shares of stems."""

    recovered: float
    kept: float
    right: float
    added: int
    rightly_added: int


def judge(turn: Turn, resolved: str, stems: Stems) -> Outcome:
    """Compare a resolved question with the rewrite. The rewrite must have words that the question lacks."""
    asked, wanted, got = stems(turn.question), stems(turn.rewrite), stems(resolved)
    missing, added = wanted - asked, got - asked
    return Outcome(
        recovered=len(missing & got) / len(missing), kept=len(wanted & got) / len(wanted), right=len(wanted & got) / max(len(got), 1),
        added=len(added), rightly_added=len(added & wanted),
    )  # fmt: skip


def _line(name: str, outcomes: Sequence[Outcome]) -> str:
    n = len(outcomes)
    added = sum(one.added for one in outcomes)
    return (
        f"  {name:18} resolved {_share(sum(one.recovered >= 0.5 for one in outcomes), n)}, in full {sum(one.recovered == 1 for one in outcomes) / n:.3f}, "  # noqa: PLR2004
        f"missing words recovered {sum(one.recovered for one in outcomes) / n:.3f}; of the rewrite's words {sum(one.kept for one in outcomes) / n:.3f}, "
        f"of its own right {sum(one.right for one in outcomes) / n:.3f}; of {added} words added right {sum(one.rightly_added for one in outcomes) / max(added, 1):.3f}"
    )


def _share(right: int, n: int) -> str:
    low, high = wilson(right, n)
    return f"{right / max(n, 1):.3f} ({low:.3f} to {high:.3f}, n {n})"


def measure(name: str, stems: Stems, *, tells_errors: bool) -> None:
    """Print what each way makes of one set of conversations."""
    turns = read_turns(name)
    alone = [turn for turn in turns if turn.stands_alone]
    lacking = [turn for turn in turns if not turn.stands_alone and stems(turn.rewrite) - stems(turn.question)]
    signalled = [turn for turn in lacking if turn.is_signalled]
    print(
        f"{name}: {len(turns)} turns after another; {len(lacking)} lack words, {len(signalled)} of them signalled; {len(alone)} stand alone"
    )
    for what, chosen in (("all that lack words", lacking), ("signalled", signalled)):
        print(f" {what}")
        for way, function in WAYS:
            print(_line(way, [judge(turn, function(turn.question, turn.history), stems) for turn in chosen]))
    print(" stand alone")
    whole = [turn for turn in alone if not turn.is_signalled]
    for way, function in WAYS:
        left = [
            _share(sum(function(turn.question, turn.history) == turn.question for turn in some), len(some))
            for some in (alone, whole)
        ]
        print(f"  {way:18} left alone {left[0]}; without those that open as an ellipsis {left[1]}")
    if tells_errors and name == TUNED_ON:
        _tell_errors(lacking, alone, stems)


def _tell_errors(lacking: Iterable[Turn], alone: Iterable[Turn], stems: Stems) -> None:
    for turn in lacking:
        resolved = by_our_rules(turn.question, turn.history)
        if judge(turn, resolved, stems).recovered < 0.5:  # noqa: PLR2004
            print(f"{turn.turn_id}: {turn.question}\n  ours   {resolved}\n  wanted {turn.rewrite}")
    for turn in alone:
        if (resolved := by_our_rules(turn.question, turn.history)) != turn.question:
            print(f"{turn.turn_id}: {turn.question}\n  should have been left alone, not {resolved}")


def measure_own(seed: int = 0) -> None:
    """Print how many of our own questions, which all stand alone, are left alone after two others."""
    questions = [json.loads(line)["question"] for line in TUNE.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(seed)
    before = [chance.sample(questions, 2) for _ in questions]
    print(f"{TUNE.name}: {len(questions)} questions that stand alone, each after two others")
    for way, function in WAYS:
        right = sum(function(asked, history) == asked for asked, history in zip(questions, before, strict=True))
        print(f"  {way:18} left alone {_share(right, len(questions))}")


def main() -> None:
    """Measure both sets and our own questions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=[TUNED_ON, "cast2020"])
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = LexicalIndex(Path(folder))

        def stems(text: str) -> frozenset[str]:
            return frozenset(term for word in content_words(text) for term in index.terms(word))

        for name in given.names:
            measure(name, stems, tells_errors=given.errors)
    measure_own()


if __name__ == "__main__":
    main()
