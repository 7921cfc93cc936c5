"""Coverage-guided fuzzing of the readers: whatever the bytes, a sound document or a ReadingError, and never a hang.

    python tests/fuzz/fuzz_readers.py --seconds 60                   all formats in turn
    python tests/fuzz/fuzz_readers.py --seconds 600 --only html pdf  some of them
    python tests/fuzz/fuzz_readers.py --seeds FOLDER                 begin from the files of a folder, too

Each format is fuzzed in a process of its own, which libFuzzer ends at the first finding; the bytes that caused it stay in
`--out` and are read again with `--repeat FILE`. Seeds are small documents made here.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.seeds import SEEDS

_SLOWEST_S: Final = 20
_MEMORY_MB: Final = 2000
_LARGEST: Final = 20_000


def main() -> int:
    """Fuzz the formats one after the other and return how many had findings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for all formats together")
    parser.add_argument("--only", nargs="*", default=sorted(SEEDS), choices=sorted(SEEDS))
    parser.add_argument("--out", type=Path, default=Path("fuzzing"), help="where findings are kept")
    parser.add_argument("--seeds", type=Path, help="a folder of documents to begin from")
    parser.add_argument("--repeat", type=Path, help="read one file again")
    parser.add_argument("--target", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    if given.repeat:
        check(given.repeat.read_bytes(), given.repeat.name)
        return 0
    if given.target:
        _fuzz(given.target, rest)
    given.out.mkdir(parents=True, exist_ok=True)
    return sum(_run(name, given.seconds // len(given.only), given.out, given.seeds) for name in given.only)


def _run(name: str, seconds: int, out: Path, more: Path | None) -> bool:
    corpus = out / f"{name}.corpus"
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(SEEDS[name]()):
        (corpus / f"seed{number}").write_bytes(data)
    for path in more.rglob(f"*.{name}") if more else ():
        if path.stat().st_size <= _LARGEST:
            (corpus / path.name).write_bytes(path.read_bytes())
    command = [
        sys.executable, __file__, "--target", name, str(corpus), f"-max_total_time={max(seconds, 1)}", f"-timeout={_SLOWEST_S}",
        f"-rss_limit_mb={_MEMORY_MB}", f"-max_len={_LARGEST}", f"-artifact_prefix={out}/{name}-", "-verbosity=0",
    ]  # fmt: skip
    ended = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    runs = next((line for line in reversed(ended.stderr.splitlines()) if line.startswith(("Done", "stat::"))), "")
    print(f"{name:<14} {'FOUND' if ended.returncode else 'clean'}  {runs}", flush=True)
    if ended.returncode:
        print(ended.stdout[-3000:], ended.stderr[-5000:], file=sys.stderr)
    return ended.returncode != 0


def _fuzz(name: str, arguments: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["quoth.reading", "quoth.text"]):
        import quoth.reading.documents  # noqa: F401 - imported so that it is instrumented
        from quoth.reading import formats  # noqa: F401

    atheris.Setup([sys.argv[0], *arguments], lambda data: check(data, f"x.{name}"))
    atheris.Fuzz()


def check(data: bytes, name: str) -> None:
    """Read the bytes and see that what comes of it holds together."""
    from quoth.errors import ReadingError
    from quoth.reading.documents import read_all

    try:
        read = read_all(data, doc_id=name, uri=f"file:///{name}")
    except ReadingError:
        return
    for one in read:
        document, end = one.document, 0
        assert document.text == document.text.strip("\n")
        for block in document.blocks:
            assert end <= block.span.start < block.span.end <= len(document.text)
            assert not document.text[end : block.span.start].strip()
            assert block.header is None or block.header.end <= block.span.start
            end = block.span.end
        assert not document.text[end:].strip()
        for page in document.printed:
            page.boxes(document.blocks[0].span)


if __name__ == "__main__":
    sys.exit(main())
