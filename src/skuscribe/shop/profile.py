"""Read a shop's folder: what it says, what it taught. A file that is not there says nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, read_toml
from skuscribe.record.channels import CHANNELS
from skuscribe.record.model import Node
from skuscribe.shop.brands import read_brands
from skuscribe.shop.categories import read_categories
from skuscribe.shop.examples import EXAMPLES_FILE, LARGEST, Examples, read_examples
from skuscribe.shop.palette import read_palette
from skuscribe.shop.wording import NO_WORDING, WORDING_FILE, Wording, read_wording

PROFILE_FILE, CATEGORIES_FILE, PALETTE_FILE = "shop.toml", "categories.csv", "palette.csv"
BRANDS_FILE = "brands.csv"
SAID = (CATEGORIES_FILE, PALETTE_FILE, WORDING_FILE, BRANDS_FILE)
DIGESTED = (PROFILE_FILE, *SAID, EXAMPLES_FILE)


class ShopOptions(BaseModel):
    """Whose shop it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shop: Path | None = Field(
        default=None, description="the shop's folder: shop.toml, categories.csv"
    )


class Profile(BaseModel):
    """What `shop.toml` may say; the voice's settings are checked where the voice is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    sells: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    lang: str | None = None
    tone: str | None = None
    length: str | None = None
    spelling: str | None = None

    @field_validator("channels")
    @classmethod
    def _are_channels(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in names if name not in CHANNELS]:
            raise ValueError(f"'{unknown[0]}' is none of {', '.join(CHANNELS)}")
        return names

    @property
    def voice(self) -> dict[str, str]:
        """The settings of the voice that the shop makes."""
        return self.model_dump(include={"lang", "tone", "length", "spelling"}, exclude_none=True)


@dataclass(frozen=True, eq=False)
class Shop:
    """One merchant's own words and photos.

    Attributes:
        profile: name, what it sells, voice.
        categories: the shop's category of each word that it maps.
        palette: the hex code of each of its colour names.
        brands: the aliases of each brand that it carries.
        wording: words it prefers, avoids, forbids and requires.
        examples: what it taught; None where it taught nothing.
        digest: of all files that were read; empty without a shop.
    """

    profile: Profile = field(default_factory=Profile)
    categories: Mapping[str, Node] = field(default_factory=dict)
    palette: Mapping[str, str] = field(default_factory=dict)
    wording: Wording = NO_WORDING
    brands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: Examples | None = None
    digest: str = ""


NO_SHOP = Shop()


def read_shop(folder: Path | None) -> Shop:
    """Return the shop of `folder`; one that says nothing when it is None.

    Raises:
        SkuscribeError: `config.invalid` or `config.unknown_key`, naming file and line.
    """
    if folder is None:
        return NO_SHOP
    said = read_said(folder)
    return replace(said, examples=read_examples(folder), digest=_digest(folder))


def read_said(folder: Path) -> Shop:
    """Return the shop of `folder` without what it taught.

    Raises:
        SkuscribeError: `config.invalid` or `config.unknown_key`, naming file and line.
    """
    profile = read_profile(folder)
    categories, palette, wording, brands = (folder / name for name in SAID)
    return Shop(
        profile,
        read_categories(categories) if categories.exists() else {},
        read_palette(palette) if palette.exists() else {},
        read_wording(wording) if wording.exists() else NO_WORDING,
        read_brands(brands) if brands.exists() else {},
    )


def read_profile(folder: Path) -> Profile:
    """Return what `shop.toml` says.

    Raises:
        SkuscribeError: `config.invalid` or `config.unknown_key`.
    """
    if "\0" in str(folder) or not folder.is_dir():
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            "there is no such folder",
            hint=f"make one: skuscribe shop init {folder}",
            where=str(folder),
        )
    path = folder / PROFILE_FILE
    try:
        return Profile.model_validate(read_toml(path) if path.exists() else {})
    except ValidationError as error:
        first = error.errors()[0]
        unknown = first["type"] == "extra_forbidden"
        raise SkuscribeError(
            ErrorCode.CONFIG_UNKNOWN_KEY if unknown else ErrorCode.CONFIG_INVALID,
            f"{first['loc'][0]}: {'no such key' if unknown else first['msg']}",
            hint=f"a shop may say {', '.join(Profile.model_fields)}",
            where=PROFILE_FILE,
        ) from error
    except (OSError, ValueError) as error:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"cannot be read ({getattr(error, 'strerror', None) or error})",
            hint='it holds lines such as: name = "Nordholm"',
            where=PROFILE_FILE,
        ) from error


def is_named(node: Node, said: str) -> bool:
    """Tell whether `said`, in lower case, is the path or the id of one of the shop's categories."""
    return said in (node.path.casefold(), node.id.casefold())


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in DIGESTED:
        path = folder / name
        content = read_small(path, LARGEST) if path.exists() else b""
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
