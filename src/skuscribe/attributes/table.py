"""The table of attributes: a new attribute is a folder beside this file and a row in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from skuscribe.attributes.colour import attribute as colour
from skuscribe.attributes.scene import Case, Scene
from skuscribe.attributes.shape import attribute as shape
from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.base import Part
from skuscribe.record.model import Attribute


@dataclass(frozen=True)
class Row:
    """One attribute.

    Attributes:
        name: as the record, and the merchant's facts, call it.
        heading: as cards call all of its values.
        measures: the model of what is measured; it is kept as JSON in observations.
        measure: photo to measures, whatever the product may turn out to be.
        settle: measures to attributes, once it is known what the product is.
        version: of the tables it names values from; it is part of the record's `made_by`.
        aliases: other keys under which merchants state it.
        unsure: the warning of a value that is not clear; None where that is nobody's worry.
        rank: its place among the words before the noun, 1 first; None where it stands apart.
        in_title: whether titles say it, and descriptions of a packed good.
        most_said: how many of its values are said; None for all.
        apart: tells whether two values cannot be one, seen on two photos; None where every photo
            may show its own. The views of a product add to each other what is apart.
        contradicted: the warning where the first values of two photos are apart.
        most: how many values the photos of a product have together.
    """

    name: str
    heading: str
    measures: type[Part]
    measure: Callable[[Scene], Part]
    settle: Callable[[Any, Case], tuple[Attribute, ...]]
    version: str = ""
    aliases: tuple[str, ...] = ()
    unsure: WarningCode | None = None
    rank: int | None = None
    in_title: bool = False
    most_said: int | None = None
    apart: Callable[[Attribute, Attribute], bool] | None = None
    contradicted: WarningCode | None = None
    most: int = 1


ATTRIBUTES = (
    Row(
        "colour",
        "Colours",
        colour.ColourMeasures,
        colour.measure,
        colour.settle,
        version=colour.TABLE_VERSION,
        aliases=("color",),
        unsure=WarningCode.COLOUR_UNCERTAIN,
        rank=2,
        in_title=True,
        apart=colour.apart,
        contradicted=WarningCode.COLOUR_CONTRADICTED,
        most=colour.MOST,
    ),
    Row(
        "shape",
        "Shape",
        shape.ShapeMeasures,
        shape.measure,
        shape.settle,
        rank=1,
        most_said=1,
    ),
)
"""In the order in which records list them."""

BY_NAME = {row.name: row for row in ATTRIBUTES}
ALIASES = {alias: row.name for row in ATTRIBUTES for alias in row.aliases}
VERSIONS = ", ".join(row.version for row in ATTRIBUTES if row.version)


def measure_all(scene: Scene) -> dict[str, Any]:
    """Return the measures of every attribute as JSON values, by its name."""
    return {row.name: row.measure(scene).model_dump(mode="json") for row in ATTRIBUTES}


def settle_all(measures: Mapping[str, Any], case: Case) -> tuple[Attribute, ...]:
    """Return the attributes that `measures`, as `measure_all` gave them, make of `case`.

    Raises:
        pydantic.ValidationError: a value is not what `measure_all` gives.
    """
    known = (row for row in ATTRIBUTES if row.name in measures)
    return tuple(
        attribute
        for row in known
        for attribute in row.settle(row.measures.model_validate(measures[row.name]), case)
    )
