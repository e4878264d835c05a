"""Every setting in one place: the options of all stations, and where each value came from.

A flag goes over the environment, that over the settings file, that over the shop's own voice, that
over the default. The caller hands in the environment and the flags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from skuscribe.attributes.text.engine import TextOptions
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_toml
from skuscribe.describe.voice import Voice
from skuscribe.fetch.options import FetchOptions
from skuscribe.look.bundle import LookOptions
from skuscribe.photo.limits import PhotoOptions
from skuscribe.shop.profile import ShopOptions, read_profile

FILE = "skuscribe.toml"
PREFIX = "SKUSCRIBE_"

Origin = Literal["default", "shop", "file", "environment", "flag"]


class Settings(PhotoOptions, LookOptions, TextOptions, Voice, ShopOptions, FetchOptions):
    """The options of every station, side by side, and how many work at once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_seconds: float = Field(
        default=120.0,
        gt=0,
        le=86_400,
        description="longest time for one product once its photos are decoded",
    )
    workers: int = Field(
        default=0, ge=0, le=256, description="photos read at once; 0: one for each core"
    )

    max_rows: int = Field(
        default=1_000_000, ge=1, description="rows of a catalogue; more are refused"
    )

    @property
    def voice(self) -> Voice:
        """How descriptions are written."""
        chosen = {name: getattr(self, name) for name in Voice.model_fields}
        return Voice(**chosen)


def changes(name: str) -> str:
    """Return what a setting changes: `seen`, `settled` or nothing."""
    extra = Settings.model_fields[name].json_schema_extra
    return str(extra.get("changes", "")) if isinstance(extra, dict) else ""


@dataclass(frozen=True)
class Resolved:
    """The settings in force and the origin of each value."""

    settings: Settings
    origins: Mapping[str, Origin]


def resolve(
    flags: Mapping[str, Any], environ: Mapping[str, str], file: Path | None = None
) -> Resolved:
    """Merge the sources.

    Args:
        flags: values given on the command line; None means not given.
        environ: the process environment; `SKUSCRIBE_OCR` sets `ocr`, and so on.
        file: a settings file; without one `skuscribe.toml` of the working folder, if there.

    Raises:
        SkuscribeError: `config.invalid`, `config.unknown_key`, naming the origin.
    """
    sources: tuple[tuple[Origin, Mapping[str, Any]], ...] = (
        ("file", _from_file(file)),
        ("environment", _from_environment(environ)),
        ("flag", {key: value for key, value in flags.items() if value is not None}),
    )
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = dict.fromkeys(Settings.model_fields, "default")
    for origin, found in sources:
        _refuse_unknown(found, origin)
        values |= found
        origins |= dict.fromkeys(found, origin)
    voice = {k: v for k, v in _from_shop(values.get("shop")).items() if k not in values}
    return Resolved(
        _checked(values | voice, origins | dict.fromkeys(voice, "shop")),
        origins | dict.fromkeys(voice, "shop"),
    )


def _checked(values: Mapping[str, Any], origins: Mapping[str, Origin]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        said = first["msg"].removeprefix("Value error, ")
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"{said}, not '{values[name]}' (from the {origins[name]})",
            where=name,
        ) from error


def _from_shop(folder: object) -> dict[str, str]:
    return read_profile(Path(folder)).voice if isinstance(folder, str | Path) else {}


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    names = {PREFIX + name.upper(): name for name in Settings.model_fields}
    return {names[key]: value for key, value in environ.items() if key in names}


def _from_file(file: Path | None) -> dict[str, Any]:
    path = file or Path(FILE)
    if file is None and not path.exists():
        return {}
    try:
        return read_toml(path)
    except (OSError, ValueError) as error:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"cannot be read ({getattr(error, 'strerror', None) or error})",
            hint='settings are lines such as: ocr = "none"',
            where=path.name,
        ) from error


def _refuse_unknown(found: Mapping[str, Any], origin: Origin) -> None:
    for key in found:
        if key not in Settings.model_fields:
            near = get_close_matches(key, Settings.model_fields, n=1)
            raise SkuscribeError(
                ErrorCode.CONFIG_UNKNOWN_KEY,
                f"no such setting (from the {origin})",
                hint=f"did you mean '{near[0]}'?" if near else None,
                where=key,
            )
