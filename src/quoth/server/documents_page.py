"""The list of documents: search, filters, what could not be read; upload and removal by forms that need no JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from quoth.contract import Today
from quoth.errors import ReadingError, UsageError
from quoth.library import Order, Sought, count_failures, count_listed, list_documents, read_media_types
from quoth.server.desk import TheDesk
from quoth.server.documents_api import check_name
from quoth.server.forms import Form, TheForm, form_of
from quoth.server.limits import PageRoute
from quoth.server.shelf import FORMATS, REMOVING, called, format_of, line_of
from quoth.server.telling import PageError
from quoth.server.views import Choice, DocumentsPage, FailureLine
from quoth.server.visits import TheVisit, Visit

router = APIRouter(route_class=PageRoute, include_in_schema=False)

UPLOADING: Final = "upload"
_LINES_AT_ONCE: Final = 100
_MOST_FILES: Final = 20
_MOST_FAILURES: Final = 50
_METHODS: Final = ["GET", "HEAD"]
_SEE_OTHER: Final = 303
Listed = Literal["all", "answers", "look", "silent", "stale"]


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
        raise PageError("form_upload", str(error.detail), most=_MOST_FILES) from error
    return _Upload(form=form_of(request, desk, fields), files=tuple(read))


class Wanted(BaseModel):
    """Which documents are listed, and in which order, as the address says it."""

    q: str = Field(default="", max_length=2000, description="Words that title, name or owner hold, all of them.")
    state: Listed = Field(default="all", description="Which of them: all, or only those in one state.")
    format: str = Field(default="", max_length=200, description="Only those of one format.")
    order: Order = Field(default="name", description="By what they are sorted.")
    page: int = Field(default=1, ge=1, le=1_000_000, description="Which page of the list.")

    def sought(self, held: Sequence[str], today: Today) -> Sought:
        """Return what the library is asked for.

        Args:
            held: The media types of its documents.

        Raises:
            PageError: There is no such format.
        """
        formats = {media_type: format_of(media_type) for media_type in held}
        if self.format not in ("", *FORMATS, *formats.values()):
            raise PageError("value", name="format", given=self.format, allowed=", ".join(FORMATS))
        return Sought(
            words=tuple(self.q.split()),
            state=None if self.state == "all" or self.state == "stale" else self.state,  # noqa: PLR1714 - so that mypy sees it
            media_types=tuple(one for one, name in formats.items() if name == self.format) if self.format else None,
            dated_before=(today.stale_before or "") if self.state == "stale" else None,
        )

    def link(self, page: int) -> str:
        """Return the address of a page of this list."""
        return f"/documents?{urlencode({**self.model_dump(exclude_defaults=True), 'page': page})}"


@router.api_route("/documents", methods=_METHODS)
def documents(wanted: Annotated[Wanted, Query()], visit: TheVisit) -> Response:
    """List the documents, and what could not be read.

    Raises:
        PageError: There is no such format.
    """
    return visit.show(_listed(visit, wanted))


@router.post("/documents")
def upload(sent: Annotated[_Upload, Depends(_upload)], visit: TheVisit) -> Response:
    """Store the files of a form, then show them in the list; where one could not be read, say why.

    Raises:
        PageError: The form is not one of ours, or holds no file.
    """
    sent.form.check(UPLOADING)
    if not sent.files:
        raise PageError("no_file")
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
        PageError: The form is not one of ours.
        UnknownError: The library does not hold it.
    """
    form.check(REMOVING)
    desk.house.remove(form.take("doc_id"))
    return RedirectResponse("/documents", _SEE_OTHER)


def _listed(visit: Visit, wanted: Wanted, refused: Sequence[FailureLine] = ()) -> DocumentsPage:
    house, texts, number = visit.house, visit.texts, wanted.page
    today = Today.now(house.settings.answer.stale_after_days)
    first = (number - 1) * _LINES_AT_ONCE
    with house.library.reading() as snapshot:
        media_types = read_media_types(snapshot)
        sought = wanted.sought(media_types, today)
        found = count_listed(snapshot, sought)
        shown = list_documents(snapshot, sought, wanted.order, first, _LINES_AT_ONCE)
        total = snapshot.count_documents()
        failures, failed = snapshot.failures(_MOST_FAILURES), count_failures(snapshot)
    states = [state for state in get_args(Listed) if state != "stale" or today.stale_after_days]
    formats = sorted({format_of(media_type) for media_type in media_types})
    return DocumentsPage(
        documents=tuple(line_of(document, today, texts) for document in shown),
        failures=tuple(FailureLine(doc_id=f.doc_id, message=f.message, hint=f.hint) for f in failures),
        failed=failed,
        refused=tuple(refused),
        total=total,
        found=found,
        q=wanted.q,
        states=tuple(Choice(value=s, name=texts(f"state.{s}"), is_chosen=s == wanted.state) for s in states),
        formats=tuple(Choice(value=name, name=called(name, texts), is_chosen=name == wanted.format) for name in formats),
        orders=tuple(Choice(value=o, name=texts(f"order.{o}"), is_chosen=o == wanted.order) for o in get_args(Order)),
        before=wanted.link(number - 1) if number > 1 else None,
        after=wanted.link(number + 1) if first + _LINES_AT_ONCE < found else None,
        upload_token=visit.sign(UPLOADING),
        token=visit.sign(REMOVING),
        most_bytes=house.settings.server.max_upload_bytes,
        most_megabytes=texts.number(house.settings.server.max_upload_bytes / 1e6),
    )
