"""What merchants say of a product: the keys that mean something, and the facts cleaned.

Keys of attributes (colour, shape ...) stand in the table of attributes; any other key is told as
it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.model import GivenFact
from skuscribe.record.text import clean_text


@dataclass(frozen=True)
class FactKey:
    """A key with a meaning of its own.

    Attributes:
        name: the key.
        aliases: other words for it.
        in_prose: whether sentences may tell it; shop columns such as a price never are.
        in_tags: whether its value is a tag.
    """

    name: str
    aliases: tuple[str, ...] = ()
    in_prose: bool = True
    in_tags: bool = False


FACT_KEYS = (
    FactKey("category", ("product",), in_tags=True),
    FactKey("name", ("title",)),
    FactKey("brand", in_tags=True),
    FactKey("size"),
    FactKey("quantity"),
    FactKey("material", in_tags=True),
    FactKey("sku", in_prose=False),
    FactKey("gtin", in_prose=False),
    FactKey("ean", in_prose=False),
    FactKey("mpn", in_prose=False),
    FactKey("price", in_prose=False),
    FactKey("id", in_prose=False),
    FactKey("link", ("url",), in_prose=False),
    FactKey("availability", in_prose=False),
    FactKey("age_group", in_prose=False),
)

ALIASES = {alias: key.name for key in FACT_KEYS for alias in key.aliases}


def given_facts(facts: Mapping[str, str]) -> tuple[GivenFact, ...]:
    """Return the facts with cleaned keys (lower case) and values, in the order given.

    Raises:
        SkuscribeError: `config.invalid` when a key or a value is empty once cleaned, or a key
            comes twice.
    """
    cleaned = [(clean_text(key).lower(), clean_text(value)) for key, value in facts.items()]
    for key, value in cleaned:
        if not key or not value:
            raise SkuscribeError(
                ErrorCode.CONFIG_INVALID,
                "a fact needs a key and a value",
                hint="write it as KEY=VALUE, for example brand=Nordholm",
                where=f"{key}={value}",
            )
    repeated = [key for key, count in Counter(key for key, _ in cleaned).items() if count > 1]
    if repeated:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            f"the fact '{repeated[0]}' is given twice",
            hint="give each fact once",
        )
    return tuple(GivenFact(key=key, value=value) for key, value in cleaned)


def told(facts: Sequence[GivenFact], name: str) -> tuple[int, str] | None:
    """Return place and value of the first fact whose key is `name` or an alias of it."""
    for number, fact in enumerate(facts):
        if ALIASES.get(fact.key, fact.key) == name:
            return number, fact.value
    return None
