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
from quoth.contract import CitationModel
from quoth.errors import QuestionError
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.judging import Judged, judge, refused
from quoth.evaluation.metrics import words_of
from quoth.house import House
from quoth.types import Span

_FOLDER: Final = "eval"


def run(items: Iterable[Item], house: House, k: int | None = None) -> Iterator[Judged]:
    """Ask the questions in order and yield each as it is judged."""
    house.asker.warm_up()
    stands_somewhere = _Documents(house)

    def is_exact(citation: CitationModel) -> bool:
        span = Span(citation.start, citation.end)
        found = house.verify(citation.doc_id, citation.version, span, citation.text_sha256, citation.quote_sha256)
        return found.standing == "exact"

    for item in items:
        try:
            trace = house.trace(Request(question=item.question, history=item.history, k=k))
        except QuestionError as error:
            yield refused(item, error)
        else:
            yield judge(item, trace, stands_somewhere, is_exact)


def absent_documents(house: House, items: Iterable[Item]) -> list[str]:
    """Return the gold documents that the library does not hold, by name: a missing document, or a mistake in the question file."""
    held = {name for document in house.documents() for name in (document.doc_id, document.doc_id.rsplit(".", 1)[0])}
    return sorted(
        {gold.doc_id for item in items for gold in item.answers if gold.doc_id is not None and gold.doc_id not in held}
    )


class Journal:
    """What was judged so far, kept beside the library until the run is whole.

    It belongs to these questions, this generation of this library and these settings: anything else begins anew. It holds quotes:
    those of another generation, whose documents may be gone, are removed when a run begins.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, house: House, items: Sequence[Item], k: int | None) -> Self:
        """Return the journal of this run."""
        state = house.state()
        said = json.dumps([[asdict(item) for item in items], k, state], sort_keys=True)
        name = f"{state['generation']}-{hashlib.sha256(said.encode()).hexdigest()[:16]}.jsonl"
        return cls(house.library.folder / _FOLDER / name)

    def held(self, items: Sequence[Item]) -> list[Judged]:
        """Return what an interrupted run left: the first questions, as far as their lines are whole."""
        found: list[Judged] = []
        with suppress(FileNotFoundError):
            for item, line in zip(items, self._path.read_bytes().split(b"\n"), strict=False):
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
        generation = self._path.name.partition("-")[0]
        for other in self._path.parent.glob("*.jsonl"):
            if other.name.partition("-")[0] != generation:
                other.unlink(missing_ok=True)
        with self._path.open("w", encoding="utf-8") as file:
            file.writelines(map(_line, held))

    def add(self, one: Judged) -> None:
        """Note one more."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(one))

    def remove(self) -> None:
        """Forget the run: it is whole."""
        self._path.unlink(missing_ok=True)


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
        wanted = words_of(gold.text)
        return bool(wanted.strip()) and any(wanted in text for text in texts.values())

    def _loaded(self) -> dict[str, str]:
        if self._texts is None:
            with self._house.library.reading() as snapshot:
                versions = (snapshot.live_version(document.doc_id) for document in snapshot.documents())
                # Past the cache of `words_of`: whole documents would push out what is asked for again and again.
                self._texts = {v.doc_id: words_of.__wrapped__(v.text) for v in versions if v is not None}
        return self._texts
