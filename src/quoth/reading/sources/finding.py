"""Find the sources at a path or URL and fetch their bytes. Looks at names, sizes and times only; never at what they say."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from quoth.errors import PathNotFoundError, ReadingError, SourceError
from quoth.reading.sources.choosing import Choice
from quoth.reading.sources.remote import RemoteObject, is_url, list_objects, shown

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LIBRARY: Final = frozenset({"library.db", "writer.lock"})
_OURS: Final = re.compile(r"library\.db(?:-wal|-shm|-journal)?|dense\.faiss|lexical-\d+|views\.json|(?:writer|views)\.lock")
_GONE: Final = (FileNotFoundError, NotADirectoryError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A source: a file, an object behind a URL, or a folder that is closed to us.

    Attributes:
        doc_id: Its POSIX path below the root; a file named alone has its own name. A folder that could not be listed ends in
            "/": what it holds is not known, so what was read from it before is not gone.
        uri: Its address, without credentials.
        root: The address of the folder or single file that it was found below.
        size: In bytes; 0 if unknown.
        stamp: Differs whenever its content may; "" if unknown.
        path: Of a local file.
    """

    doc_id: str
    uri: str
    root: str
    size: int
    stamp: str
    path: Path | None
    _remote: RemoteObject | None = field(default=None, repr=False, compare=False)

    def read(self, max_bytes: int) -> bytes:
        """Return its bytes.

        Raises:
            ReadingError: It cannot be opened or fetched, is gone, or is larger than the limit.
        """
        if self.size > max_bytes:
            raise _too_large(f"{self.size:,}", max_bytes)
        data = self._remote.fetch(max_bytes) if self._remote else read_file(os.fspath(self.path or ""), max_bytes)
        if len(data) > max_bytes:
            raise _too_large(f"more than {max_bytes:,}", max_bytes)
        return data


def root_of(where: str) -> str:
    """Return the address of a path or URL, as `Found.root` has it."""
    if is_url(where) and not _is_local_url(where):
        return shown(where)
    return _resolved(local_path(where)).as_uri()


def local_path(where: str) -> str:
    """Return the path that a path or a `file://` URL names.

    Raises:
        SourceError: It is the URL of something else.
    """
    if not is_url(where):
        return where
    parts = urlsplit(where)
    if not _is_local_url(where) or parts.netloc not in ("", "localhost"):
        raise SourceError(shown(where), "it is no place on this machine", "Name a file or folder of this machine.")
    return os.fsdecode(unquote_to_bytes(parts.path))


