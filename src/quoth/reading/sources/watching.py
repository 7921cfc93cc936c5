"""Follow folders and files, and say when something in them has changed and come to rest.

The notices of the system only wake us: they follow links out of the folder, lose count when there are many, and are silent about
network shares. What has changed is what two looks at names, sizes and times tell apart.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from watchfiles import watch

from quoth.errors import PathNotFoundError, SourceError
from quoth.reading.sources.choosing import Choice, is_passed_over
from quoth.reading.sources.finding import local_path, scan

_TICK_MS: Final = 100
# A folder that never comes to rest is reported after so many times the quiet that was asked for.
_PATIENCE: Final = 10
# Looks without a notice: seldom where the system sends notices, often where it cannot. Looking takes a twentieth of the time at most.
_LOOK_AFTER_S: Final = {True: 60.0, False: 0.5}
_REST_BETWEEN_LOOKS: Final = 20


@dataclass(frozen=True, slots=True)
class _Look:
    """What is at a root: the stamps of its sources by `doc_id`, and the paths whose notices we want."""

    stamps: Mapping[str, str]
    watched: tuple[str, ...]


_Looks = Mapping[str, _Look | None]


def find_changes(roots: Sequence[str], *, quiet_s: float, stop: threading.Event | None = None) -> Iterator[frozenset[str]]:
    """Yield the roots in which something has changed, each time that changes have come to rest.

    Watching begins with the call, not with the first step: what changes in between is not missed, nor what changes while the
    caller is busy with what it got. Changes of hidden and temporary files count for nothing. A root that goes away is no change;
    one that comes back with other content is.

    Args:
        roots: Folders and files; they need not be there yet.
        quiet_s: Seconds without a change after which changes have come to rest. A root that is always busy is reported
            all the same, after ten times as many.
        stop: Ends the watch when it is set.

    Raises:
        SourceError: A root is a URL of something that is not on this machine.
    """
    paths = {root: Path(local_path(root)).absolute() for root in roots}
    changes = _follow(paths, quiet_s, stop or threading.Event())
    next(changes)
    return changes


def _follow(paths: Mapping[str, Path], quiet_s: float, stop: threading.Event) -> Iterator[frozenset[str]]:
    """Yield nothing once, as soon as the first look is taken, then each change."""
    looks = _look_at_all(paths)
    known = dict(looks)
    yield frozenset()
    while not stop.is_set():
        _wait_for_rest(paths, looks, quiet_s, stop)
        if stop.is_set():
            return
        looks = _look_at_all(paths)
        there = {root: look for root, look in looks.items() if look is not None}
        changed = frozenset(root for root, look in there.items() if not _is_same(look, known[root]))
        known.update(there)
        if changed:
            yield changed


def _wait_for_rest(paths: Mapping[str, Path], looks: _Looks, quiet_s: float, stop: threading.Event) -> None:
    """Return when something has happened since the looks were taken, and then nothing for a while, or when told to stop."""
    first = last = 0.0
    with closing(_news(paths, looks, stop)) as ticks:
        for is_news in ticks:
            now = time.monotonic()
            if is_news:
                first, last = first or now, now
            if first and (now - last >= quiet_s or now - first >= _PATIENCE * quiet_s):
                return


def _news(paths: Mapping[str, Path], looks: _Looks, stop: threading.Event) -> Generator[bool, None, None]:
    """Say at every tick whether something has happened."""
    identities, next_look = _identities(paths), 0.0
    for notice in _notices([path for look in looks.values() if look for path in look.watched], stop):
        is_news = bool(notice)
        if (now_identities := _identities(paths)) != identities:
            identities, is_news = now_identities, True
        started = time.monotonic()
        if started >= next_look:  # the first time at once: what has happened before the notices began?
            fresh = _look_at_all(paths)
            looks, is_news = fresh, is_news or fresh != looks
            ended = time.monotonic()
            next_look = ended + max(_LOOK_AFTER_S[notice is not None], _REST_BETWEEN_LOOKS * (ended - started))
        yield is_news


def _notices(watched: Sequence[str], stop: threading.Event) -> Iterator[bool | None]:
    """Say at every tick whether the system has noticed something; None where it sends no notices."""
    own = set(watched)
    try:
        # Folder by folder: watched as a tree, links would be followed out of it.
        for changes in watch(
            *watched,
            watch_filter=None,
            debounce=_TICK_MS,
            step=_TICK_MS // 2,
            rust_timeout=_TICK_MS,
            yield_on_timeout=True,
            stop_event=stop,
            recursive=False,
            ignore_permission_denied=True,
        ):
            yield any(path in own or _counts(path) for _, path in changes)
    except (OSError, RuntimeError):  # too many folders for the system, a file system without notices, a folder just gone
        pass
    while not stop.wait(_TICK_MS / 1000):
        yield None


def _counts(path: str) -> bool:
    """Say whether a notice may be about a source. A hidden link may: it can be the way to a visible file."""
    return not is_passed_over(Path(path).name) or Path(path).is_symlink()


def _look_at_all(paths: Mapping[str, Path]) -> _Looks:
    return {root: _look_at(path) for root, path in paths.items()}


def _look_at(path: Path) -> _Look | None:
    try:
        found, folders = scan(str(path), Choice((), ()))
    except (PathNotFoundError, SourceError):
        return None
    return _Look({item.doc_id: item.stamp for item in found}, tuple(folders or [str(path)]))


def _is_same(look: _Look, other: _Look | None) -> bool:
    return other is not None and look.stamps == other.stamps


def _identities(paths: Mapping[str, Path]) -> list[tuple[int, int] | None]:
    """Return what stands at each root, to notice that it went away, came back or was replaced."""
    return [_identity(path) for path in paths.values()]


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
