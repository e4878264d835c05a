"""What the user allows to be fetched."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator


class FetchOptions(BaseModel):
    """Whether photos are loaded from the web, and from whom."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fetch: bool = Field(default=False, description="load photos that are named by their address")
    fetch_hosts: tuple[str, ...] = Field(
        default=(), description="load from these hosts alone: cdn.example.com, *.example.com"
    )
    fetch_seconds: float = Field(
        default=10.0, gt=0, le=600, description="longest time for one photo from the web"
    )

    @field_validator("fetch_hosts", mode="before")
    @classmethod
    def _split(cls, said: object) -> object:
        """Take `a.example, b.example` as well: flags and the environment have no lists."""
        if isinstance(said, str):
            return tuple(part.strip() for part in said.split(",") if part.strip())
        return said
