"""Everything that was seen on a product's photos, and no pixels: what records are settled from.

Small, frozen, one JSON line a product. Values are rounded when they are made and kept as they are
written, so that an observation read back settles to the same bytes.
"""

from __future__ import annotations

import base64
import math
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    AfterValidator,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from skuscribe.core.warning_codes import MESSAGES
from skuscribe.record.base import XY, Fraction, Part
from skuscribe.record.model import PhotoInfo, SubjectInfo

SCHEMA: Literal["skuscribe.observed/1"] = "skuscribe.observed/1"

MEASURED = "barcodes quality"
"""What is measured since observations were first kept: photos seen before are looked at again."""


def _four_digits(value: float) -> float:
    return float(f"{value:.4g}")


Finite = Annotated[float, Field(allow_inf_nan=False)]
Probability = Annotated[float, Field(ge=0.0, le=1.0), AfterValidator(_four_digits)]
Measure = Probability
"""A share that was measured."""


class SeenBelief(Part):
    """The likeliest words of one vocabulary, likeliest first; the rest of the mass is left out.

    `weight` is how far the vocabulary is trusted on this photo.
    """

    vocabulary: Literal["trained", "borrowed"]
    words: tuple[str, ...] = Field(min_length=1)
    probabilities: tuple[Probability, ...]
    weight: Probability

    @model_validator(mode="after")
    def _one_probability_a_word(self) -> SeenBelief:
        if len(self.words) != len(self.probabilities):
            raise ValueError("words and probabilities are not equally many")
        return self


class SeenLine(Part):
    """A line of text as the engine read it: safe to show, not yet judged."""

    text: str
    confidence: Fraction
    polygon: tuple[XY, ...] = Field(min_length=1)


class SeenBarcode(Part):
    """A retail barcode that was read twice alike: a GTIN of 8, 12, 13 or 14 digits."""

    value: str = Field(pattern=r"^([0-9]{8}|[0-9]{12,14})$")
    polygon: tuple[XY, ...] = Field(min_length=1)


class SeenQuality(Part):
    """How good a photo is as a photo: measures, not judged.

    Attributes:
        sharpness: the share of an edge's contrast that lies between two pixels, on the product and
            round it: 0.5 and more is sharp; None where nothing has edges.
        brightest: lightness of the brightest parts, 0..1.
        burnt: share of the product where a channel is at its end.
        busyness: share of the ground that is edges.
        touching: share of the product's extent with which it touches a side of the photo.
        frame: width of an even frame as a share of the photo's side; 0 without one.
        text_outside: of each line that was read, the share that does not lie on the product.
    """

    sharpness: Measure | None = None
    brightest: Measure
    burnt: Measure
    busyness: Measure
    touching: Measure
    frame: Measure
    text_outside: tuple[Measure, ...] = ()


class SeenPhoto(Part):
    """One photo of the product.

    Attributes:
        info: name, digest, size and warnings of the photo.
        beliefs: what each vocabulary of the network says.
        embedding: float16 values, little-endian, in base64; `vector_of` reads it.
        subject: where the product is.
        measures: by attribute, what was measured on each region of the photo that it may need.
        lines: what the text engine read, in reading order.
        text_problems: codes of what went wrong while reading.
        barcodes: what was read twice alike.
        quality: how good the photo is as a photo; None in observations of before it was measured.
    """

    info: PhotoInfo
    beliefs: tuple[SeenBelief, ...] = Field(min_length=1)
    embedding: str
    subject: SubjectInfo
    measures: dict[str, Any]
    lines: tuple[SeenLine, ...] = ()
    text_problems: tuple[str, ...] = ()
    barcodes: tuple[SeenBarcode, ...] = ()
    quality: SeenQuality | None = None

    @model_validator(mode="after")
    def _the_trained_vocabulary_leads(self) -> SeenPhoto:
        names = [belief.vocabulary for belief in self.beliefs]
        if names[0] != "trained" or len(set(names)) < len(names):
            raise ValueError("beliefs are trained, or trained and borrowed")
        return self

    @model_validator(mode="after")
    def _codes_are_of_the_closed_list(self) -> SeenPhoto:
        for code in (*self.info.problems, *self.text_problems):
            if code not in MESSAGES:
                raise ValueError(f"no code is called '{code}'")
        return self


class Rule(Part):
    """When a category is stated, and how sure it is called; fitted with the network.

    Attributes:
        from_level: the probability from which a top-level category is stated, one of the second
            level, a deeper one.
        leaf_surer: how much more a word needs than a node where it is filed.
        scale: intercept, factor of the probability's logit, and factor of the weight of the
            trained vocabulary; the logistic function of their sum is the stated confidence.
        nothing_from: the probability from which a photo is said to show no product.
    """

    from_level: tuple[Probability, Probability, Probability]
    leaf_surer: Probability = 0.0
    scale: tuple[Finite, Finite, Finite] = (0.0, 1.0, 0.0)
    nothing_from: Probability = 0.5


class SeenWith(Part):
    """What the photos were looked at with; `hash` stands for all of it."""

    skuscribe: str
    bundle: str
    ocr: str
    hash: str
    rule: Rule


class Observed(Part):
    """One product as its photos show it."""

    schema_: Literal["skuscribe.observed/1"] = Field(default=SCHEMA, alias="schema")
    id: str
    photos: tuple[SeenPhoto, ...] = Field(min_length=1)
    seen_with: SeenWith


def packed(vector: NDArray[np.float32]) -> str:
    """Return a vector, float32 (d,), as text; half floats are enough for angles."""
    return base64.b64encode(vector.astype("<f2").tobytes()).decode("ascii")


def vector_of(text: str) -> NDArray[np.float32]:
    """Return the vector, float32 (d,), of unit length, that `packed` wrote.

    Raises:
        ValueError: the text is none.
    """
    values = np.frombuffer(base64.b64decode(text, validate=True), "<f2").astype(np.float32)
    length = math.sqrt(float(values @ values))
    if not math.isfinite(length) or length == 0:
        raise ValueError("an embedding without length")
    return np.asarray(values / np.float32(length), np.float32)


class ObservedLine(Part):
    """One product of a file of observations: what was seen, and the merchant's words with it.

    `left_out` says of each photo that could not be loaded why; it is written where there is one.
    """

    facts: dict[str, str]
    observed: Observed
    left_out: tuple[str, ...] = ()

    @model_serializer(mode="wrap")
    def _what_is_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        said: dict[str, Any] = handler(self)
        if not self.left_out:
            del said["left_out"]
        return said

    def to_json(self) -> str:
        """Return one line of JSON text."""
        return self.model_dump_json(by_alias=True)
