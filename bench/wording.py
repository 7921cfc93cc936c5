"""What rewording gains and costs: tune questions as they are, and made harder by their words alone, asked with it and without.

    python -m bench.wording LIBRARY [--most 100] [--only NAME…] [--changed] [--reader]

plain: the tune questions. long: those with an acronym that the library explains, its long form in its place; short: the reverse.
american: those with a word that is spelt otherwise in America. typos: one word of each mistyped. "NAME, untouched": the same
questions as they were. Right: a passage, or the first sentence, overlaps a gold answer. Refused: of the unanswerable questions.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quoth.answering.reader import FeatureReader, load_weights
from quoth.answering.senses import unsettled
from quoth.ask.searching import candidates, score
from quoth.house import House
from quoth.index import Views
from quoth.index.views import View
from quoth.library import Snapshot
from quoth.protocols import EvidenceModel
from quoth.retrieval import Rewriter, understand
from quoth.settings import load_settings
from quoth.text.spellings import is_english, respellings
from quoth.text.words import STOP_WORDS, words
from quoth.types import Query, Span

TUNE = Path(__file__).resolve().parents[1] / "corpus" / "questions" / "tune.jsonl"
SEED = 20
LEAST_LETTERS = 6
Row = dict[str, Any]


def spelt_out(question: str, view: View) -> str:
    """Put long forms in the place of acronyms."""
    for word, _ in words(question):
        senses = view.glossary.senses(word.removesuffix("s")) if word[:-1].isupper() else ()
        if senses:
            long = senses[0].long + ("s" if word.endswith("s") and not senses[0].long.endswith("s") else "")
            question = re.sub(rf"\b{re.escape(word)}\b", long, question)
    return question


def abbreviated(question: str, view: View) -> str:
    """Put acronyms in the place of long forms."""
    for sense in sorted(view.glossary.all_senses(), key=lambda sense: -len(sense.long)):
        question = re.sub(rf"\b{re.escape(sense.long)}(s?)\b", rf"{sense.short}\1", question, flags=re.IGNORECASE)
    return question


def american(question: str) -> str:
    """Spell words as in America, or the other way round, where the other spelling is English, too."""
    for word, _ in words(question):
        other = next((spelt for spelt in respellings(word.casefold()) if is_english(spelt)), None)
        if other is not None and word.islower():
            question = question.replace(word, other, 1)
    return question


def mistyped(question: str, chance: random.Random) -> str:
    """Mistype one longer word: a letter swapped with the next, left out, doubled, or another in its place; never the first."""
    longer = [
        (word, span)
        for word, span in words(question)
        if len(word) >= LEAST_LETTERS and word.isalpha() and word.islower() and word not in STOP_WORDS
    ]
    if not longer:
        return question
    word, span = chance.choice(longer)
    place = chance.randrange(1, len(word) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    slips = [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :], word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:], word[:place] + letter + word[place + 1 :],
    ]  # fmt: skip
    return question[: span.start] + chance.choice(slips) + question[span.end :]


@dataclass
class Tally:
    """One line of the table: what was right of each answerable question, and whether an unanswerable one was refused."""

    right: list[list[bool]] = field(default_factory=list)
    refused: list[bool] = field(default_factory=list)
    changed: int = 0

    def line(self) -> str:
        """Return the means."""
        means = [sum(column) / len(column) for column in zip(*self.right, strict=True)]
        refused = f"{sum(self.refused) / len(self.refused):.3f}" if self.refused else "-"
        return " | ".join([*(f"{mean:.3f}" for mean in means), refused, str(self.changed)])


class Bench:
    """One library, asked with rewording and without."""

    def __init__(self, house: House, snapshot: Snapshot, model: EvidenceModel | None) -> None:
        self._house, self._snapshot, self._encoder = house, snapshot, house.encoder
        self.view = Views(house.library.folder, self._encoder.dim).at(snapshot)
        self._rewriter = Rewriter(self.view.lexical, self.view.glossary, house.settings.words.synonyms)
        weights = load_weights()
        self._threshold = (weights.plain if model is None else weights.read).threshold
        self._reader = FeatureReader(self.view.lexical, weights, model, house.settings.reader.windows)

    def understand(self, row: Row, *, reworded: bool) -> Query:
        """Return a question as understood."""
        return understand(row["question"], row.get("history", ()), self.view.lexical, self._rewriter if reworded else None)

    def ask(self, row: Row, tally: Tally, *, reworded: bool) -> None:
        """Ask one question."""
        query = self.understand(row, reworded=reworded)
        vector = self._encoder.encode_query(query.text)
        found = score(self.view, query, vector, self._house.settings.search.depth, None)
        best = candidates(self._snapshot, found, self._house.settings.search.read, self._encoder.dim)
        evidence = self._reader.read(query, vector, best)
        tally.changed += bool(query.rewordings)
        answered = bool(evidence) and evidence[0].probability >= self._threshold and not unsettled(query, evidence)
        if not row["answerable"]:
            tally.refused.append(not answered)
            return
        passages = [_holds(row, one.stored.doc_id, one.stored.passage.span) for one in best]
        first = bool(evidence) and _holds(row, evidence[0].stored.doc_id, evidence[0].span)
        tally.right.append([*(any(passages[:k]) for k in (1, 5, 20)), first, first and answered])


def _holds(row: Row, doc_id: str, span: Span) -> bool:
    golds = [(a["doc_id"], Span(a["start"], a["start"] + len(a["text"]))) for a in row["answers"] if "start" in a]
    return any(doc_id == held and span.touches(gold) for held, gold in golds)


def make(rows: list[Row], view: View) -> dict[str, list[Row]]:
    """Return the questions of each line of the table."""
    chance = random.Random(SEED)
    changes: dict[str, Callable[[str], str]] = {
        "long": lambda question: spelt_out(question, view), "short": lambda question: abbreviated(question, view),
        "american": american, "typos": lambda question: mistyped(question, chance),
    }  # fmt: skip
    made = {"plain": rows}
    for name, change in changes.items():
        changed = [(row, {**row, "question": change(row["question"])}) for row in rows]
        made[name] = [new for old, new in changed if new["question"] != old["question"]]
        made[f"{name}, untouched"] = [old for old, new in changed if new["question"] != old["question"]]
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--most", type=int, default=10**9, help="questions a line, drawn by seed")
    parser.add_argument("--only", nargs="*", help="lines of the table; all of them")
    parser.add_argument(
        "--changed", action="store_true", help="only questions that are reworded: nothing changes for all others"
    )
    parser.add_argument("--reader", action="store_true", help="with the trained reader, too: slower")
    arguments = parser.parse_args()
    rows: list[Row] = [json.loads(line) for line in TUNE.read_text(encoding="utf-8").splitlines()]
    print(
        "| questions | n | reworded | Success@1 | Success@5 | Success@20 | first sentence | right and answered | refused | reworded |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    with House.open(load_settings(library={"dir": arguments.library})) as house, house.library.reading() as snapshot:
        bench = Bench(house, snapshot, house.reader if arguments.reader else None)
        for name, made in make(rows, bench.view).items():
            if arguments.only and name not in arguments.only:
                continue
            kept = [row for row in made if not arguments.changed or bench.understand(row, reworded=True).rewordings]
            lines = random.Random(SEED).sample(kept, min(arguments.most, len(kept)))
            for reworded in (False, True):
                tally = Tally()
                for row in lines:
                    bench.ask(row, tally, reworded=reworded)
                print(f"| {name} | {len(lines)} | {'yes' if reworded else 'no'} | {tally.line()} |", flush=True)


if __name__ == "__main__":
    main()
