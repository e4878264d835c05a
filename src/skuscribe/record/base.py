"""What every part of a record is made of: frozen models, rounded numbers, coordinates.

Numbers are rounded to four places when a part is made, so that equal runs give equal bytes.
Coordinates are fractions 0..1 of the upright photo.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _four_places(value: float) -> float:
    return round(value, 4) + 0.0  # + 0.0 turns -0.0 into 0.0


Number = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_four_places)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0), AfterValidator(_four_places)]
XY = tuple[Fraction, Fraction]
XYWH = tuple[Fraction, Fraction, Fraction, Fraction]


class Part(BaseModel):
    """Base of every part: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
