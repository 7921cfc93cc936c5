"""What the HTTP API gives beside outcomes: hits, verdicts, documents, pins, whether it is ready."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from quoth.contract.citations import CitationModel, VerdictModel
from quoth.contract.pins import PinModel
from quoth.types import BlockKind


class HitModel(BaseModel):
    """A passage near the question. Nothing has judged whether it answers."""

    rank: int = Field(ge=1, description="From 1, nearest first.")
    score: float = Field(description="What the ranking is by; comparable within one question only.")
    lexical: float = Field(description="BM25 score as a share of the most this question can reach.")
    dense: float = Field(description="Cosine of the question's and the passage's vector.")
    text: str = Field(description="The passage, exactly as the document has it.")
    citation: CitationModel = Field(description="Where the passage stands, and what proves it.")


class SearchModel(BaseModel):
    """The passages nearest to a question, not an answer."""

    question: str = Field(description="The question as typed.")
    understood_as: str = Field(description="The question as searched.")
    hits: list[HitModel] = Field(description="Passages, nearest first.")


class VerdictsModel(BaseModel):
    """What became of citations."""

    verdicts: list[VerdictModel] = Field(description="One verdict a citation, in the order in which they were given.")


class DocumentModel(BaseModel):
    """A document that can answer."""

    doc_id: str = Field(description="Its path below the corpus, or its URI.")
    version: int = Field(description="Which text of it answers now.")
    title: str = Field(description="Its title.")
    uri: str = Field(description="Where the original is.")
    media_type: str = Field(description="What it was read as.")
    date: str | None = Field(description="The date it gives itself, ISO 8601.")
    owner: str | None = Field(description="The owner, department or author it names.")
    characters: int = Field(description="Length of its normalised text, in code points.")
    passages: int = Field(description="How many passages of it can answer.")
    stored_at: str = Field(description="When this version was stored, ISO 8601, UTC.")
    link: str = Field(description="Path of the page that shows it.")


class FailureModel(BaseModel):
    """A document that could not be read at the last ingest."""

    doc_id: str = Field(description="Its path below the corpus.")
    message: str = Field(description="What is wrong with it.")
    hint: str = Field(description="What would help.")


class DocumentsModel(BaseModel):
    """All documents of the library."""

    documents: list[DocumentModel] = Field(description="The documents that can answer, by `doc_id`.")
    failures: list[FailureModel] = Field(description="What could not be read, by `doc_id`.")


class BlockModel(BaseModel):
    """A heading, paragraph, list item, table row or code listing."""

    kind: BlockKind = Field(description="What it is.")
    start: int = Field(description="First code point in the text.")
    end: int = Field(description="One past the last.")
    heading_path: list[str] = Field(description="The headings above it, outermost first.")
    is_boilerplate: bool = Field(description="Navigation, advertising and the like: never quoted.")
    page: int | None = Field(description="Page of the original, where it has pages.")


class DocumentTextModel(BaseModel):
    """One version of a document with its whole text."""

    doc_id: str = Field(description="Its path below the corpus, or its URI.")
    version: int = Field(description="The version shown.")
    live_version: int = Field(description="The version that answers now.")
    title: str = Field(description="Its title.")
    uri: str = Field(description="Where the original is.")
    media_type: str = Field(description="What it was read as.")
    date: str | None = Field(description="The date it gives itself, ISO 8601.")
    owner: str | None = Field(description="The owner, department or author it names.")
    stored_at: str = Field(description="When this version was stored, ISO 8601, UTC.")
    text_sha256: str = Field(description="sha256 of the text, UTF-8.")
    text: str = Field(description="The normalised text, which all spans count in.")
    blocks: list[BlockModel] = Field(description="Its blocks, in order.")


class StoredModel(BaseModel):
    """What an upload did."""

    doc_id: str = Field(description="The document.")
    version: int = Field(description="The version that answers now.")
    change: Literal["new", "changed", "unchanged"] = Field(description="Whether the library held it, and this text of it.")
    passages: int = Field(description="How many passages of it can answer.")
    generation: int = Field(description="The library's commit counter.")


class RemovedModel(BaseModel):
    """What a deletion did."""

    doc_id: str = Field(description="The document, which the library no longer holds.")
    generation: int = Field(description="The library's commit counter.")


class PinsModel(BaseModel):
    """All curated answers."""

    curated: list[PinModel] = Field(description="What is pinned, newest first.")


class UnpinnedModel(BaseModel):
    """What taking a pin away did."""

    id: int = Field(description="The pin, which is no more.")
    generation: int = Field(description="The library's commit counter.")


class HealthModel(BaseModel):
    """The process is up."""

    status: Literal["up"] = Field(default="up", description="Always `up`.")


class ReadyModel(BaseModel):
    """Whether questions are answered without waiting."""

    ready: bool = Field(description="The encoder is loaded and the library opens.")
    documents: int | None = Field(description="How many documents can answer; null when the library does not open.")
    passages: int | None = Field(description="How many passages can answer.")
    generation: int | None = Field(description="The library's commit counter.")
    message: str | None = Field(description="Why it is not ready; null when it is.")
