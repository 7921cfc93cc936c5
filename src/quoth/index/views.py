"""Keep both indexes, and the glossary beside them, in step with the library's generation.

The files (`index/README.md` describes them) are stamped with the generation and their sha256. A missing, damaged or older
file is never trusted: it is brought up to date, or built anew from the library, which is the truth.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from filelock import FileLock

from quoth.errors import DiskFullError, LibraryError
from quoth.index.dense import DenseIndex
from quoth.index.glossary import Glossary, Mined
from quoth.index.lexical import LexicalIndex
from quoth.protocols import PassageSource
from quoth.text.languages import ENGLISH, Language
from quoth.types import StoredPassage

logger = logging.getLogger(__name__)

_STAMP: Final = "views.json"
_DENSE: Final = "dense.faiss"
_WORDS: Final = "words.json"
_AT_ONCE: Final = 2000


@dataclass(frozen=True, slots=True)
class View:
    """Both indexes of one generation, and what was mined from its words."""

    generation: int
    dense: DenseIndex
    lexical: LexicalIndex
    mined: Mined
    glossary: Glossary


class Source(PassageSource, Protocol):
    """The passages of one state of a library that has a name of its own."""

    def fact(self, name: str) -> str | None:
        """Return a recorded fact; `library_id` tells one library from another."""


class Views:
    """The newest view this process holds, and its files. Safe to share between threads and processes."""

    def __init__(self, folder: Path, dim: int, language: Language = ENGLISH) -> None:
        """Set up.

        Args:
            language: That of the library.
        """
        self._folder = folder
        self._language = language
        self._dim = dim
        self._view: View | None = None
        self._lock = threading.Lock()

    def at(self, source: Source) -> View:
        """Return a view that is at least as new as the source, catching up first if need be.

        Raises:
            DiskFullError: There is no room for the index files.
            LibraryError: They cannot be written for another reason.
        """
        generation = source.generation()
        view = self._view
        if view is not None and view.generation >= generation:
            return view
        with self._lock:
            if self._view is None or self._view.generation < generation:
                self._view = self._catch_up(source, generation)
            return self._view

    def _catch_up(self, source: Source, generation: int) -> View:
        try:
            with FileLock(self._folder / "views.lock"):
                view = self._load(source, generation) or self._build(source, generation)
                if view.generation < generation:
                    view = self._update(view, source, generation)
                return view
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise DiskFullError(str(self._folder)) from error
            raise LibraryError(
                f"Index files in {self._folder} cannot be written: {error}.", "Check the folder and its permissions."
            ) from error

    def _load(self, source: Source, generation: int) -> View | None:
        """Return what the files hold, or None where they are absent, damaged or of another library."""
        try:
            stamp = json.loads((self._folder / _STAMP).read_text())
            if _WORDS not in stamp["sha256"]:
                return None  # files of an older version, which mined no words
            for name, digest in stamp["sha256"].items():
                if _digest(self._folder / name) != digest:
                    raise ValueError(f"{name} is damaged")  # noqa: TRY301 - one place says why files are not used
            if stamp["library"] != _name_of(source) or int(stamp["generation"]) > generation:
                raise ValueError("they were built from another library")  # noqa: TRY301
            if stamp.get("language", "en") != self._language.code:
                raise ValueError("they were built for another language")  # noqa: TRY301
            dense = DenseIndex.load(self._folder / _DENSE, self._dim)
            lexical = LexicalIndex(self._folder / stamp["lexical"], self._language)
            return _view(int(stamp["generation"]), dense, lexical, Mined.load(self._folder / _WORDS, lexical.terms))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            logger.warning("Index files in %s cannot be used (%s); building them anew from the library.", self._folder, error)
            return None

    def _build(self, source: Source, generation: int) -> View:
        numbers = source.passage_numbers()
        dense = DenseIndex(self._dim)
        for part, vectors in source.passage_vectors(numbers, self._dim):
            dense.add(part, vectors)
        lexical, mined = self._fresh_lexical(source, numbers, generation)
        return self._save(_view(generation, dense, lexical, mined), source)

    def _update(self, view: View, source: Source, generation: int) -> View:
        """Add what is new and remove what is gone.

        Deleted passages would still count in tantivy's word statistics until their segment is merged away, so the same
        library could rank differently depending on its past: any deletion builds the lexical view anew.
        """
        live, held = set(source.passage_numbers()), set(view.dense.numbers())
        new, gone = sorted(live - held), sorted(held - live)
        if view.lexical.count() != len(held):
            return self._build(source, generation)
        view.dense.remove(gone)
        for part, vectors in source.passage_vectors(new, self._dim):
            view.dense.add(part, vectors)
        if gone:
            lexical, mined = self._fresh_lexical(source, sorted(live), generation)
        else:
            lexical, mined = view.lexical, view.mined
            if new:
                lexical.add(_texts(source, new, mined))
        return self._save(_view(generation, view.dense, lexical, mined), source)

    def _fresh_lexical(self, source: PassageSource, numbers: Sequence[int], generation: int) -> tuple[LexicalIndex, Mined]:
        folder = self._folder / f"lexical-{generation}"
        shutil.rmtree(folder, ignore_errors=True)
        lexical = LexicalIndex(folder, self._language)
        mined = Mined(lexical.terms)
        if numbers:
            lexical.add(_texts(source, numbers, mined))
        return lexical, mined

    def _save(self, view: View, source: Source) -> View:
        """Write the stamp last: whoever is killed before leaves a stamp that does not fit, and is rebuilt."""
        for name, save in ((_DENSE, view.dense.save), (_WORDS, view.mined.save)):
            fresh = self._folder / f"{name}.new"
            save(fresh)
            fresh.replace(self._folder / name)
        stamp = {
            "library": _name_of(source),
            "generation": view.generation,
            "language": self._language.code,
            "lexical": view.lexical.folder.name,
            "sha256": {name: _digest(self._folder / name) for name in (_DENSE, _WORDS, view.lexical.folder.name)},
        }
        written = self._folder / f"{_STAMP}.new"
        written.write_text(json.dumps(stamp, indent=1))
        written.replace(self._folder / _STAMP)
        for old in self._folder.glob("lexical-*"):
            if old.name != view.lexical.folder.name:
                shutil.rmtree(old, ignore_errors=True)
        return view


def _view(generation: int, dense: DenseIndex, lexical: LexicalIndex, mined: Mined) -> View:
    return View(generation, dense, lexical, mined, Glossary(mined))


def _name_of(source: Source) -> str:
    return source.fact("library_id") or ""


def _texts(source: PassageSource, numbers: Sequence[int], mined: Mined) -> Iterator[tuple[StoredPassage, str]]:
    """Yield passages with their texts, and gather the words of the documents that hold them."""
    for start in range(0, len(numbers), _AT_ONCE):
        for _, stored in sorted(source.passages(numbers[start : start + _AT_ONCE]).items()):
            version = source.version(stored.doc_id, stored.version)
            if version is not None:
                mined.add(version)
                yield stored, stored.passage.span.of(version.text)


def _digest(path: Path) -> str:
    """Return the sha256 of a file, or of the names and bytes of a folder's files (lock files left out)."""
    files = sorted(file for file in path.iterdir() if file.suffix != ".lock") if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            digest.update(f"{file.name}\0".encode())
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
