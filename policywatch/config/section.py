"""A mapping of the file."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A mapping of the file; keys it does not know are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)