def find_sources(where: str, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> tuple[Found, ...]:
    """Return the sources at a path or URL, by `doc_id`.

    A folder is walked. Hidden, temporary and special files are passed over, and so are symbolic links that lead outside the
    folder or to another folder. A file named alone is taken, whatever the patterns say.

    Args:
        where: A path, or a URL such as `s3://bucket/folder`, `https://host/page.html` or `memory://folder`.
        include: Patterns as in a `.gitignore`; without any, everything is taken.
        exclude: Such patterns; they win.

    Raises:
        PathNotFoundError: Nothing is there.
        SourceError: It cannot be listed.
        SettingsError: A pattern cannot be used.
    """
    choice = Choice(include, exclude)
    if is_url(where) and not _is_local_url(where):
        found = _find_remote(where, choice)
    else:
        found, _ = scan(local_path(where), choice)
    return tuple(sorted(found, key=lambda item: item.doc_id))


def scan(where: str, choice: Choice) -> tuple[list[Found], list[str]]:
    """Return the sources at a local path, in no order, and all folders that were walked (none for a single file).

    Raises:
        PathNotFoundError, SourceError: As for `find_sources`.
    """
    top = _resolved(where)
    try:
        facts = top.stat()
    except OSError as error:
        raise PathNotFoundError(where) if isinstance(error, _GONE) else _closed(where, error) from error
    if stat.S_ISREG(facts.st_mode):
        return [_found(str(top), top.name, top.as_uri(), facts)], []
    if not stat.S_ISDIR(facts.st_mode):
        raise SourceError(where, "it is neither a file nor a folder", "Name a file or folder.")
    return _scan_folder(where, str(top), choice)


def _scan_folder(where: str, top: str, choice: Choice) -> tuple[list[Found], list[str]]:
    root, start = Path(top).as_uri(), top.rstrip("/") + "/"
    found: list[Found] = []
    folders: list[str] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        folder = start + below
        try:
            entries = _entries(folder)
        except OSError as error:
            if not below:
                raise _closed(where, error) from error
            if not isinstance(error, _GONE):
                found.append(_found(folder, f"{below}/", root, None))
            continue
        folders.append(folder)
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                if choice.enters(_name_of(path)):
                    waiting.append(path)
            elif choice.takes(_name_of(path)):
                found.extend(_look_at(entry, path, start, root))
    return found, folders


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder; where a library of ours is, without its files: every ingest changes them."""
    with os.scandir(folder) as scanned:
        entries = list(scanned)
    if {entry.name for entry in entries} >= _LIBRARY:
        return [entry for entry in entries if not _OURS.fullmatch(entry.name)]
    return entries


def _look_at(entry: os.DirEntry[str], path: str, start: str, root: str) -> Iterator[Found]:
    """Yield a file, unless it is none, leads outside, leads nowhere, or has vanished."""
    if entry.is_symlink() and not os.path.realpath(entry.path).startswith(start):
        return
    try:
        facts = entry.stat()
    except PermissionError:
        yield _found(entry.path, path, root, None)
    except OSError:
        return
    else:
        if stat.S_ISREG(facts.st_mode):
            yield _found(entry.path, path, root, facts)


def _found(path: str, below: str, root: str, facts: os.stat_result | None) -> Found:
    size, stamp = (facts.st_size, f"{facts.st_mtime_ns}:{facts.st_ctime_ns}:{facts.st_ino}") if facts else (0, "")
    file = Path(path)
    return Found(doc_id=_name_of(below), uri=file.as_uri(), root=root, size=size, stamp=stamp, path=file)


def _name_of(path: str) -> str:
    r"""Return a path as text that can be stored and shown: bytes that are no UTF-8, and control characters, as `\xff`."""
    if path.isascii() and path.isprintable():
        return path
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _find_remote(where: str, choice: Choice) -> list[Found]:
    root = shown(where)
    return [
        Found(
            doc_id=_name_of(item.name) if item.name else _last_part(root),
            uri=f"{root}/{item.name}" if item.name else root,
            root=root,
            size=item.size,
            stamp=item.stamp,
            path=None,
            _remote=item,
        )
        for item in list_objects(where, choice.enters)
        if not item.name or (item.trouble and choice.enters(item.name.rstrip("/"))) or choice.takes(item.name)
    ]


def _last_part(url: str) -> str:
    """Return the name of a file that a URL names: the last part of its path, or the host where there is none."""
    path = url.split("://", 1)[1].partition("?")[0].rstrip("/")
    return _name_of(unquote_to_bytes(path.rsplit("/", 1)[-1]).decode("utf-8", "backslashreplace").replace("/", "_"))


def _is_local_url(where: str) -> bool:
    return where.split("://", 1)[0].lower() in ("file", "local")


def _resolved(where: str) -> Path:
    if not where or "\0" in where:
        raise PathNotFoundError(where)
    return Path(os.path.realpath(where))


def read_file(path: str, max_bytes: int) -> bytes:
    """Return the bytes of a file, one more than the limit at most.

    Raises:
        ReadingError: It cannot be opened, or is no file: a pipe or a device may never end.
    """
    try:
        with open(path, "rb", opener=_open_unblocked) as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise ReadingError("it is no file any more.", "Check what stands there, and run it again.")
            data = file.read(min(facts.st_size, max_bytes) + 1)
            return data if len(data) <= facts.st_size else data + file.read(max_bytes + 1 - len(data))
    except OSError as error:
        raise ReadingError(
            f"it cannot be opened: {error.strerror}.", "Check that it is still there and its permissions."
        ) from error


def _open_unblocked(path: str, flags: int) -> int:
    """Open what may have become a pipe since it was found; opening a pipe waits for whoever writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _too_large(size: str, max_bytes: int) -> ReadingError:
    return ReadingError(f"it has {size} bytes; the limit is {max_bytes:,}.", "Split it, or raise QUOTH_READING__MAX_BYTES.")


def _closed(where: str, error: OSError) -> SourceError:
    return SourceError(where, f"it cannot be opened: {error.strerror}", "Check its permissions; nothing was changed.")
