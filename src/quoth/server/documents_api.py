"""The endpoints that list, show, store and delete documents."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.convertors import PathConvertor, register_url_convertor

from quoth.contract import link_to
from quoth.errors import UsageError
from quoth.library import StoredDocument
from quoth.server.desk import TheHouse
from quoth.server.errors import declared
from quoth.server.limits import DocumentRoute
from quoth.server.schemas import (
    BlockModel,
    DocumentModel,
    DocumentsModel,
    DocumentTextModel,
    FailureModel,
    RemovedModel,
    StoredModel,
)

router = APIRouter(prefix="/v1/documents", route_class=DocumentRoute, tags=["Documents"], responses=declared())

_MOST_NAME: Final = 1000
MOST_VERSION: Final = 2**31 - 1
_BYTES: Final = {
    "requestBody": {
        "required": True,
        "description": "The document's bytes, as the file has them, in any format that can be read from a folder.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class _AnyPath(PathConvertor):
    """A path of any characters: Starlette's own stops at a line break, which a file's name may hold."""

    regex = r"[\s\S]*"


register_url_convertor("doc_id", _AnyPath())


async def _body(request: Request) -> bytes:
    return await request.body()


@router.get("", summary="List the documents")
def list_documents(house: TheHouse) -> DocumentsModel:
    """List what can answer, and what could not be read."""
    failures = [FailureModel(doc_id=f.doc_id, message=f.message, hint=f.hint) for f in house.failures()]
    return DocumentsModel(documents=[_document(document) for document in house.documents()], failures=failures)


@router.get("/{doc_id:doc_id}", summary="Show a document", responses=declared(404))
def show_document(
    doc_id: str,
    house: TheHouse,
    version: Annotated[
        int | None, Query(ge=1, le=MOST_VERSION, description="Which text of it; the live one if left out.")
    ] = None,
) -> DocumentTextModel:
    """Return one version of a document: its metadata, its whole text and its blocks."""
    held, shown = house.document(doc_id, version)
    blocks = [
        BlockModel(
            kind=block.kind,
            start=block.span.start,
            end=block.span.end,
            heading_path=list(block.heading_path),
            is_boilerplate=block.is_boilerplate,
            page=block.page,
        )
        for block in shown.blocks
    ]
    return DocumentTextModel(
        doc_id=shown.doc_id, version=shown.version, live_version=held.version, title=shown.title, uri=shown.uri,
        media_type=shown.media_type, date=shown.date, owner=shown.owner, stored_at=shown.stored_at,
        text_sha256=shown.text_sha256, text=shown.text, blocks=blocks,
    )  # fmt: skip


@router.put(
    "/{doc_id:doc_id}",
    summary="Store a document",
    status_code=200,
    responses={**declared(413, 507), 201: {"model": StoredModel, "description": "The library did not hold it before."}},
    openapi_extra=_BYTES,
)
def put_document(doc_id: str, data: Annotated[bytes, Depends(_body)], house: TheHouse, response: Response) -> StoredModel:
    """Store the body as a document under this name, in the place of what it said before. It answers at once."""
    check_name(doc_id)
    report = house.put(doc_id, data)
    stored = house.document(doc_id)[0]
    if doc_id in report.new:
        response.status_code = 201
    return StoredModel(
        doc_id=doc_id,
        version=stored.version,
        change="new" if doc_id in report.new else "changed" if doc_id in report.changed else "unchanged",
        passages=stored.passages,
        generation=report.generation,
    )


@router.delete("/{doc_id:doc_id}", summary="Delete a document", responses=declared(404, 507))
def delete_document(doc_id: str, house: TheHouse) -> RemovedModel:
    """Delete a document with every version of its text. It answers no more from the next question on."""
    return RemovedModel(doc_id=doc_id, generation=house.remove(doc_id))


def check_name(doc_id: str) -> None:
    """Refuse a name that is no plain relative path.

    Raises:
        UsageError: It is empty or too long, leads upwards, or holds what cannot be shown.
    """
    if not doc_id.strip() or len(doc_id) > _MOST_NAME:
        raise UsageError(f"A document's name has 1 to {_MOST_NAME} characters.", "Name it like a file: folder/name.md.")
    if any(part in ("", ".", "..") for part in doc_id.split("/")) or "\\" in doc_id:
        raise UsageError(f"{doc_id!r} is no plain relative path.", "Name it like a file: folder/name.md.")
    # U+FFFD stands where the address was not UTF-8.
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c == "\ufffd" for c in doc_id):
        raise UsageError(f"{doc_id!r} holds characters that no name can have.", "Use letters, digits, spaces and -_.()/.")


def _document(stored: StoredDocument) -> DocumentModel:
    return DocumentModel(
        doc_id=stored.doc_id, version=stored.version, title=stored.title, uri=stored.uri, media_type=stored.media_type,
        date=stored.date, owner=stored.owner, characters=stored.characters, passages=stored.passages,
        stored_at=stored.stored_at, link=link_to_document(stored.doc_id),
    )  # fmt: skip


def link_to_document(doc_id: str) -> str:
    """Return the path of a document's page."""
    return link_to(doc_id, 0, 0, 0).partition("?")[0]
