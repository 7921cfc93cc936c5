"""What a worker and its master say to each other: plain JSON, because a worker may have been taken over by a document."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any, Final

from quoth.errors import ReadingError
from quoth.reading.documents import Read
from quoth.text.normalise import normalise
from quoth.types import Block, Document, Fidelity, PrintedPage

_LARGEST: Final = 2**28
_BYTES_PER_WORD: Final = 24  # of `PrintedPage.words`


def pack_read(read: tuple[Read, ...]) -> bytes:
    """Return documents as bytes."""
    return json.dumps({"documents": [_pack(one) for one in read]}, ensure_ascii=False).encode("utf-8", "surrogatepass")


def pack_refusal(error: ReadingError) -> bytes:
    """Return a refusal as bytes."""
    facts = {"message": error.message, "hint": error.hint, "has_lost_its_text": error.has_lost_its_text}
    return json.dumps({"refused": facts}).encode()


def pack_picture(picture: bytes) -> bytes:
    """Return a PNG as bytes."""
    return json.dumps({"picture": base64.b64encode(picture).decode()}).encode()


def unpack_picture(data: bytes) -> bytes:
    """Return what `pack_picture` was given.

    Raises:
        ReadingError: The worker could not draw it.
        ValueError, KeyError, TypeError: The bytes are no such message.
    """
    message = json.loads(data)
    _raise_refusal(message)
    picture = base64.b64decode(message["picture"])
    if not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("no PNG")
    return picture


def unpack(data: bytes) -> tuple[Read, ...]:
    """Return what `pack_read` was given.

    Raises:
        ReadingError: The worker refused the document, as `pack_refusal` was told.
        ValueError, KeyError, TypeError: The bytes are no such message, or its blocks do not fit its text.
    """
    message = json.loads(data)
    _raise_refusal(message)
    return tuple(_unpack(one) for one in message["documents"])


def _raise_refusal(message: dict[str, Any]) -> None:
    if refused := message.get("refused"):
        # What libraries say may repeat bytes of the document: nothing of it may steer a terminal.
        why, hint = normalise(str(refused["message"])), normalise(str(refused["hint"]))
        raise ReadingError(why, hint, has_lost_its_text=bool(refused["has_lost_its_text"]))


def _pack(read: Read) -> dict[str, Any]:
    document = read.document
    return {
        "doc_id": document.doc_id,
        "uri": document.uri,
        "title": document.title,
        "text": document.text,
        "blocks": [block.as_row() for block in document.blocks],
        "media_type": document.media_type,
        "source_sha256": document.source_sha256,
        "date": document.date,
        "owner": document.owner,
        "metadata": dict(document.metadata),
        "printed": [[p.number, p.width, p.height, _to_text(p.words)] for p in document.printed],
        "fidelity": document.fidelity.as_row(),
        "data": None if read.data is None else _to_text(read.data),
    }


def _unpack(fields: dict[str, Any]) -> Read:
    data = fields.pop("data")
    for name in ("doc_id", "uri", "title", "text", "media_type", "source_sha256"):
        if not isinstance(fields[name], str):
            raise TypeError(f"{name} is no text")
    for name in ("doc_id", "uri", "title", "text", "media_type", "source_sha256", "date", "owner"):
        if fields[name] is not None:
            fields[name].encode()  # a lone surrogate can be neither hashed nor stored
    blocks = tuple(Block.from_row(row) for row in fields.pop("blocks"))
    end = 0
    for block in blocks:
        if block.span.start < end or block.span.end > len(fields["text"]):
            raise ValueError(f"block {block.span} does not fit the text")
        end = block.span.end
    printed = tuple(
        PrintedPage(number=int(number), width=float(width), height=float(height), words=_words(words))
        for number, width, height, words in fields.pop("printed")
    )
    fidelity = Fidelity.from_row(fields.pop("fidelity"))
    document = Document(**fields, blocks=blocks, printed=printed, fidelity=fidelity)
    return Read(document, None if data is None else _from_text(data))


def _words(text: str) -> bytes:
    words = _from_text(text)
    if len(words) % _BYTES_PER_WORD:
        raise ValueError("a printed word is cut short")
    return words


def _to_text(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 1)).decode()


def _from_text(text: str) -> bytes:
    unpacked = zlib.decompressobj().decompress(base64.b64decode(text), _LARGEST)
    if len(unpacked) == _LARGEST:
        raise ValueError("a part is too large")
    return unpacked
