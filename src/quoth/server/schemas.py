"""What the HTTP API takes and gives, beside the outcome and its parts (those are in `quoth.contract`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from quoth.contract import CitationModel, VerdictModel
from quoth.contract.pins import PinModel
from quoth.types import BlockKind


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FiltersModel(_Given):
    """Which documents may answer."""

    doc_id: list[Annotated[str, Field(max_length=1000)]] = Field(
        default=[],
        max_length=100,
        description="Patterns (`*`, `?`) of the documents that may answer; a document fits if one pattern does. Empty for all.",
        examples=[["contracts/*"]],
    )


class SearchBody(_Given):
    """A question whose nearest passages are wanted."""

    question: str = Field(description="The question, as a person would ask it.", examples=["What is a CDMO?"])
    k: int | None = Field(default=None, ge=1, le=200, description="Most passages; null for all that would be judged.")
    filters: FiltersModel | None = Field(default=None, description="Which documents to search; null for all.")


class AskBody(_Given):
    """A question to be answered."""

    question: str = Field(description="The question, as a person would ask it.", examples=["What is a CDMO?"])
    history: list[str] = Field(
        default=[],
        max_length=1000,
        description="The questions before it, oldest first, so that “and a CMO?” can be understood. The last 20 count; blank "
        "ones and those longer than a question may be are passed over.",
    )
    k: int | None = Field(
        default=None,
        ge=1,
        le=20,
        description="Most quotes, more where sources disagree or a comparison is laid out; null for the setting `answer.k`.",
    )
    min_probability: float | None = Field(
        default=None, ge=0, le=1, description="Abstain below this probability; null for the calibrated threshold."
    )
    filters: FiltersModel | None = Field(default=None, description="Which documents may answer; null for all.")


class MessageModel(BaseModel):
    """One message of a conversation. Other fields are ignored."""

    role: Literal["user", "assistant", "system"] = Field(
        description="Who wrote it. What users wrote are the questions; what the assistant wrote tells what “the second one” means; the rest is passed over."
    )
    content: str = Field(description="What was written.")


class ChatBody(BaseModel):
    """A conversation whose last message, by the user, is the question. Other fields are ignored."""

    messages: list[MessageModel] = Field(
        min_length=1, max_length=1000, description="The conversation, oldest first. The last message must be by `user`."
    )


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


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="Which error, for programs.", examples=["bad_question"])
    message: str = Field(description="What happened, with which value.")
    hint: str = Field(description="What to do about it; may be empty.")


class ErrorModel(BaseModel):
    """The one shape of all errors."""

    error: ErrorDetail = Field(description="Code, message and hint.")
