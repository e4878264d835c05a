"""How a description is written: language, tone, length and spelling."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict

from skuscribe.describe.languages import LANGUAGES
from skuscribe.describe.lengths import LENGTHS, SPELLINGS, TONES

CHOICES: dict[str, Collection[str]] = {
    "lang": LANGUAGES,
    "tone": TONES,
    "length": LENGTHS,
    "spelling": SPELLINGS,
}
SETTLED: JsonDict = {"changes": "settled"}


class Voice(BaseModel):
    """The voice of all descriptions of a shop."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: str = Field(
        default="en", description="language of the description", json_schema_extra=SETTLED
    )
    tone: str = Field(
        default="plain", description="tone of the description", json_schema_extra=SETTLED
    )
    length: str = Field(
        default="medium", description="length of the description", json_schema_extra=SETTLED
    )
    spelling: str = Field(
        default="us", description="spelling of English: gray or grey", json_schema_extra=SETTLED
    )

    @field_validator("lang", "tone", "length", "spelling")
    @classmethod
    def _is_a_choice(cls, value: str, info: ValidationInfo) -> str:
        choices = CHOICES[info.field_name or ""]
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value
