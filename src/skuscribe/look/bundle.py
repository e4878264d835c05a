"""A model bundle: a folder with `network.onnx` and `card.json`, checked before it is used.

The card is the network's model card for programs: what each output means, labels, input,
thresholds, figures, data and licences. Loading a bundle runs no code of the bundle.
"""

from __future__ import annotations

import errno
import hashlib
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, write_folder
from skuscribe.look.gate import Gate
from skuscribe.record.observed import Rule
from skuscribe.record.text import clean_text

FORMAT: Literal[3] = 3
"""Of the bundle. It grows when a reader of the last one could not use a new one, or would err."""

NETWORK_FILE = "network.onnx"
CARD_FILE = "card.json"
MAX_BYTES = 200_000_000
SHIPPED = "hybrid-lite2"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class LookOptions(BaseModel):
    """Which network looks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Path | None = Field(
        default=None,
        description="folder of a model bundle instead of the shipped one",
        json_schema_extra={"changes": "seen"},
    )


class Input(_Strict):
    """What the network is fed: a square of `size` pixels, (x - mean) / scale."""

    size: int = Field(ge=32, le=1024)
    mean: float
    scale: float = Field(gt=0)


class Answering(_Strict):
    """When a category is stated, how sure it is called, and what that gave on validation photos.

    Attributes:
        rule: see there.
        precision: share of the stated answers that are useful: the truth, under it, or its parent.
        coverage: share of the photos with an answer.
    """

    rule: Rule
    precision: float
    coverage: float


class Vocabulary(_Strict):
    """A set of labels, and the output that holds their logits.

    Attributes:
        name: `trained` has the words of our own training; `borrowed` has the 1000 classes of
            ImageNet, which the trunk was trained on.
        output: logits; their softmax is a probability.
        labels: in the order of the output.
    """

    name: Literal["trained", "borrowed"]
    output: str
    labels: tuple[str, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _labels_are_distinct(self) -> Vocabulary:
        if len(set(self.labels)) != len(self.labels):
            raise ValueError("labels repeat")
        return self


class Outputs(_Strict):
    """The names of the network's outputs that are no vocabulary's.

    Attributes:
        attention: float32 (n, g, g), where the network looked.
        embedding: float32 (n, d), unit length.
        mask: float32 (n, 2, h, w), the probability of the product and of a person's skin and hair;
            None in a network that does not tell.
        lettering: float32 (n, 1), from 0.5 on the photo may show text that can be read; None in a
            network that does not tell.
    """

    attention: str
    embedding: str
    mask: str | None = None
    lettering: str | None = None


class Source(_Strict):
    """Photos of one origin that the weights were trained on."""

    name: str
    photos: int
    licence: str


class Card(_Strict):
    """The model card."""

    format: Literal[3] = FORMAT
    name: str
    version: str
    description: str
    licence: str
    network_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    input: Input
    vocabularies: tuple[Vocabulary, ...] = Field(min_length=1, max_length=2)
    gate: Gate
    answering: Answering
    outputs: Outputs
    trunk: str
    trained_on: tuple[Source, ...]
    figures: dict[str, float]
    recipe: dict[str, float]

    @model_validator(mode="after")
    def _the_trained_vocabulary_leads(self) -> Card:
        if [known.name for known in self.vocabularies] not in (
            ["trained"],
            ["trained", "borrowed"],
        ):
            raise ValueError("vocabularies are trained, or trained and borrowed")
        return self

    @model_validator(mode="after")
    def _words_are_harmless(self) -> Card:
        words = (self.name, self.version, self.description, self.licence, self.trunk)
        labels = (label for known in self.vocabularies for label in known.labels)
        told = (text for source in self.trained_on for text in (source.name, source.licence))
        for word in (*words, *labels, *told, *self.figures):
            if clean_text(word) != word:
                raise ValueError(f"{word!r} holds characters that may not be shown, or too many")
        return self

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the vocabulary that leads."""
        return self.vocabularies[0].labels


@dataclass(frozen=True)
class Bundle:
    """A card and the network's bytes, which are those that the card was written for."""

    card: Card
    network: bytes

    @property
    def identity(self) -> str:
        """Name, version and the first digits of a digest of all that its answers depend on."""
        deciding = {"network_sha256", "input", "vocabularies", "gate", "answering"}
        digest = hashlib.sha256(self.card.model_dump_json(include=deciding).encode()).hexdigest()
        return f"{self.card.name} {self.card.version} {digest[:12]}"


def shipped_bundle() -> Path:
    """Return the folder of the bundle inside the package."""
    return Path(str(resources.files("skuscribe.look") / "bundles" / SHIPPED))


def read_bundle(folder: Path | None = None) -> Bundle:
    """Read and check a bundle; the shipped one when `folder` is None.

    Raises:
        SkuscribeError: see `read_card`, and `model.digest_mismatch`.
    """
    folder = folder or shipped_bundle()
    card = read_card(folder)
    network = _read(folder / NETWORK_FILE)
    if hashlib.sha256(network).hexdigest() != card.network_sha256:
        raise SkuscribeError(ErrorCode.MODEL_DIGEST_MISMATCH, where=folder.name)
    return Bundle(card, network)


def read_card(folder: Path | None = None) -> Card:
    """Read and check the card alone.

    Raises:
        SkuscribeError: `model.missing`, `model.too_old`, `model.too_new`, `model.invalid` (naming
            the field of the card).
    """
    folder = folder or shipped_bundle()
    content = _read(folder / CARD_FILE)
    _refuse_other_formats(content, folder.name)
    try:
        return Card.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise SkuscribeError(
            ErrorCode.MODEL_INVALID, f"{CARD_FILE}: {field}: {first['msg']}", where=folder.name
        ) from error


def write_bundle(folder: Path, bundle: Bundle) -> None:
    """Write a bundle in one move: a reader finds the old one or the new one, never half of each.

    Raises:
        OSError: the folder cannot be written.
    """
    card = f"{bundle.card.model_dump_json(indent=1)}\n".encode()
    write_folder(folder, {NETWORK_FILE: bundle.network, CARD_FILE: card})


def _refuse_other_formats(content: bytes, where: str) -> None:
    """Say what to do with a bundle of another format before its fields are found fault with."""
    try:
        card = json.loads(content)
    except ValueError:
        return  # said better by the card's own check
    found = card.get("format", 1) if isinstance(card, dict) else FORMAT
    if isinstance(found, int) and found != FORMAT:
        code = ErrorCode.MODEL_TOO_NEW if found > FORMAT else ErrorCode.MODEL_TOO_OLD
        raise SkuscribeError(
            code, f"the bundle has format {found}; format {FORMAT} is read", where=where
        )


def _read(path: Path) -> bytes:
    try:
        return read_small(path, MAX_BYTES)
    except OSError as error:
        large = error.errno == errno.EFBIG
        raise SkuscribeError(
            ErrorCode.MODEL_INVALID if large else ErrorCode.MODEL_MISSING,
            f"{path.name} {'is' if large else 'cannot be read:'} {error.strerror}",
            where=path.parent.name,
        ) from error
