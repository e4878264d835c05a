"""The record: one product as shop systems read it. One pydantic model, one JSON schema."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from skuscribe.record.base import XY, XYWH, Fraction, Number, Part

SCHEMA: Literal["skuscribe.record/1"] = "skuscribe.record/1"


class PhotoInfo(Part):
    """One photo of the product; sizes in pixels of the upright photo."""

    name: str
    sha256: str
    width: int
    height: int
    problems: tuple[str, ...] = ()


class GivenFact(Part):
    """A fact in the merchant's own words."""

    key: str
    value: str
    source: Literal["merchant", "catalogue", "photo"] = "merchant"


class Alternative(Part):
    """A label that was considered."""

    label: str
    confidence: Fraction


class Node(Part):
    """A category of a public or a merchant's taxonomy."""

    id: str
    path: str


class Category(Part):
    """What the product is, and where shops file it. `label` is null when nothing is sure."""

    label: str | None
    confidence: Fraction
    level: Literal["leaf", "parent", "unknown"]
    origin: Literal["trained", "borrowed", "joined", "taught", "merchant"]
    alternatives: tuple[Alternative, ...] = ()
    shopify: Node | None = None
    google: Node | None = None
    merchant: Node | None = None


class SubjectInfo(Part):
    """Where the product is on photo `photo`.

    `outline` is the largest piece; `parts` are the other pieces, `holes` what shows through.
    """

    photo: int
    method: str
    confidence: Fraction
    box: XYWH
    share: Fraction
    outline: tuple[XY, ...]
    parts: tuple[tuple[XY, ...], ...] = ()
    holes: tuple[tuple[XY, ...], ...] = ()


class Standard(Part):
    """A value of a public vocabulary, by its display name."""

    vocabulary: str
    value: str


class Swatch(Part):
    """A colour that was measured: share of the subject, CIELAB D65."""

    hex: str
    share: Fraction
    lab: tuple[Number, Number, Number]


class Evidence(Part):
    """Where a value was seen. Only what is set is written."""

    box: XYWH | None = None
    outline: tuple[XY, ...] | None = None
    swatch: Swatch | None = None
    measure: dict[str, Number] | None = None
    text: int | None = None
    fact: int | None = None

    @model_serializer(mode="wrap")
    def _only_what_is_set(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value is not None}


class Attribute(Part):
    """One property of the product. `value` is empty unless `state` is `shown`."""

    name: str
    value: str
    standard: Standard | None = None
    confidence: Fraction
    source: Literal["photo", "text", "merchant"]
    photo: int | None = None
    evidence: Evidence = Evidence()
    state: Literal["shown", "not_visible", "unsure"] = "shown"


class TextSpan(Part):
    """A line of text on photo `photo`."""

    photo: int
    text: str
    confidence: Fraction
    polygon: tuple[XY, ...]
    role: Literal["brand", "name", "quantity", "material", "care", "slogan", "model", "other"] = (
        "other"
    )


class Brand(Part):
    """Whose product it is, with the ground for saying so."""

    value: str
    confidence: Fraction
    evidence: Evidence


class Proposal(Part):
    """A value for a person to confirm: seen, but not sure enough to be stated."""

    field: str
    value: str
    confidence: Fraction
    evidence: Evidence
    why: str


FieldName = Literal[
    "title", "text", "bullets", "alt_text", "meta_title", "meta_description", "tags"
]


class Claim(Part):
    """A stretch of a description field and the places in the record that support it.

    `start` and `end` count characters of the field; for `bullets` and `tags`, of the items joined
    by newlines. `grounds` are JSON pointers (RFC 6901) into the record, such as `/attributes/0`.
    """

    field: FieldName
    start: int
    end: int
    kind: str
    grounds: tuple[str, ...]


class Description(Part):
    """The words for the shop; every field may be empty, none is null."""

    language: str = "en"
    tone: str = "plain"
    title: str = ""
    text: str = ""
    bullets: tuple[str, ...] = ()
    alt_text: str = ""
    meta_title: str = ""
    meta_description: str = ""
    tags: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    writer: str = "plain"


class Reason(Part):
    """Why a person should look."""

    code: str
    message: str


class Review(Part):
    """Whether a person should look; `cost` is the expected cost of a mistake, 0..1."""

    needed: bool
    reasons: tuple[Reason, ...]
    cost: Fraction


class Problem(Part):
    """A warning on the record; `where` is a JSON pointer into it."""

    code: str
    message: str
    where: str


class Decision(Part):
    """What a person changed: a field by its JSON pointer, its value before and after."""

    field: str
    by: str
    at: str
    before: Any
    after: Any


class Decided(Part):
    """What people decided about the product; `new` until somebody has looked."""

    state: Literal["new", "approved", "rejected", "skipped"] = "new"
    fields: tuple[Decision, ...] = ()


class MadeBy(Part):
    """Which versions made the record; equal versions and input give equal bytes.

    `seen_hash` stands for what the photos were looked at with, `settled_hash` for what was made of
    that: versions, language, tone, length, and all that the shop says.
    """

    skuscribe: str
    bundle: str
    ocr: str
    taxonomy: str
    seen_hash: str
    settled_hash: str


class Record(Part):
    """One product."""

    schema_: Literal["skuscribe.record/1"] = Field(default=SCHEMA, alias="schema")
    id: str
    photos: tuple[PhotoInfo, ...]
    facts: tuple[GivenFact, ...] = ()
    category: Category
    subject: SubjectInfo
    attributes: tuple[Attribute, ...]
    texts: tuple[TextSpan, ...]
    brand: Brand | None
    proposals: tuple[Proposal, ...] = ()
    description: Description
    review: Review
    problems: tuple[Problem, ...]
    decided: Decided = Decided()
    made_by: MadeBy

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON text, keys in the order of the schema, no trailing newline."""
        return self.model_dump_json(by_alias=True, indent=indent)
