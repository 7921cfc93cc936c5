"""How fast documents are read, cut, encoded and stored, and what it takes.

    python -m bench.ingest                    all parts, some minutes
    python -m bench.ingest pdf markdown       PDF pages and Markdown documents a second, read in the sandbox
    python -m bench.ingest encode             the whole line against the encoder's raw speed
    python -m bench.ingest large              peak memory on a 2,000-page PDF and a 200 MB folder
    python -m bench.ingest again              a second ingest of an unchanged folder of 10,000 documents

Every document is made here: text of our corpus, shuffled by a seed, so that no two passages are alike.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.printing import write_pdf
from quoth.house import House
from quoth.ingest.cutting import cut
from quoth.reading.documents import read_bytes
from quoth.reading.sandbox import Limits, Sandbox, in_order
from quoth.settings import load_settings

ROOT: Final = Path(__file__).resolve().parents[1]
_PAGES: Final = 400
_LARGE_PAGES: Final = 2000
_DOCUMENTS: Final = 2000
_UNCHANGED: Final = 10_000
_FOLDER_BYTES: Final = 200_000_000
_ENCODED: Final = 150
_LEAST_WORDS: Final = 9


def main() -> None:
    """Run the parts asked for."""
    parts: dict[str, Callable[[Path], None]] = {
        "pdf": _pdf, "markdown": _markdown, "encode": _encode, "large": _large, "again": _again,
    }  # fmt: skip
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*parts, []], default=list(parts))
    asked = parser.parse_args().parts
    if len(asked) == 1:
        with tempfile.TemporaryDirectory() as folder:
            parts[asked[0]](Path(folder))
        return
    for name in asked:  # each in a process of its own: a child's peak memory begins with its parent's
        subprocess.run([sys.executable, "-m", "bench.ingest", name], check=True)  # noqa: S603 - ourselves


def sentences() -> list[str]:
    """Return the lines of the corpus."""
    lines: list[str] = []
    for path in sorted((ROOT / "corpus/documents").rglob("*.md")):
        lines.extend(line for line in path.read_text(encoding="utf-8").splitlines() if len(line.split()) >= _LEAST_WORDS)
    return lines


def page(rng: random.Random, lines: list[str], number: int) -> str:
    """Return about a page of Markdown that no other number gives."""
    body = "\n\n".join(" ".join(rng.sample(lines, 3)) + f" Item {number}.{part}." for part in range(4))
    return f"# Report {number}\n\n{body}\n"


def _read_all(items: list[tuple[str, bytes]], what: str, units: int) -> None:
    with Sandbox(0, Limits()) as sandbox:
        sandbox.read(b"Warm up.", doc_id="warm.txt", uri="file:///warm.txt")
        began = time.perf_counter()
        read = in_order(lambda item: sandbox.read(item[1], doc_id=item[0], uri=f"file:///{item[0]}"), items, sandbox.workers)
        characters = sum(len(future.result()[0].document.text) for _, future in read)
        took = time.perf_counter() - began
    print(f"{what}: {units} in {took:.1f} s: {units / took:.0f} a second, {characters:,} characters, {sandbox.workers} workers")


def _pdf(folder: Path) -> None:
    rng, lines = random.Random(1), sentences()
    items = []
    for number in range(_PAGES // 20):
        path = folder / f"{number}.pdf"
        write_pdf(path, [page(rng, lines, 20 * number + place) for place in range(20)])
        items.append((path.name, path.read_bytes()))
    _read_all(items, "PDF pages", _PAGES)


def _markdown(_: Path) -> None:
    rng, lines = random.Random(2), sentences()
    items = [(f"{n}.md", page(rng, lines, n).encode()) for n in range(_DOCUMENTS)]
    _read_all(items, "Markdown documents", _DOCUMENTS)


def _fill(folder: Path, count: int) -> None:
    rng, lines = random.Random(3), sentences()
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:05}.md").write_text(page(rng, lines, number), encoding="utf-8")


def _encode(folder: Path) -> None:
    """Encode the same passages raw and through the whole line, twice each in turns: the machine is noisy."""
    _fill(folder / "documents", _ENCODED)
    settings = load_settings(library={"dir": folder / "library"})
    with House.create(settings) as house:
        encoder = house.encoder
        documents = [
            read_bytes(path.read_bytes(), doc_id=path.name, uri=path.as_uri())
            for path in sorted((folder / "documents").iterdir())
        ]
        passages = [(passage, document.text) for document in documents for passage, _ in cut(document, encoder, settings)]
    raw, line = [], []
    for turn in range(2):
        began = time.perf_counter()
        for start in range(0, len(passages), 128):
            part = passages[start : start + 128]
            encoder.encode_passages([passage for passage, _ in part], [text for _, text in part])
        raw.append(time.perf_counter() - began)
        with House.create(load_settings(library={"dir": folder / f"library{turn}"})) as other:
            other._encoder = encoder  # noqa: SLF001 - loading it is not what is measured
            began = time.perf_counter()
            report = other.ingest([folder / "documents"])
            line.append(time.perf_counter() - began)
        if report.passages != len(passages):
            raise SystemExit(f"{report.passages} passages stored, {len(passages)} encoded alone")
    best_raw, best_line = min(raw), min(line)
    print(
        f"passages: {len(passages)}; encoder alone {len(passages) / best_raw:.0f} a second, the whole line "
        f"{len(passages) / best_line:.0f}: {best_line / best_raw - 1:+.1%} (raw {raw}, line {line})"
    )


def _large(folder: Path) -> None:
    rng, lines = random.Random(4), sentences()
    path = folder / "large.pdf"
    write_pdf(path, [page(rng, lines, number) for number in range(_LARGE_PAGES)])
    with Sandbox(1, Limits()) as sandbox:
        began = time.perf_counter()
        read = sandbox.read(path.read_bytes(), doc_id="large.pdf", uri="file:///large.pdf")
        took = time.perf_counter() - began
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"PDF of {_LARGE_PAGES} pages, {path.stat().st_size / 1e6:.1f} MB: {took:.1f} s, {len(read[0].document.text):,} characters, "
        f"worker's peak {workers:.0f} MB, master's {ours:.0f} MB"
    )
    books = folder / "books"
    books.mkdir()
    written = 0
    while written < _FOLDER_BYTES:
        text = "\n".join(page(rng, lines, written + n) for n in range(2000))
        (books / f"{written:010}.md").write_text(text, encoding="utf-8")
        written += len(text.encode())
    items = [(path.name, path) for path in sorted(books.iterdir())]
    with Sandbox(0, Limits()) as sandbox:
        began = time.perf_counter()
        results = in_order(
            lambda item: sandbox.read(item[1].read_bytes(), doc_id=item[0], uri=item[1].as_uri()), items, sandbox.workers
        )
        characters = sum(len(future.result()[0].document.text) for _, future in results)
        took = time.perf_counter() - began
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"folder of {written / 1e6:.0f} MB in {len(items)} files, read alone: {took:.1f} s, {characters:,} characters, "
        f"workers' peak {workers:.0f} MB, master's {ours:.0f} MB"
    )


def _again(folder: Path) -> None:
    """Ingest many one-line documents, then once more; only the second time counts."""
    documents = folder / "documents"
    documents.mkdir()
    for number in range(_UNCHANGED):
        (documents / f"{number:05}.txt").write_text(f"Batch {number} was released on day {number % 365}.", encoding="utf-8")
    with House.create(load_settings(library={"dir": folder / "library"})) as house:
        began = time.perf_counter()
        house.ingest([documents])
        first = time.perf_counter() - began
        began = time.perf_counter()
        report = house.ingest([documents])
        again = time.perf_counter() - began
    if len(report.unchanged) != _UNCHANGED:
        raise SystemExit(f"only {len(report.unchanged)} unchanged")
    print(f"{_UNCHANGED} documents: first {first:.1f} s, again, unchanged, {again:.2f} s")


if __name__ == "__main__":
    main()
