"""Coverage-guided fuzzing of the readers: whatever the bytes, a sound document or a ReadingError, and never a hang.

    python tests/fuzz/fuzz_readers.py --seconds 60                   all formats in turn
    python tests/fuzz/fuzz_readers.py --seconds 600 --only html pdf  some of them
    python tests/fuzz/fuzz_readers.py --seeds FOLDER                 begin from the files of a folder, too

Each format is fuzzed in a process of its own. The bytes of the first finding at every place in the code stay in `--out`,
and are read again with `--repeat FILE`. Seeds are small documents made here; those of `xls` and `msg` come from `--seeds`.
"""

from __future__ import annotations

import argparse
import hashlib
import pkgutil
import signal
import subprocess
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from fuzz.mutating import BINARY, mutator
from fuzz.seeds import SEEDS

_SLOWEST_S: Final = 4.0  # of the processor's time
_STUCK_S: Final = 60
_MEMORY_MB: Final = 2000
_LARGEST: Final = 8_000
_LARGEST_BINARY: Final = 100_000
_FINDING: Final = "FINDING "


class SlowError(BaseException):
    """Reading takes too long. No reader may take it for a damaged file."""


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
        check(given.repeat.read_bytes(), f"x.{given.repeat.name.partition('-')[0]}")
        return 0
    given.out.mkdir(parents=True, exist_ok=True)
    if given.target:
        _fuzz(given.target, given.out, rest)
    return sum(_run(name, given.seconds // len(given.only), given.out, given.seeds) for name in given.only)


def _run(name: str, seconds: int, out: Path, more: Path | None) -> bool:
    corpus = out / f"{name}.corpus"
    corpus.mkdir(exist_ok=True)
    most = _LARGEST_BINARY if name in BINARY else _LARGEST
    for number, data in enumerate(SEEDS[name]()):
        (corpus / f"seed{number}").write_bytes(data)
    for path in more.rglob(f"*.{name}") if more else ():
        if path.stat().st_size <= most:
            (corpus / path.name).write_bytes(path.read_bytes())
    command = [
        sys.executable, __file__, "--target", name, "--out", str(out), str(corpus), f"-max_total_time={max(seconds, 1)}",
        f"-timeout={_STUCK_S}", f"-rss_limit_mb={_MEMORY_MB}", f"-max_len={most}", f"-artifact_prefix={out}/{name}-", "-print_final_stats=1",
    ]  # fmt: skip
    ended = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
    found = ended.stdout.count(_FINDING)
    runs = next((line for line in reversed(ended.stderr.splitlines()) if line.startswith("Done ")), "ended early")
    print(f"{name:<6} {found} findings  {runs}", flush=True)
    if found:
        print(ended.stdout)
    if ended.returncode:
        print(ended.stderr[-5000:], file=sys.stderr)
    return bool(found or ended.returncode)


def _fuzz(name: str, out: Path, arguments: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["quoth.reading", "quoth.text"]):
        from quoth.reading import documents, formats, printed  # noqa: F401 - imported so that they are instrumented

        for package in (formats, printed):
            for module in pkgutil.iter_modules(package.__path__):
                import_module(f"{package.__name__}.{module.name}")
    seen: set[str] = set()

    def read(data: bytes) -> None:
        try:
            check(data, f"x.{name}")
        except (Exception, SlowError) as error:  # noqa: BLE001 - each is a finding
            place = _place(error)
            if place not in seen:
                seen.add(place)
                path = out / f"{name}-{hashlib.sha256(place.encode()).hexdigest()[:12]}"
                path.write_bytes(data)
                print(f"{_FINDING}{path} {len(data)} bytes\n{''.join(traceback.format_exception(error))[-3000:]}", flush=True)

    # `atheris.Mutate` becomes another function when fuzzing begins.
    change = mutator(name, lambda data, most: bytes(atheris.Mutate(data, most)))
    atheris.Setup([sys.argv[0], *arguments], read, custom_mutator=change)
    atheris.Fuzz()


def _place(error: BaseException) -> str:
    """Return where our code failed: findings of one place are one finding."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if "quoth" in frame.filename or frame.name == "check"
    ]
    where = frames[-1] if frames else None
    return f"{type(error).__name__} {where.filename if where else ''} {where.lineno if where else ''}"


def check(data: bytes, name: str) -> None:
    """Read the bytes and see that what comes of it holds together."""
    from quoth.errors import ReadingError
    from quoth.reading.documents import read_all

    began = time.process_time()
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, _SLOWEST_S)
    try:
        read = read_all(data, doc_id=name, uri=f"file:///{name}")
    except ReadingError:
        return
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        if time.process_time() - began > 2 * _SLOWEST_S:  # libraries in C are not stopped
            _stop()
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


def _stop(*_: object) -> None:
    raise SlowError


if __name__ == "__main__":
    sys.exit(main())
