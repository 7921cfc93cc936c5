"""Write to the terminal: results on stdout, everything else on stderr."""

from __future__ import annotations

import errno
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn, Self

from quoth.errors import DiskFullError
from quoth.text.normalise import squeeze

if TYPE_CHECKING:
    from tqdm import tqdm

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_BETWEEN_LINES_S: Final = 5.0


def say(text: str) -> None:
    """Write a result on stdout.

    Raises:
        DiskFullError: There is no room where stdout goes.
    """
    with no_room_explained("standard output"):
        print(text)  # noqa: T201 - this is the command line


def say_json(value: object) -> None:
    """Write one JSON value on one line of stdout."""
    is_unicode = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    say(json.dumps(value, ensure_ascii=not is_unicode))


def tell(text: str) -> None:
    """Write one line for the person on stderr."""
    print(squeeze(text) if not text.startswith(" ") else f"  {squeeze(text)}", file=sys.stderr, flush=True)  # noqa: T201


def flush_stdout() -> None:
    """Write out what is buffered.

    Raises:
        DiskFullError: There is no room where stdout goes.
    """
    if sys.stdout is not None:
        with no_room_explained("standard output"):
            sys.stdout.flush()


@contextmanager
def no_room_explained(where: str) -> Iterator[None]:
    """Turn a full disk into our error.

    Raises:
        DiskFullError: There is no room left.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFullError(where) from error
        raise


def is_terminal(stream: object) -> bool:
    """Say whether a person watches the stream."""
    isatty = getattr(stream, "isatty", None)
    return bool(isatty and isatty())


@contextmanager
def announced(what: str) -> Iterator[None]:
    """Say on a terminal what takes a moment, and wipe it out when it is done."""
    if not is_terminal(sys.stderr):
        yield
        return
    sys.stderr.write(what)
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r" + " " * len(what) + "\r")
        sys.stderr.flush()


class ProgressBar:
    """Shows how far something is, on stderr: a bar on a terminal, else a plain line every few seconds."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: tqdm[NoReturn] | None = None
        self._told = time.monotonic()

    def __call__(self, done: int, total: int, name: str) -> None:
        """Show that `done` of `total` are reached, the present one being `name`."""
        if is_terminal(sys.stderr):
            self._draw(done, total, name)
        elif time.monotonic() - self._told >= _BETWEEN_LINES_S:
            self._told = time.monotonic()
            tell(f"{self._what}: {done} of {total}")

    def _draw(self, done: int, total: int, name: str) -> None:
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=total, desc=self._what, file=sys.stderr, leave=False, dynamic_ncols=True)
        bar = self._bar
        bar.set_postfix_str(name[-40:], refresh=False)
        bar.update(done - bar.n)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wipe out the bar."""
        if self._bar is not None:
            self._bar.close()
