"""Ask every question of a file through the same door as everybody, and judge the outcomes; an interrupted run is taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final, Self

from quoth.ask import Request
from quoth.errors import QuestionError
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.judging import Judged, judge, refused
from quoth.evaluation.metrics import normalise_answer
from quoth.house import House

_FOLDER: Final = "eval"


def run(items: Iterable[Item], house: House, k: int | None = None) -> Iterator[Judged]:
    """Ask the questions in order and yield each as it is judged."""
    stands_somewhere = _Documents(house)
    for item in items:
        try:
            trace = house.trace(Request(question=item.question, history=item.history, k=k))
        except QuestionError as error:
            yield refused(item, error)
        else:
            yield judge(item, trace, stands_somewhere)


class Journal:
    """What was judged so far, kept beside the library until the run is whole.

    It belongs to these questions, this generation of this library and these settings: anything else begins anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, house: House, items: Sequence[Item], k: int | None) -> Self:
        """Return the journal of this run."""
        said = json.dumps([[asdict(item) for item in items], k, house.state()], sort_keys=True)
        return cls(house.library.folder / _FOLDER / f"{hashlib.sha256(said.encode()).hexdigest()[:16]}.jsonl")

    def held(self, items: Sequence[Item]) -> list[Judged]:
        """Return what an interrupted run left: the first questions, as far as their lines are whole."""
        found: list[Judged] = []
        with suppress(FileNotFoundError):
            for item, line in zip(items, self._path.read_text(encoding="utf-8").splitlines(), strict=False):
                try:
                    stored = json.loads(line)
                    if stored.pop("id") != item.item_id:
                        break  # two runs wrote here at once
                    found.append(Judged.from_json(item, stored))
                except (ValueError, TypeError, KeyError, AttributeError):
                    break  # cut off in the middle of a line
        return found

    def begin(self, held: Sequence[Judged]) -> None:
        """Write what is held, and nothing after it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("w", encoding="utf-8") as file:
            file.writelines(map(_line, held))

    def add(self, one: Judged) -> None:
        """Note one more."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(one))

    def remove(self) -> None:
        """Forget the run: it is whole."""
        self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._path.parent.rmdir()


def _line(one: Judged) -> str:
    return json.dumps({"id": one.item.item_id, **one.to_json()}) + "\n"


class _Documents:
    """Says whether a gold answer stands in any document: asked only for what was never retrieved."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._texts: dict[str, str] | None = None

    def __call__(self, gold: Gold) -> bool:
        texts = self._loaded()
        if not gold.text:
            return gold.doc_id in texts or any(name.rsplit(".", 1)[0] == gold.doc_id for name in texts)
        wanted = f" {normalise_answer(gold.text)} "
        return any(wanted in text for text in texts.values())

    def _loaded(self) -> dict[str, str]:
        if self._texts is None:
            with self._house.library.reading() as snapshot:
                versions = (snapshot.live_version(document.doc_id) for document in snapshot.documents())
                self._texts = {v.doc_id: f" {normalise_answer(v.text)} " for v in versions if v is not None}
        return self._texts
