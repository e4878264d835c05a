"""What a text claims of a product, and what a record says of it, in one form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TextClaim:
    """Characters `start` to `end` of a text say something of the product.

    Attributes:
        property: what kind of thing is said: `colour`, `material`, `volume`, `unknown` ...
        value: what is said, in the lexicon's words; of a measure, the number in its base unit.
        part: the part of the product it is said of; empty for all of it.
        polarity: False where the text denies it.
        strength: a share (`95%`) where one is said; empty otherwise.
        scope: what limits it, as `height` does a length; empty otherwise.
    """

    property: str
    value: str
    start: int
    end: int
    part: str = ""
    polarity: bool = True
    strength: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Entry:
    """A meaning of words.

    Attributes:
        property, value: what the words say.
        where: fragments of category paths under which they say it; empty for everywhere.
    """

    property: str
    value: str
    where: tuple[str, ...] = ()
    path: str = ""
