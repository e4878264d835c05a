"""Which column of a table holds what: by the system's names, or as the user says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from skuscribe.catalogue.kinds import Kind, kind_of, plainly
from skuscribe.catalogue.meanings import FACTS, LABELS
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

ROLES = ("id", "images", "title", "description", "parent", "label")


@dataclass(frozen=True)
class Columns:
    """Places in a record, counted from 0; None or empty where there is no such column."""

    kind: Kind
    header: tuple[str, ...]
    id: int | None
    images: tuple[int, ...]
    title: int | None
    description: int | None
    parent: int | None
    variant: int | None
    label: int | None
    facts: Mapping[str, int]
    separator: str

    def name(self, place: int | None) -> str | None:
        """Return the name of a column as the file has it."""
        return None if place is None else self.header[place]

    @property
    def doubled(self) -> tuple[str, ...]:
        """Names that stand twice in the header; the first column of each is used."""
        return tuple(name for name, count in Counter(self.header).items() if name and count > 1)


def columns_of(header: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Find the columns.

    Args:
        header: names as the file has them, stripped.
        given: what the user says: a role of `ROLES`, and a column's name (several with `|`).

    Raises:
        SkuscribeError: `catalogue.column_missing` for a name that the user gave and that is not
            there, with the names that are near.
    """
    kind = kind_of(header)
    plain = [plainly(name) for name in header]
    said = {role: _said(header, names) for role, names in given.items()}
    images = tuple(said["images"]) if "images" in said else _images(plain, kind.images)

    def place(role: str, names: Sequence[str]) -> int | None:
        return said[role][0] if role in said else _first(plain, names)

    return Columns(
        kind=kind,
        header=tuple(header),
        id=place("id", kind.id),
        images=images,
        title=place("title", kind.title),
        description=place("description", kind.description),
        parent=place("parent", kind.parent),
        variant=_first(plain, kind.variant),
        label=place("label", LABELS),
        facts={
            key: found
            for key, names in FACTS.items()
            if (found := _first(plain, names)) is not None
        },
        separator=_separator(images, header, kind),
    )


def _first(plain: Sequence[str], names: Sequence[str]) -> int | None:
    return next((plain.index(name) for name in names if name in plain), None)


def _images(plain: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
    patterns = [re.compile(re.escape(name).replace(r"\#", r"\d+")) for name in names]
    found = [[n for n, each in enumerate(plain) if p.fullmatch(each)] for p in patterns]
    return tuple(dict.fromkeys(place for places in found for place in places))


_LISTED = re.compile(r"\(x(.)y")


def _separator(images: Sequence[int], header: Sequence[str], kind: Kind) -> str:
    """Return what stands between images; a help text in the column's name knows best."""
    for place in images:
        if listed := _LISTED.search(header[place]):
            return listed[1]
    return kind.separator


def _said(header: Sequence[str], names: str) -> list[int]:
    return [_find(header, name.strip()) for name in names.split("|")]


def _find(header: Sequence[str], name: str) -> int:
    plain = [plainly(each) for each in header]
    if plainly(name) not in plain:
        close = get_close_matches(plainly(name), plain, n=3, cutoff=0.4)
        near = [header[plain.index(each)] for each in close]
        raise SkuscribeError(
            ErrorCode.CATALOGUE_COLUMN_MISSING,
            f"there is no column '{name}'",
            hint=f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(header)}",
        )
    return plain.index(plainly(name))
