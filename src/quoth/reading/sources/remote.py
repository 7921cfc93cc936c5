"""List and fetch what lies behind a URL, through fsspec: the only place that speaks to other machines, and only when asked to.

Credentials come from the environment, by the driver's own rules, or stand in the URL; no name, error or note repeats them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote

from fsspec import AbstractFileSystem
from fsspec.asyn import AsyncFileSystem
from fsspec.core import url_to_fs

from quoth.errors import PathNotFoundError, ReadingError, SourceError
from quoth.text.normalise import squeeze

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_WEB: Final = ("http", "https")
_NOT_THERE: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
# They stand for what is at another address, or in the address itself.
_NO_PLACES: Final = frozenset(
    "asynclocal asyncwrapper blockcache cached data dir filecache generic libarchive reference simplecache tar zip".split()
)
_SECRET: Final = re.compile(
    r"^(?:x-(?:amz|goog)-.*|.*(?:sig|signature|token|secret|passw(?:or)?d|credential|api_?key|access_?key)|key)$",
    re.IGNORECASE,
)
_USER: Final = re.compile(r"^[^/]*@")
_PASSWORD: Final = re.compile(r"^[^/@:]*:[^/]*@")
_STAMPS: Final = ("ETag", "etag", "md5Hash", "Content-MD5", "generation", "LastModified", "last_modified", "Last-Modified")
_TIMES: Final = ("mtime", "updated", "modified", "modify", "last_write_time", "created")
# The package on the registry where it is not called like the module.
_PACKAGES: Final = {"smbclient": "smbprotocol"}
_PIECE: Final = 1 << 22
_LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteObject:
    """An object behind a URL.

    Attributes:
        name: Its path below the URL that was listed; "" for that URL itself.
        size: In bytes; 0 if the server does not say.
        stamp: Changes with its content; "" if the server tells nothing of the kind.
        trouble: Why a folder could not be listed, for which it stands.
    """

    name: str
    size: int
    stamp: str
    trouble: str = ""
    key: str = field(repr=False)
    where: str = field(repr=False)
    fs: AbstractFileSystem = field(repr=False, compare=False)
    turn: AbstractContextManager[Any] = field(repr=False, compare=False)

    def fetch(self, max_bytes: int) -> bytes:
        """Return the bytes, one more than the limit at most.

        Raises:
            ReadingError: It cannot be fetched.
        """
        hint = "Check the network and the rights of your credentials, then run it again."
        if self.trouble:
            raise ReadingError(f"it cannot be listed: {self.trouble}.", hint)
        try:
            with self.turn:
                return self._fetch(max_bytes + 1)
        except FileNotFoundError as error:
            raise ReadingError("it is not there any more.", "Run it again.") from error
        except Exception as error:  # drivers raise whatever their libraries raise
            raise ReadingError(f"it cannot be fetched: {_reason(error, self.where)}.", hint) from error

    def _fetch(self, limit: int) -> bytes:
        # A web server that sends more than was asked for must not fill the memory: what it sends is taken piece by piece.
        options = {"block_size": 0} if _scheme(self.where) in _WEB else {}
        data = bytearray()
        with self.fs.open(self.key, "rb", **options) as file:
            while len(data) < limit and (piece := file.read(min(_PIECE, limit - len(data)))):
                data += piece
        return bytes(data)


def is_url(where: str) -> bool:
    """Say whether this names a place by URL and not by path."""
    return _URL.match(where) is not None


def shown(url: str) -> str:
    """Return a URL in one spelling and without what opens doors: passwords, tokens, signatures."""
    scheme, rest = _scheme(url), url.split("://", 1)[1]
    if scheme not in _WEB:  # before an @ alone may stand the name of a container
        return f"{scheme}://{_PASSWORD.sub('', rest, count=1).rstrip('/')}"
    address, _, query = rest.partition("#")[0].partition("?")
    kept = "&".join(pair for pair in query.split("&") if not _SECRET.match(unquote(pair.partition("=")[0])))
    return f"{scheme}://{_USER.sub('', address)}{'?' if kept else ''}{kept}"


def list_objects(url: str, enters: Callable[[str], bool]) -> list[RemoteObject]:
    """Return the objects below a URL, or the one at it; `enters` says which folders count.

    Raises:
        PathNotFoundError: Nothing is there.
        SourceError: The URL cannot be listed.
    """
    try:
        return list(_listed(url, enters))
    except (PathNotFoundError, SourceError):
        raise
    except ImportError as error:
        raise _no_driver(url, error) from error
    except FileNotFoundError as error:
        cause = error.__cause__  # on the web, fsspec says so whatever went wrong
        if _scheme(url) in _WEB and isinstance(cause, Exception) and getattr(cause, "status", 0) not in _NOT_THERE:
            raise _no_listing(url, cause) from error
        raise PathNotFoundError(shown(url)) from error
    except Exception as error:  # drivers raise whatever their libraries raise
        raise _no_listing(url, error) from error


def _listed(url: str, enters: Callable[[str], bool]) -> Iterator[RemoteObject]:
    if "::" in url or _scheme(url) in _NO_PLACES:
        raise SourceError(shown(url), "it is no place of its own", "Unpack it first, or name the folder that holds the files.")
    # A driver kept from an earlier listing would repeat what it saw then.
    fs, key = url_to_fs(f"{_scheme(url)}://{url.split('://', 1)[1]}", skip_instance_cache=True)
    # One connection cannot serve two threads, unless the driver sees to it itself.
    turn = nullcontext() if isinstance(fs, AsyncFileSystem) else threading.Lock()
    top = RemoteObject(name="", size=0, stamp="", key=key, where=url, fs=fs, turn=turn)
    info = fs.info(key)
    if info["type"] == "file":
        yield _described(top, "", info)
        return
    start = key.rstrip("/") + "/"
    for name, found in _below(fs, key, lambda path: enters(path.removeprefix(start).strip("/"))):
        if name.startswith(start) and (isinstance(found, OSError) or not name.endswith("/")):
            yield _described(top, name[len(start) :], found)


def _described(top: RemoteObject, name: str, info: dict[str, Any] | OSError) -> RemoteObject:
    key = f"{top.key.rstrip('/')}/{name}" if name else top.key
    if isinstance(info, OSError):
        return replace(top, name=name, key=key, trouble=_reason(info, top.where))
    size = info.get("size")
    return replace(top, name=name, key=key, size=size if isinstance(size, int) else 0, stamp=_stamp(info))


def _below(fs: AbstractFileSystem, key: str, enters: Callable[[str], bool]) -> Iterator[tuple[str, dict[str, Any] | OSError]]:
    """Yield the names and facts of all files below a folder, and the error of each folder that is closed to us."""
    if _lists_at_once(fs):
        yield from ((name, info) for name, info in fs.find(key, detail=True).items() if info["type"] == "file")
        return
    # fsspec's own walk leaves out what it cannot list and does not say so.
    waiting, known = [key], {key.rstrip("/")}
    while waiting:
        folder = waiting.pop()
        try:
            infos = fs.ls(folder, detail=True)
        except PermissionError as error:
            yield folder.rstrip("/") + "/", error
            continue
        except FileNotFoundError:
            if folder == key:
                raise
            continue  # it has vanished since its parent was listed
        for info in infos:
            name = info["name"].rstrip("/")
            if info["type"] == "file":
                yield name, info
            elif info["type"] == "directory" and name not in known and enters(name):
                known.add(name)
                waiting.append(name)


def _lists_at_once(fs: AbstractFileSystem) -> bool:
    """Say whether the driver has its own way to list everything below a prefix, as those of object stores have."""
    if isinstance(fs, AsyncFileSystem):
        return type(fs)._find is not AsyncFileSystem._find  # noqa: SLF001 - the class says it nowhere else
    return type(fs).find is not AbstractFileSystem.find


def _stamp(info: dict[str, Any]) -> str:
    for name in (*_STAMPS, *_TIMES):
        if value := info.get(name):
            return f"{value}:{info.get('size')}"
    return ""


def _no_driver(url: str, error: ImportError) -> SourceError:
    missing = getattr(error.__cause__ or error, "name", None)
    if not missing:
        return _no_listing(url, error)
    module = missing.split(".")[0]
    package = _PACKAGES.get(module, module)
    return SourceError(
        shown(url),
        f"reading {_scheme(url)}:// needs the package {package}",
        f"Type `pip install {package}`, then run it again.",
    )


def _no_listing(url: str, error: Exception) -> SourceError:
    return SourceError(
        shown(url),
        _reason(error, url),
        "Check the address, the network and the credentials in the environment; nothing was changed.",
    )


def _reason(error: BaseException, url: str) -> str:
    """Return what an error says, in one short line without credentials."""
    said = squeeze(getattr(error, "strerror", None) or str(error)) or type(error).__name__
    said = said.replace(url, shown(url))
    for secret in _secrets(url):
        for form in {secret, unquote(secret)}:
            said = said.replace(form, "…")
    return said[:_LONGEST_REASON].rstrip(". ")


def _secrets(url: str) -> Iterator[str]:
    rest = url.split("://", 1)[1]
    if user := _USER.match(rest):
        name, _, password = user[0][:-1].partition(":")
        yield from [password] if password else [name] if _scheme(url) in _WEB else []
    for pair in rest.partition("?")[2].split("&"):
        name, _, value = pair.partition("=")
        if value and _SECRET.match(unquote(name)):
            yield value


def _scheme(url: str) -> str:
    return url.split("://", 1)[0].lower()
