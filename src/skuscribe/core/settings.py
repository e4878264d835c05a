"""Every setting, its default and where its value came from: flag over environment over file.

The caller hands in the environment and the flags; this module reads the settings file alone.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from skuscribe.core.errors import ErrorCode, SkuscribeError

FILE = "skuscribe.toml"
PREFIX = "SKUSCRIBE_"

Origin = Literal["default", "file", "environment", "flag"]


class Settings(BaseModel):
    """All settings. Those marked with `result` change what a record says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ocr: Literal["rapidocr", "easyocr", "none"] = Field(
        default="rapidocr", description="engine that reads text", json_schema_extra={"result": True}
    )
    lang: Literal["en"] = Field(
        default="en", description="language of the description", json_schema_extra={"result": True}
    )
    tone: Literal["plain"] = Field(
        default="plain", description="tone of the description", json_schema_extra={"result": True}
    )
    length: Literal["short", "medium", "long"] = Field(
        default="medium",
        description="length of the description",
        json_schema_extra={"result": True},
    )
    taxonomy: Path | None = Field(
        default=None,
        description="the shop's own categories: a CSV file with the columns label, category",
        json_schema_extra={"result": True},
    )
    model: Path | None = Field(
        default=None,
        description="folder of a model bundle instead of the shipped one",
        json_schema_extra={"result": True},
    )
    max_bytes: int = Field(default=30_000_000, ge=1, description="largest photo file, bytes")
    max_pixels: int = Field(default=50_000_000, ge=1, description="largest photo, width x height")
    decode_seconds: float = Field(
        default=20.0, gt=0, description="longest time to decode one photo"
    )
    workers: int = Field(default=0, ge=0, description="photos read at once; 0: one for each core")

    @property
    def result_hash(self) -> str:
        """Digest of the settings that change a record; a file counts by its content."""
        chosen = {name: _content(getattr(self, name)) for name in result_settings()}
        text = json.dumps(chosen, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def result_settings() -> tuple[str, ...]:
    """Return the names of the settings that change what a record says."""
    return tuple(
        name
        for name, field in Settings.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("result")
    )


def _content(value: object) -> object:
    if not isinstance(value, Path):
        return value
    # A bundle is named by its own digest in the record; a table counts by its bytes.
    return hashlib.sha256(value.read_bytes()).hexdigest() if value.is_file() else "folder"


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
    try:
        return Resolved(Settings.model_validate(values), origins)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"{first['msg']}, not '{values[name]}' (from the {origins[name]})",
            hint="see: skuscribe config show",
            where=name,
        ) from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    names = {PREFIX + name.upper(): name for name in Settings.model_fields}
    return {names[key]: value for key, value in environ.items() if key in names}


def _from_file(file: Path | None) -> dict[str, Any]:
    path = file or Path(FILE)
    if file is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
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
                hint=f"did you mean '{near[0]}'?" if near else "see: skuscribe config show",
                where=key,
            )
