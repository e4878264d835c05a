"""A model bundle: a folder with `network.onnx` and `card.json`, checked before it is used.

The card is the network's model card for programs: labels, input, threshold, figures, data and
licences. Loading a bundle runs no code of the bundle.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from skuscribe.core.errors import ErrorCode, SkuscribeError

NETWORK_FILE = "network.onnx"
CARD_FILE = "card.json"
MAX_BYTES = 200_000_000
SHIPPED = "hybrid-lite2"

REPAIR = "reinstall skuscribe, or point --model at a complete bundle"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Input(_Strict):
    """What the network is fed: a square of `size` pixels, (x - mean) / scale."""

    size: int = Field(ge=32, le=1024)
    mean: float
    scale: float = Field(gt=0)


class Answering(_Strict):
    """From which confidence the label is stated, and what that gave on validation photos."""

    confidence: float = Field(ge=0, le=1)
    precision: float
    coverage: float


class Source(_Strict):
    """Photos of one origin that the weights were trained on."""

    name: str
    photos: int
    licence: str


class Card(_Strict):
    """The model card."""

    name: str
    version: str
    description: str
    licence: str
    network_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    input: Input
    labels: tuple[str, ...] = Field(min_length=2)
    answering: Answering
    trunk: str
    trained_on: tuple[Source, ...]
    figures: dict[str, float]
    recipe: dict[str, float]

    @model_validator(mode="after")
    def _labels_are_distinct(self) -> Card:
        if len(set(self.labels)) != len(self.labels):
            raise ValueError("labels repeat")
        return self


@dataclass(frozen=True)
class Bundle:
    """A card and the network's bytes, which are those that the card was written for."""

    card: Card
    network: bytes

    @property
    def identity(self) -> str:
        """Name, version and the first digits of the network's digest."""
        return f"{self.card.name} {self.card.version} {self.card.network_sha256[:12]}"


def shipped_bundle() -> Path:
    """Return the folder of the bundle inside the package."""
    return Path(str(resources.files("skuscribe.look") / "bundles" / SHIPPED))


def read_bundle(folder: Path | None = None) -> Bundle:
    """Read and check a bundle; the shipped one when `folder` is None.

    Raises:
        SkuscribeError: `model.missing`, `model.digest_mismatch`, `model.invalid` (naming the
            field of the card).
    """
    folder = folder or shipped_bundle()
    card = _read_card(folder)
    network = _read(folder / NETWORK_FILE)
    if hashlib.sha256(network).hexdigest() != card.network_sha256:
        raise SkuscribeError(
            ErrorCode.MODEL_DIGEST_MISMATCH,
            f"{NETWORK_FILE} is not the file that {CARD_FILE} was written for",
            hint=REPAIR,
            where=folder.name,
        )
    return Bundle(card, network)


def _read_card(folder: Path) -> Card:
    try:
        return Card.model_validate_json(_read(folder / CARD_FILE))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise SkuscribeError(
            ErrorCode.MODEL_INVALID,
            f"{CARD_FILE}: {field}: {first['msg']}",
            hint=REPAIR,
            where=folder.name,
        ) from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise SkuscribeError(
            ErrorCode.MODEL_MISSING,
            f"{path.name} cannot be read",
            hint=REPAIR,
            where=path.parent.name,
        ) from error
    if len(content) > MAX_BYTES:
        raise SkuscribeError(
            ErrorCode.MODEL_INVALID,
            f"{path.name} is larger than {MAX_BYTES} bytes",
            hint=REPAIR,
            where=path.parent.name,
        )
    return content
