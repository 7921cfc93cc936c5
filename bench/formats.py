"""Read every file of ../shared/data/files in the sandbox and print what becomes of each format: the table of docs/formats.md.

python -m bench.formats               the table
python -m bench.formats --all         one line per file
python -m bench.formats --write       record the outcomes that tests/integration/test_formats.py defends
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quoth.errors import ReadingError
from quoth.reading.documents import Read
from quoth.reading.sandbox import Limits, Sandbox, in_order

ROOT: Final = Path(__file__).resolve().parents[1]
FILES: Final = ROOT.parent / "shared/data/files"
OUTCOMES: Final = ROOT / "tests/golden/reading/outcomes.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    name: str
    read: tuple[Read, ...]
    refused: str
    seconds: float

    def as_row(self) -> dict[str, object]:
        """Return what is recorded: for a file that is read, its format and how much of it there is; else the refusal."""
        if self.refused:
            return {"refused": self.refused}
        document = self.read[0].document
        return {
            "media_type": document.media_type,
            "sha256": _sha256(document.text),
            "blocks": len(document.blocks),
            "carries": [read.document.doc_id.removeprefix(f"{self.name}/") for read in self.read[1:]],
        }


def _sha256(text: str) -> str:
    from quoth.types import sha256

    return sha256(text)


def files() -> list[Path]:
    """Return the files, good ones first."""
    return [
        path
        for part in ("good", "bad")
        for path in sorted((FILES / part).rglob("*"))
        if path.is_file() and path.name != "INDEX.tsv"
    ]


def outcomes(sandbox: Sandbox, paths: list[Path]) -> Iterator[Outcome]:
    """Read the files, several at once."""

    def work(path: Path) -> Outcome:
        name = path.relative_to(FILES).as_posix()
        began = time.perf_counter()
        try:
            read, refused = sandbox.read(path.read_bytes(), doc_id=name, uri=f"file:///{name}"), ""
        except ReadingError as error:
            read, refused = (), f"{error.message} {error.hint}"
        return Outcome(name, read, refused, time.perf_counter() - began)

    for _, future in in_order(work, paths, sandbox.workers):
        yield future.result()


def main() -> None:
    """Print the table, or every file; record the outcomes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="one line per file")
    parser.add_argument("--write", action="store_true", help="record the outcomes")
    parser.add_argument("--only", default="", help="only files whose path holds this")
    given = parser.parse_args()
    paths = [path for path in files() if given.only in path.as_posix()]
    with Sandbox(0, Limits(seconds=120)) as sandbox:
        found = list(outcomes(sandbox, paths))
    if given.all:
        for one in found:
            print(_line(one))
    if given.write:
        OUTCOMES.parent.mkdir(parents=True, exist_ok=True)
        OUTCOMES.write_text(json.dumps({one.name: one.as_row() for one in found}, indent=1, sort_keys=True) + "\n")
    _table(found)


def _line(one: Outcome) -> str:
    if one.refused:
        return f"{one.name}: REFUSED {one.refused} ({one.seconds:.1f} s)"
    document, kept = one.read[0].document, one.read[0].document.fidelity
    return (
        f"{one.name}: {document.media_type}, {len(document.text):,} characters, {len(document.blocks)} blocks, lost {kept.lost_share:.1%}, "
        f"{kept.pages or '-'} pages, {kept.tables} tables, {len(one.read) - 1} carried, {one.seconds:.1f} s {' '.join(kept.notes)}"
    )


def _table(found: list[Outcome]) -> None:
    rows: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for one in found:
        part, name = one.name.split("/", 1)
        rows[part, name.rsplit(".", 1)[-1].lower()].append(one)
    print(
        "\n| folder | kind | files | read | refused | lost (median) | slowest | refusals |\n|---|---|---|---|---|---|---|---|"
    )
    for (part, kind), group in sorted(rows.items(), key=lambda item: (item[0][0] != "good", item[0][1])):
        lost = sorted(one.read[0].document.fidelity.lost_share for one in group if one.read)
        why = sorted({one.refused.split(".")[0] for one in group if one.refused})
        middle = f"{lost[len(lost) // 2]:.1%}" if lost else ""
        print(
            f"| {part} | {kind} | {len(group)} | {len(lost)} | {len(group) - len(lost)} | {middle} | "
            f"{max(one.seconds for one in group):.1f} s | {'; '.join(why)} |"
        )


if __name__ == "__main__":
    main()
