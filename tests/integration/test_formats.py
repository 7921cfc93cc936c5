"""Real files of every kind: each one is read or refused as recorded, and the text that was read by eye stays what it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fakes import FakeEncoder
from quoth.chunking import chunk
from quoth.errors import ReadingError
from quoth.reading.documents import Read
from quoth.reading.sandbox import Limits, Sandbox
from quoth.types import sha256

_ROOT = Path(__file__).parents[2]
_FILES = _ROOT.parent / "shared/data/files"
_GOLDEN = _ROOT / "tests/golden/reading"
# What these give depends on programs of the machine and their versions.
_BY_PROGRAMS = {".doc", ".ppt", ".png"}

pytestmark = pytest.mark.skipif(not _FILES.is_dir(), reason="../shared/data/files is absent")


def _outcomes() -> dict[str, dict[str, Any]]:
    recorded: dict[str, dict[str, Any]] = json.loads((_GOLDEN / "outcomes.json").read_text(encoding="utf-8"))
    return {name: row for name, row in recorded.items() if Path(name).suffix.lower() not in _BY_PROGRAMS}


def _golden() -> dict[str, dict[str, Any]]:
    """Return the digests of the texts that were read by eye, by path."""
    pages = (json.loads(path.read_text(encoding="utf-8")) for path in _GOLDEN.glob("*.json") if path.stem != "outcomes")
    return {name: row for page in pages for name, row in page.items()}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2, Limits(seconds=120)) as made:
        yield made


@cache
def _read(sandbox: Sandbox, name: str) -> tuple[Read, ...] | str:
    try:
        return sandbox.read((_FILES / name).read_bytes(), doc_id=name, uri=f"file:///{name}")
    except ReadingError as error:
        return f"{error.message} {error.hint}"


@pytest.mark.parametrize("name", sorted(_outcomes()))
def test_file_is_read_or_refused_as_recorded(name: str, sandbox: Sandbox) -> None:
    """A file must give the recorded text and attachments, or the recorded refusal (`python -m bench.formats --write`)."""
    recorded, found = _outcomes()[name], _read(sandbox, name)
    if isinstance(found, str):
        assert {"refused": found} == recorded
        return
    document = found[0].document
    assert {
        "media_type": document.media_type,
        "sha256": sha256(document.text),
        "blocks": len(document.blocks),
        "carries": [read.document.doc_id.removeprefix(f"{name}/") for read in found[1:]],
    } == recorded


@pytest.mark.parametrize("name", sorted(_golden()))
def test_text_that_was_read_by_eye_is_unchanged(name: str, sandbox: Sandbox) -> None:
    """A change of a text that was read and found right must be looked at again."""
    found = _read(sandbox, name)
    assert not isinstance(found, str), found
    document = found[0].document
    assert {
        "sha256": sha256(document.text),
        "blocks": len(document.blocks),
        "tables": document.fidelity.tables,
    } == _golden()[name]


@pytest.mark.parametrize("name", sorted(name for name, row in _outcomes().items() if "refused" not in row))
def test_passages_cover_the_text_once(name: str, sandbox: Sandbox) -> None:
    """Blocks must slice to words in order, and passages hold each quotable character exactly once, within the limit."""
    found = _read(sandbox, name)
    assert not isinstance(found, str), found
    encoder = FakeEncoder(max_tokens=256)
    for read in found:
        document, end = read.document, 0
        covered = [0] * len(document.text)
        for block in document.blocks:
            assert not document.text[end : block.span.start].strip()
            assert block.span.of(document.text).strip()
            end = block.span.end
        assert not document.text[end:].strip()
        for passage in chunk(document, encoder, 160, 48):
            assert encoder.count([f"{passage.context}\n{passage.span.of(document.text)}"])[0] + 2 <= encoder.max_tokens
            for sentence in passage.sentences:
                for place in range(sentence.start, sentence.end):
                    covered[place] += 1
        for block in document.blocks:
            quotable = not block.is_boilerplate and block.kind not in ("heading", "table_header")
            for place in range(block.span.start, block.span.end):
                if not document.text[place].isspace():
                    assert covered[place] == quotable, document.text[block.span.start : block.span.end]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", [".doc", ".ppt"])
def test_old_formats_are_read_through_libreoffice(kind: str, sandbox: Sandbox) -> None:
    """The first files of the old formats must give text."""
    names = sorted(path.relative_to(_FILES).as_posix() for path in (_FILES / "good").rglob(f"*{kind}"))[:3]
    assert names
    for name in names:
        found = _read(sandbox, name)
        assert not isinstance(found, str), found
        assert len(found[0].document.text) > 20
