"""One table from our errors to HTTP, and one shape for every error: `{"error": {"code", "message", "hint"}}`.

A browser that asked for a page gets the same words as a page.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from quoth import errors as ours
from quoth.server.schemas import ErrorDetail, ErrorModel
from quoth.server.templates import render
from quoth.server.texts import texts_of

logger = logging.getLogger(__name__)

STATUSES: Final[Mapping[type[ours.QuothError], int]] = {
    ours.QuothError: 500,
    ours.UsageError: 422,
    ours.QuestionError: 422,
    ours.SettingsError: 500,
    ours.PathNotFoundError: 422,
    ours.SourceError: 422,
    ours.QuestionFileError: 422,
    ours.VerifyFileError: 422,
    ours.PairsFileError: 422,
    ours.ExpectedSpanError: 422,
    ours.UnknownError: 404,
    ours.ReadingError: 422,
    ours.LibraryError: 500,
    ours.LibraryMissingError: 503,
    ours.LibraryMismatchError: 500,
    ours.LibraryDamagedError: 500,
    ours.LibraryBusyError: 503,
    ours.DiskFullError: 507,
    ours.ModelError: 500,
    ours.PortInUseError: 500,
    ours.OverloadedError: 503,
    ours.ServiceError: 500,
    ours.UnreachableError: 500,
    ours.RateLimitedError: 429,
}
_HTTP_CODES: Final = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_DESCRIPTIONS: Final = {
    404: "The library does not hold it.",
    413: "The body is larger than the limit.",
    429: "This client asks too often: come back when `Retry-After` says.",
    422: "What was sent cannot be used; the message says why.",
    500: "Something is broken in the service or its library.",
    503: "Too many questions at once, or another process is writing: come back in a few seconds (`Retry-After`).",
    507: "No room left to write; what was stored before is intact.",
}
_RETRY: Final = {"Retry-After": "2"}
INTERNAL: Final = ErrorDetail(
    code="internal", message="Something went wrong inside Quoth.", hint="Try again; the server's log says more."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Context of `message.html`: one message in the place of a page."""

    template: ClassVar[str] = "message.html"
    status: int
    title: str
    message: str
    hint: str


def status_of(error: ours.QuothError) -> int:
    """Return the HTTP status of an error."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the error responses of an endpoint, for OpenAPI; 422, 429, 500 and 503 can always happen."""
    return {
        status: {"model": ErrorModel, "description": _DESCRIPTIONS[status]}
        for status in sorted({422, 429, 500, 503, *statuses})
    }


def respond(request: Request, status: int, detail: ErrorDetail, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error: as a page to a browser that asked for one, else as JSON."""
    detail = ErrorDetail(code=detail.code, message=_sendable(detail.message), hint=_sendable(detail.hint))
    wants_page = "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/v1/")
    if wants_page:
        title = HTTPStatus(status).phrase
        page = MessagePage(status=status, title=title, message=detail.message, hint=detail.hint)
        response: Response = render(page, texts_of(request), status)
    else:
        response = JSONResponse(ErrorModel(error=detail).model_dump(), status)
    response.headers.update(headers or {})
    return response


def _sendable(text: str) -> str:
    """Return a text that may repeat what was sent, without the lone surrogates that JSON can smuggle in."""
    return text.encode("utf-8", "replace").decode("utf-8")


def add_error_handlers(app: FastAPI) -> None:
    """Give every foreseen error its shape; the shell does it for the unforeseen."""
    app.add_exception_handler(ours.QuothError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, ours.QuothError)  # noqa: S101 - registered for nothing else
    status = status_of(error)
    if status == 500:  # noqa: PLR2004
        logger.error("%s %s: %s", request.method, request.url.path, error)
    detail = ErrorDetail(code=error.code, message=error.message, hint=error.hint)
    headers = _RETRY if status == 503 else None  # noqa: PLR2004
    if isinstance(error, ours.RateLimitedError):
        headers = {"Retry-After": str(math.ceil(error.wait_s))}
    return respond(request, status, detail, headers)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    message, hint = str(error.detail), ""
    match error.status_code:
        case 404:
            message, hint = (
                f"There is nothing at {request.url.path}.",
                "The pages are / and /documents; /openapi.json has the API.",
            )
        case 405:
            message, hint = f"{request.method} does not work on {request.url.path}.", "/openapi.json lists what does."
        case 400:
            hint = "Send valid JSON in UTF-8."
    code = _HTTP_CODES.get(error.status_code, "http")
    return respond(request, error.status_code, ErrorDetail(code=code, message=message, hint=hint), error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    hint = "/openapi.json says what this endpoint takes."
    if first["loc"] == ("body",) and "json" not in request.headers.get("content-type", ""):
        hint = "Send JSON, with the header `Content-Type: application/json`."
    detail = ErrorDetail(code="bad_request", message=f"{where}: {first['msg']}.", hint=hint)
    return respond(request, 422, detail)
