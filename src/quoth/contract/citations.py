"""Citations as JSON: how they are written, what verification needs of them, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Self
from urllib.parse import quote as percent_encode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from quoth.contract.model import Model
from quoth.types import Citation, Standing, Verdict


class CitationModel(Model):
    """A pointer that proves a quote: the document's text, sliced at `[start, end)`, is the quote."""

    doc_id: str = Field(description="The document: its path below the corpus, or its URI.")
    version: int = Field(description="Which text of the document.")
    title: str = Field(description="Title of the document.")
    date: str | None = Field(description="Date of the document, as it gives it itself; null if it gives none.")
    uri: str = Field(description="Where the original is.")
    heading_path: list[str] = Field(
        description="The headings above the quote, outermost first; for a table row the column heads come last."
    )
    page: int | None = Field(description="Page of the original, where it has pages.")
    start: int = Field(ge=0, description="First code point in the document's normalised text.")
    end: int = Field(ge=0, description="One past the last code point.")
    text_sha256: str = Field(description="sha256 of that version's whole text, UTF-8.")
    quote_sha256: str = Field(description="sha256 of the quote, UTF-8.")
    link: str = Field(description="Path of the page that shows the quote in its document.")
    superseded_by: str | None = Field(description="A newer edition of this document that the library holds, if one is known.")


class CopyModel(CitationModel):
    """Where else the words of a quote stand, the same or nearly so, and how they read there."""

    text: str = Field(description="The words, exactly as this document has them.")


class VerdictModel(Model):
    """What became of a citation. `start` and `end` say where the words stand now, for `exact` and `moved`."""

    standing: Standing = Field(description="exact: it still stands there; moved: elsewhere; changed; gone: no such document.")
    doc_id: str = Field(description="The document cited.")
    version: int | None = Field(description="The version in which the words stand now, or else the newest one.")
    start: int | None = Field(description="Where the words begin now, in code points.")
    end: int | None = Field(description="One past their last code point.")
    message: str = Field(description="The same in words.")

    @classmethod
    def of(cls, verdict: Verdict) -> VerdictModel:
        """Translate a verdict."""
        return cls(
            standing=verdict.standing, doc_id=verdict.doc_id, version=verdict.version, start=verdict.start, end=verdict.end,
            message=verdict.message,
        )  # fmt: skip


class CitationToVerify(BaseModel):
    """The parts of a citation that verification needs; others are ignored."""

    model_config = ConfigDict(extra="ignore")

    doc_id: str = Field(description="The document cited.")
    version: int = Field(ge=1, lt=2**31, description="Which text of it.")
    start: int = Field(ge=0, lt=2**31, description="First code point cited.")
    end: int = Field(ge=0, lt=2**31, description="One past the last.")
    text_sha256: str = Field(description="sha256 of that version's whole text.")
    quote_sha256: str = Field(description="sha256 of the quote.")

    @field_validator("doc_id")
    @classmethod
    def _is_unicode(cls, value: str) -> str:
        value.encode()  # a lone surrogate is a ValueError, as pydantic wants it
        return value

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be greater than start")
        return self


def link_to(doc_id: str, version: int, start: int, end: int) -> str:
    """Return the path of the page that shows a span in its document, scrolled to it."""
    return f"/documents/{percent_encode(doc_id)}?version={version}&start={start}&end={end}#quote"


# What a media type calls its pages.
_LEAVES: Final = (("presentation", "slide"), ("powerpoint", "slide"), ("sheet", "sheet"), ("excel", "sheet"))


def leaf_of(media_type: str) -> str:
    """Return what a media type calls its pages: page, slide or sheet."""
    return next((word for part, word in _LEAVES if part in media_type), "page")


def place_of(citation: Citation) -> str | None:
    """Return where in the original a quote begins, in words: "page 3", "slide 3", "sheet 2, row 17"; None without pages."""
    block = citation.block
    page = None if citation.page is None else f"{leaf_of(citation.version.media_type)} {citation.page}"
    row = None if block is None or block.row is None else f"row {block.row}"
    return ", ".join(part for part in (page, row) if part) or None


def citation_model(citation: Citation) -> CitationModel:
    """Translate a citation."""
    return CitationModel.model_validate(_values(citation))


def copy_model(citation: Citation) -> CopyModel:
    """Translate a citation of the same words elsewhere."""
    return CopyModel.model_validate({**_values(citation), "text": citation.quote})


def _values(citation: Citation) -> dict[str, object]:
    version, span, block = citation.version, citation.span, citation.block
    headings = list(block.heading_path) if block else []
    if block and block.header:
        headings.append(block.header.of(version.text))
    return {
        "doc_id": version.doc_id,
        "version": version.version,
        "title": version.title,
        "date": version.date,
        "uri": version.uri,
        "heading_path": headings,
        "page": citation.page,
        "start": span.start,
        "end": span.end,
        "text_sha256": version.text_sha256,
        "quote_sha256": citation.quote_sha256,
        "link": link_to(version.doc_id, version.version, span.start, span.end),
        "superseded_by": citation.superseded_by,
    }


def citations_in(loaded: object, refuse: Callable[[str], Exception]) -> list[CitationToVerify]:
    """Find every citation in a JSON value: an outcome, a quote, a citation, or any nesting of lists of these.

    Args:
        refuse: Makes the error for a value without citations.
    """
    found: list[CitationToVerify] = []
    waiting = [loaded]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict) and {"doc_id", "text_sha256", "quote_sha256"} <= value.keys():
            try:
                found.append(CitationToVerify.model_validate(value))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"])) or "citation"
                raise refuse(f"a citation is malformed: {where}: {first['msg'].lower()}") from error
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    if not found:
        raise refuse("it holds no citations")
    return found
