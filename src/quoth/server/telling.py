"""What an error tells whoever reads the page, in the page's language. English words are those that the API gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from quoth.errors import QuothError, UnknownError, UsageError
from quoth.server.texts import Texts, load_texts

# Errors whose facts the catalogue knows how to tell. Of all others a page in another language tells the sort, and quotes the rest.
_TOLD: Final = frozenset(
    {"bad_question", "library_busy", "library_missing", "disk_full", "overloaded", "rate_limited", "read_only", "unknown_host"}
)
_UNKNOWN: Final = frozenset({"document", "version", "part", "answer", "original", "page", "pin"})
_ON_THE_SHELF: Final = frozenset({"document", "version"})
_FOR_PEOPLE: Final = frozenset({400, 401, 403, 404, 405, 413, 421, 422, 429, 500, 503, 507})


class PageError(UsageError):
    """A form or an address of a page that cannot be used. Its words are the catalogue's, `error.NAME` and `error.NAME_hint`."""

    def __init__(self, name: str, why: str = "", /, **facts: object) -> None:
        """Set up.

        Args:
            why: What a library says of it, in English.
        """
        told = _from_catalogue(load_texts("en"), name, facts)
        super().__init__(f"{told.message} {why}".strip(), told.hint)
        self.name, self.why, self.facts = name, why, facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of an error.

    Attributes:
        original: The English words, where the page's language has none for all they say.
    """

    message: str
    hint: str = ""
    original: str | None = None


# Tells an error in a language.
Telling = Callable[[Texts], Told]


def title_of(status: int, texts: Texts) -> str:
    """Return what a status means to people."""
    return texts(f"status.{status}" if status in _FOR_PEOPLE else "status.other")


def tell(error: QuothError, texts: Texts, *, to_people: bool = True) -> Told:
    """Tell one of our errors.

    Args:
        to_people: On a page, where nobody is helped by the name of a command; else in JSON.
    """
    if isinstance(error, UnknownError) and to_people and error.what in (_ON_THE_SHELF if texts.language == "en" else _UNKNOWN):
        return _from_catalogue(texts, f"unknown_{error.what}", {"name": error.name})
    if texts.language == "en":
        return Told(message=error.message, hint=error.hint)
    if isinstance(error, PageError):
        return replace(_from_catalogue(texts, error.name, error.facts), original=error.why or None)
    if error.code in _TOLD:
        return _from_catalogue(texts, error.code, vars(error))
    name = "usage" if isinstance(error, UsageError) else "unreadable" if error.code == "unreadable" else "internal"
    return Told(message=texts(f"error.{name}"), original=str(error))


def tell_http(error: HTTPException, method: str, path: str) -> Telling:
    """Return what tells an error of the framework."""
    match error.status_code:
        case 404:
            name = "nowhere"
        case 405:
            name = "method"
        case 400:
            name = "not_json"
        case 413:
            return lambda texts: Told(message=str(error.detail) if texts.language == "en" else texts("error.too_large"))
        case _:
            return lambda _: Told(message=str(error.detail))
    return lambda texts: _from_catalogue(texts, name, {"method": method, "path": path})


def tell_invalid(error: RequestValidationError, *, is_json: bool) -> Telling:
    """Return what tells that a part of a request is not as it must be."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"]).removeprefix("query.").removeprefix("path.")
    expected = first.get("ctx", {}).get("expected") if first["type"] == "literal_error" else None

    def told(texts: Texts) -> Told:
        if expected is not None:
            allowed = str(expected).replace("' or '", "', '").replace("'", "")
            return _from_catalogue(texts, "value", {"name": name, "given": str(first["input"])[:100], "allowed": allowed})
        hint = texts("error.invalid_hint")
        if first["loc"] == ("body",) and not is_json:
            hint = texts("error.no_json_hint")
        if texts.language == "en":
            return Told(message=f"{name}: {first['msg']}.", hint=hint)
        return Told(message=texts("error.invalid", name=name), hint=hint, original=f"{first['msg']}.")

    return told


def _from_catalogue(texts: Texts, name: str, facts: dict[str, Any]) -> Told:
    return Told(message=texts(f"error.{name}", **facts), hint=texts(f"error.{name}_hint", **facts))
