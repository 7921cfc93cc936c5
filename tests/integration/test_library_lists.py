"""What the database counts and lists for the pages: the same as one would count and list by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from bench.printing import write_pdf

from quoth.house import House
from quoth.library import (
    Order,
    Snapshot,
    Sought,
    State,
    count_listed,
    list_documents,
    read_answering,
    read_media_types,
    read_period,
    read_quoted,
)
from quoth.reading.sources.choosing import Choice
from quoth.settings import load_settings
from quoth.types import Asking, Reason, Timings

TEXTS = {
    "über/Äpfel.md": "---\ntitle: ÄPFEL\ndate: 2023-02\nowner: Obsthof\n---\n\n# ÄPFEL\n\nAn apple is a fruit.\n",
    "bread.md": "---\ntitle: Bread\ndate: 2020\n---\n\n# Bread\n\nBread is baked from flour.\n",
    "cheese.html": "<html><head><title>Cheese 100%_</title></head><body><p>Cheese ripens in a cellar.</p></body></html>",
    "dates.txt": "Dates grow on palms.\n",
}
REASONS: tuple[Reason | None, ...] = (None, None, None, "off_topic", "low_probability")


@pytest.fixture(scope="module")
def pantry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Return a house of four documents."""
    folder = tmp_path_factory.mktemp("pantry")
    for name, text in TEXTS.items():
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / name).write_text(text, encoding="utf-8")
    with House.create(load_settings(library={"dir": folder / "library"})) as house:
        house.ingest([folder / "corpus"])
        yield house


def _names(snapshot: Snapshot, sought: Sought, order: Order = "name") -> list[str]:
    found = [document.doc_id for document in list_documents(snapshot, sought, order, 0, 10)]
    assert count_listed(snapshot, sought) == len(found)
    return found


@pytest.mark.parametrize(
    ("sought", "names"),
    [
        (Sought(), ["bread.md", "cheese.html", "dates.txt", "über/Äpfel.md"]),
        (Sought(words=("äpfel",)), ["über/Äpfel.md"]),
        (Sought(words=("ÜBER", "obst")), ["über/Äpfel.md"]),
        (Sought(words=("obst", "bread")), []),
        (Sought(words=("100%_",)), ["cheese.html"]),
        (Sought(words=("%",)), ["cheese.html"]),
        (Sought(media_types=("text/html",)), ["cheese.html"]),
        (Sought(media_types=()), []),
        (Sought(state="answers"), ["bread.md", "cheese.html", "dates.txt", "über/Äpfel.md"]),
        (Sought(state="look"), []),
        (Sought(dated_before="2020-12-31"), []),
        (Sought(dated_before="2021-01-01"), ["bread.md"]),
        (Sought(dated_before="2023-02-28"), ["bread.md"]),
        (Sought(dated_before="2023-03-01"), ["bread.md", "über/Äpfel.md"]),
    ],
)
def test_documents_are_narrowed(pantry: House, sought: Sought, names: list[str]) -> None:
    """Words in any case and script, formats, states and dates that may be a year or a month."""
    with pantry.library.reading() as snapshot:
        assert _names(snapshot, sought) == names


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("title", ["bread.md", "cheese.html", "dates.txt", "über/Äpfel.md"]),
        ("newest", ["über/Äpfel.md", "bread.md", "cheese.html", "dates.txt"]),
        ("oldest", ["bread.md", "über/Äpfel.md", "cheese.html", "dates.txt"]),
    ],
)
def test_documents_are_ordered_and_paged(pantry: House, order: Order, names: list[str]) -> None:
    """Those without a date come last both ways; pages join to the whole."""
    with pantry.library.reading() as snapshot:
        assert _names(snapshot, Sought(), order) == names
        pages = [list_documents(snapshot, Sought(), order, first, 3) for first in (0, 3, 6)]
        assert [document.doc_id for page in pages for document in page] == names
        assert read_media_types(snapshot) == ("text/html", "text/markdown", "text/plain")


def test_states_are_those_that_fidelity_says(tmp_path: Path) -> None:
    """The database sorts documents into the same states as `Fidelity.needs_a_look` and their passages do."""
    write_pdf(tmp_path / "blank page.pdf", ["# Rye\n\nRye is sown in autumn and harvested in summer.", ""])
    (tmp_path / "title.md").write_text("# Rye\n")
    (tmp_path / "whole.txt").write_text("Rye is sown in autumn and harvested in summer.\n")
    with House.create(load_settings(library={"dir": tmp_path / "library"})) as house:
        house.ingest([tmp_path], only=Choice((), ("library/**",)))
        states: dict[str, State] = {}
        with house.library.reading() as snapshot:
            for document in snapshot.documents():
                assert document.fidelity is not None
                needs_a_look = document.fidelity.needs_a_look
                states[document.doc_id] = "silent" if not document.passages else "look" if needs_a_look else "answers"
            for state in get_args(State):
                assert _names(snapshot, Sought(state=state)) == [name for name, held in states.items() if held == state]
            assert read_answering(snapshot) == ("blank page.pdf", "whole.txt")
        assert states == {"blank page.pdf": "look", "title.md": "silent", "whole.txt": "answers"}


def _asking(n: int, dice: random.Random) -> Asking:
    reason = dice.choice(REASONS)
    return Asking(
        answer_id=f"{n:016x}", asked_at=f"2030-01-0{dice.randint(1, 5)}T10:00:00.000+00:00", door="api",
        outcome="abstention" if reason else "answer", kind="definition", reason=reason, probability=0.5, generation=1,
        timings=Timings(understand=0, search=0, read=0, compose=0, total=dice.randint(1, 500)),
        doc_ids=tuple(dice.choices(["bread.md", "cheese.html", "gone.md"], k=dice.randint(0, 3))), said=None,
    )  # fmt: skip


@pytest.mark.parametrize("many", [1, 2, 19, 20, 300])
def test_what_was_asked_is_counted(many: int, tmp_path: Path) -> None:
    """Days, reasons, percentiles and quoted documents are what counting one by one gives."""
    dice = random.Random(many)
    asked = [_asking(n, dice) for n in range(many)]
    since = "2030-01-02"
    kept = [one for one in asked if one.asked_at >= since]
    with House.create(load_settings(library={"dir": tmp_path / "library"})) as house:
        with house.library.noting() as notebook:
            notebook.put_askings(asked)
        with house.library.notes() as notebook:
            period, times = read_period(notebook, since), read_quoted(notebook, since)
    days, whole = period.days, period.whole
    assert [day.day for day in days] == sorted({one.asked_at[:10] for one in kept})
    assert sum(day.answered for day in days) == whole.answered == sum(one.outcome == "answer" for one in kept)
    assert whole.answered + whole.abstained == len(kept)
    for day in (*days, whole) if kept else ():
        took = sorted(one.timings.total for one in kept if one.asked_at.startswith(day.day))
        assert (day.median_ms, day.p95_ms) == (took[len(took) // 2], took[len(took) * 95 // 100])
    assert dict(period.reasons) == Counter(one.reason for one in kept if one.reason)
    quoted = Counter(doc_id for one in kept if one.outcome == "answer" for doc_id in set(one.doc_ids))
    assert dict(times) == quoted
    assert [n for _, n in times] == sorted(quoted.values(), reverse=True)
