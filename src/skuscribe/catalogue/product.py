"""What every source yields: products in their order, and what is wrong with some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from skuscribe.core.codes import ErrorCode


@dataclass(frozen=True)
class Product:
    """One product of a catalogue.

    Attributes:
        id: text, as the shop wrote it.
        row: line of the file where it begins, counted from 1; of a folder, its number.
        photos: paths as the source has them, or addresses; each once, in order.
        title, description: in the shop's words, empty without any.
        facts: what else the shop says, by fact key.
        variants: ids of its variants, in order.
        label: what the shop says the product is: its type or category; empty without.
    """

    id: str
    row: int
    photos: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    variants: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Trouble:
    """A part of a catalogue that could not be read; the rest goes on.

    Attributes:
        code: of the closed list.
        message: what is wrong.
        row: line of the file, counted from 1; 0 for the whole.
    """

    code: ErrorCode
    message: str
    row: int = 0
