"""One table from our errors to HTTP, and one shape for every error: `{"error": {"code", "message", "hint"}}`.

A browser that asked for a page gets the same words as a page.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from quoth import errors as ours
from quoth.server.schemas import ErrorDetail, ErrorModel
from quoth.server.telling import PageError, Telling, Told, tell, tell_http, tell_invalid, title_of
from quoth.server.templates import render
from quoth.server.texts import load_texts, texts_of

logger = logging.getLogger(__name__)

STATUSES: Final[Mapping[type[ours.QuothError], int]] = {
    ours.QuothError: 500,
    ours.UsageError: 422,
    ours.QuestionError: 422,
    PageError: 422,
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
    ours.NoMarksError: 501,
    ours.PortInUseError: 500,
    ours.OverloadedError: 503,
    ours.ReadOnlyError: 403,
    ours.ServiceError: 500,
    ours.UnreachableError: 500,
    ours.RateLimitedError: 429,
    ours.UnknownHostError: 421,
}
_HTTP_CODES: Final = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_DESCRIPTIONS: Final = {
    401: "No right key came with it, where `server.keys` asks for one.",
    403: "The key may ask, and nothing else; or nothing may be changed here (`server.read_only`).",
    404: "The library does not hold it.",
    413: "The body is larger than the limit.",
    421: "It was asked for by a name that is not the server's (`server.hosts`).",
    429: "This client asks too often: come back when `Retry-After` says.",
    422: "What was sent cannot be used; the message says why.",
    500: "Something is broken in the service or its library.",
    501: "The server's settings leave out what this takes; the message says which.",
    503: "Too many questions at once, or another process is writing: come back in a few seconds (`Retry-After`).",
    507: "No room left to write; what was stored before is intact.",
}
RETRY: Final = {"Retry-After": "2"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """Context of `message.html`: one message in the place of a page.

    Attributes:
        original: The English words, where the page's language has none for all they say.
    """

    template: ClassVar[str] = "message.html"
    status: int
    title: str
    message: str
    hint: str
    original: str | None


def status_of(error: ours.QuothError) -> int:
    """Return the HTTP status of an error."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the error responses of an endpoint, for OpenAPI; 401, 403, 421, 422, 429, 500 and 503 can always happen."""
    return {
        status: {"model": ErrorModel, "description": _DESCRIPTIONS[status]}
        for status in sorted({401, 403, 421, 422, 429, 500, 503, *statuses})
    }


def respond(request: Request, status: int, code: str, tell_in: Telling, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error: as a page to a browser that asked for one, else as JSON, in English if it is the API's."""
    is_api = _is_api(request)
    texts = load_texts("en") if is_api else texts_of(request)
    told = tell_in(texts)
    message, hint = _sendable(told.message), _sendable(told.hint)
    if not is_api and "text/html" in request.headers.get("accept", ""):
        original = None if told.original is None else _sendable(told.original)
        page = MessagePage(status=status, title=title_of(status, texts), message=message, hint=hint, original=original)
        response: Response = render(page, texts, request.app.state.desk.house.settings.server, status)
    else:
        detail = ErrorDetail(code=code, message=message, hint=hint)
        response = JSONResponse(ErrorModel(error=detail).model_dump(), status)
    response.headers.update(headers or {})
    return response


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/v1/")


def respond_internal(request: Request) -> Response:
    """Return the response to what nobody foresaw."""
    return respond(
        request, 500, "internal", lambda texts: Told(message=texts("error.internal"), hint=texts("error.internal_hint"))
    )


def _sendable(text: str) -> str:
    """Return a text that may repeat what was sent, without the lone surrogates that JSON can smuggle in."""
    return text.encode("utf-8", "replace").decode("utf-8")


def add_error_handlers(app: FastAPI) -> None:
    """Give every foreseen error its shape; the shell does it for the unforeseen."""
    app.add_exception_handler(ours.QuothError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)


def refuse(request: Request, error: ours.QuothError) -> Response:
    """Return one of our errors as a response; what is our own fault is logged."""
    status = status_of(error)
    if status == 500:  # noqa: PLR2004
        logger.error("%s %s: %s", request.method, request.url.path, error)
    telling = partial(tell, error, to_people=not _is_api(request))
    return respond(request, status, error.code, telling, headers_of(error))


def headers_of(error: ours.QuothError) -> Mapping[str, str]:
    """Return the headers that say when to come back, if that helps."""
    if isinstance(error, ours.RateLimitedError):
        return {"Retry-After": str(math.ceil(error.wait_s))}
    return RETRY if status_of(error) == 503 else {}  # noqa: PLR2004


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, ours.QuothError)  # noqa: S101 - registered for nothing else
    return refuse(request, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for nothing else
    code = _HTTP_CODES.get(error.status_code, "http")
    telling = tell_http(error, request.method, request.url.path)
    return respond(request, error.status_code, code, telling, error.headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for nothing else
    is_json = "json" in request.headers.get("content-type", "")
    return respond(request, 422, "bad_request", tell_invalid(error, is_json=is_json))
