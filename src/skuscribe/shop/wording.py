"""`voice.toml`: words that a shop prefers and avoids, claims it forbids, phrases it requires."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_toml
from skuscribe.record.text import clean_text

WORDING_FILE = "voice.toml"
LONGEST = 300
"""Characters of a word or phrase: all that are required have to leave room for the text."""
MOST_REQUIRED = 8


def _filled(text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise ValueError("must not be empty")
    if len(cleaned) > LONGEST:
        raise ValueError(f"must have at most {LONGEST} characters")
    return cleaned


Words = Annotated[str, AfterValidator(_filled)]


class Required(BaseModel):
    """A phrase that ends the text of some products.

    Attributes:
        text: the shop's own words, said as they are.
        under: a node of either tree that the product lies under; empty for every product.
        fact: a kind of fact that has to be told or seen; empty for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Words
    under: str = ""
    fact: str = ""

    def told(self) -> str:
        """Return the phrase with its conditions, for people to read."""
        conditions = (("under", self.under), ("with the fact", self.fact))
        when = ", ".join(f"{name} {value}" for name, value in conditions if value)
        return f"“{self.text}” ({when or 'always'})"


class Wording(BaseModel):
    """What `voice.toml` may say.

    Attributes:
        prefer: the word to say by the word it takes the place of.
        avoid: words that stand in no field.
        forbid: kinds of facts that are not told (`origin`), or one value (`material: leather`).
        require: phrases with their conditions.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prefer: Mapping[Words, Words] = Field(default_factory=dict)
    avoid: tuple[Words, ...] = ()
    forbid: tuple[Words, ...] = ()
    require: tuple[Required, ...] = Field(default=(), max_length=MOST_REQUIRED)

    @model_validator(mode="after")
    def _says_no_avoided_word(self) -> Self:
        own = [("prefer", words) for words in self.prefer.values()]
        for key, text in (*own, *(("require", phrase.text) for phrase in self.require)):
            if found := said_in(self.avoid, text):
                raise ValueError(f"{key} says '{found}', which is avoided")
        return self


NO_WORDING = Wording()


def said_in(words: Iterable[str], text: str) -> str:
    """Return the first of the words that stands in a text, in any case; empty for none."""
    found = pattern_of(tuple(words)).search(text)
    return found[0] if found else ""


@lru_cache(maxsize=32)
def pattern_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds whole words or phrases, the longest first; it finds nothing of none."""
    longest = sorted(words, key=len, reverse=True)
    either = "|".join(map(re.escape, longest)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def read_wording(path: Path) -> Wording:
    """Return what a shop's `voice.toml` says.

    Raises:
        SkuscribeError: `config.invalid` or `config.unknown_key`, naming the file and the key.
    """
    try:
        return Wording.model_validate(read_toml(path))
    except ValidationError as error:
        first = error.errors()[0]
        unknown = first["type"] == "extra_forbidden"
        key = ".".join(str(part) for part in first["loc"] if part != "[key]")
        says = "no such key" if unknown else first["msg"].removeprefix("Value error, ")
        raise SkuscribeError(
            ErrorCode.CONFIG_UNKNOWN_KEY if unknown else ErrorCode.CONFIG_INVALID,
            f"{key}: {says}" if key else says,
            hint=f"it may say {', '.join(Wording.model_fields)}; see: skuscribe shop init",
            where=path.name,
        ) from error
    except (OSError, ValueError) as error:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"cannot be read ({getattr(error, 'strerror', None) or error})",
            hint='it holds lines such as: avoid = ["cheap"]',
            where=path.name,
        ) from error
