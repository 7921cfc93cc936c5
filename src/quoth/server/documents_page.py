"""The list of documents: search, filters, what could not be read; upload and removal by forms that need no JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from quoth.contract import Today
from quoth.errors import ReadingError, UsageError
from quoth.server.desk import TheDesk
from quoth.server.documents_api import check_name
from quoth.server.forms import Form, TheForm, form_of
from quoth.server.limits import PageRoute
from quoth.server.shelf import REMOVING, DocumentLine, line_of
from quoth.server.views import Choice, DocumentsPage, FailureLine
from quoth.server.visits import TheVisit, Visit

router = APIRouter(route_class=PageRoute, include_in_schema=False)

UPLOADING: Final = "upload"
_LINES_AT_ONCE: Final = 100
_MOST_FILES: Final = 20
_METHODS: Final = ["GET", "HEAD"]
_SEE_OTHER: Final = 303
_STATES: Final = ("all", "answers", "look", "silent", "stale")
_ORDERS: Final = ("name", "title", "newest", "oldest")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Upload:
    """Files of a form, with their names, and the folder they are to be put into."""

    form: Form
    files: tuple[tuple[str, bytes], ...]


async def _upload(request: Request, desk: TheDesk) -> _Upload:
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=4, max_part_size=10_000) as sent:
            fields = {name: value for name, value in sent.items() if isinstance(value, str)}
            files = [one for one in sent.getlist("file") if isinstance(one, UploadFile) and one.filename]
            read = [(one.filename or "", await one.read()) for one in files]
    except HTTPException as error:
        raise UsageError(f"The form cannot be read: {error.detail}", "Open the page again, then send the form.") from error
    return _Upload(form=form_of(request, desk, fields), files=tuple(read))


class Wanted(BaseModel):
    """Which documents are listed, and in which order, as the address says it."""

    q: str = Field(default="", max_length=2000, description="Words that title, name or owner hold, all of them.")
    state: str = Field(default="all", description="Which of them: all, or only those in one state.")
    format: str = Field(default="", description="Only those of one format.")
    order: str = Field(default="name", description="By what they are sorted.")
    page: int = Field(default=1, ge=1, le=1_000_000, description="Which page of the list.")

    def fits(self, line: DocumentLine) -> bool:
        """Say whether a document is listed."""
        held = f"{line.title} {line.doc_id} {line.owner or ''}".casefold()
        if not all(word in held for word in self.q.casefold().split()):
            return False
        if self.format and line.format != self.format:
            return False
        return line.is_stale if self.state == "stale" else self.state in ("all", line.look.state) or self.state not in _STATES

    def sorted(self, lines: Sequence[DocumentLine]) -> list[DocumentLine]:
        """Return the lines in order."""
        match self.order:
            case "title":
                return sorted(lines, key=lambda line: line.title.casefold())
            case "newest":
                return sorted(lines, key=lambda line: line.date or "", reverse=True)
            case "oldest":
                return sorted(lines, key=lambda line: line.date or "9999")
            case _:
                return list(lines)

    def link(self, page: int) -> str:
        """Return the address of a page of this list."""
        return f"/documents?{urlencode({**self.model_dump(exclude_defaults=True), 'page': page})}"


@router.api_route("/documents", methods=_METHODS)
def documents(wanted: Annotated[Wanted, Query()], visit: TheVisit) -> Response:
    """List the documents, and what could not be read."""
    return visit.show(_listed(visit, wanted))


@router.post("/documents")
def upload(sent: Annotated[_Upload, Depends(_upload)], visit: TheVisit) -> Response:
    """Store the files of a form, then show them in the list; where one could not be read, say why.

    Raises:
        UsageError: The form is not one of ours, or holds no file.
    """
    sent.form.check(UPLOADING)
    if not sent.files:
        raise UsageError("No file was chosen.", "Go back and choose one.")
    failed: list[FailureLine] = []
    for name, data in sent.files:
        try:
            check_name(name)
            visit.house.put(name, data)
        except (ReadingError, UsageError) as error:  # all else is no fault of the file
            failed.append(FailureLine(doc_id=name, message=error.message, hint=error.hint))
    if not failed:
        wanted = urlencode({"q": sent.files[0][0]}) if len(sent.files) == 1 else urlencode({"order": "newest"})
        return RedirectResponse(f"/documents?{wanted}", _SEE_OTHER)
    return visit.show(_listed(visit, Wanted(), failed), 422)


@router.post("/documents/remove")
def remove(form: TheForm, desk: TheDesk) -> Response:
    """Delete a document with every version of its text, then show the list.

    Raises:
        UsageError: The form is not one of ours.
        UnknownError: The library does not hold it.
    """
    form.check(REMOVING)
    desk.house.remove(form.take("doc_id"))
    return RedirectResponse("/documents", _SEE_OTHER)


def _listed(visit: Visit, wanted: Wanted, refused: Sequence[FailureLine] = ()) -> DocumentsPage:
    house, texts, number = visit.house, visit.texts, wanted.page
    today = Today.now(house.settings.answer.stale_after_days)
    held = [line_of(document, today, texts) for document in house.documents()]
    found = wanted.sorted([line for line in held if wanted.fits(line)])
    first = (number - 1) * _LINES_AT_ONCE
    states = [state for state in _STATES if state != "stale" or today.stale_after_days]
    return DocumentsPage(
        documents=tuple(found[first : first + _LINES_AT_ONCE]),
        failures=tuple(FailureLine(doc_id=f.doc_id, message=f.message, hint=f.hint) for f in house.failures()),
        refused=tuple(refused),
        total=len(held),
        found=len(found),
        q=wanted.q,
        states=tuple(Choice(value=s, name=texts(f"state.{s}"), is_chosen=s == wanted.state) for s in states),
        formats=tuple(
            Choice(value=name, name=name, is_chosen=name == wanted.format) for name in sorted({line.format for line in held})
        ),
        orders=tuple(Choice(value=o, name=texts(f"order.{o}"), is_chosen=o == wanted.order) for o in _ORDERS),
        before=wanted.link(number - 1) if number > 1 else None,
        after=wanted.link(number + 1) if first + _LINES_AT_ONCE < len(found) else None,
        upload_token=visit.sign(UPLOADING),
        token=visit.sign(REMOVING),
        most_bytes=house.settings.server.max_upload_bytes,
        most_megabytes=texts.number(house.settings.server.max_upload_bytes / 1e6),
    )
