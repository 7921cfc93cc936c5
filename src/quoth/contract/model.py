"""What every part of the contract is: fields named one by one, and no others."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A part of the contract."""

    model_config = ConfigDict(extra="forbid")
