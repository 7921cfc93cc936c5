"""What the HTTP API takes, and the shape of its errors. What it gives is in `quoth.contract`: clients hold on to it, too."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from quoth.contract.holdings import (
    BlockModel,
    DocumentModel,
    DocumentsModel,
    DocumentTextModel,
    FailureModel,
    HealthModel,
    HitModel,
    PinsModel,
    ReadyModel,
    RemovedModel,
    SearchModel,
    StoredModel,
    UnpinnedModel,
    VerdictsModel,
)

__all__ = [
    "AskBody",
    "BlockModel",
    "ChatBody",
    "DocumentModel",
    "DocumentTextModel",
    "DocumentsModel",
    "ErrorDetail",
    "ErrorModel",
    "FailureModel",
    "FiltersModel",
    "HealthModel",
    "HitModel",
    "MessageModel",
    "PinsModel",
    "ReadyModel",
    "RemovedModel",
    "SearchBody",
    "SearchModel",
    "StoredModel",
    "UnpinnedModel",
    "VerdictsModel",
]


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


class ErrorDetail(BaseModel):
    """What went wrong."""

    code: str = Field(description="Which error, for programs.", examples=["bad_question"])
    message: str = Field(description="What happened, with which value.")
    hint: str = Field(description="What to do about it; may be empty.")


class ErrorModel(BaseModel):
    """The one shape of all errors."""

    error: ErrorDetail = Field(description="Code, message and hint.")
