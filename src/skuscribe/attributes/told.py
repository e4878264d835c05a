"""What the merchant says of the product, cleaned; text on a photo alone never makes a brand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from skuscribe.core.errors import ErrorCode, SkuscribeError
from skuscribe.record.model import Brand, Evidence, GivenFact
from skuscribe.record.text import clean_text


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


CATEGORY_KEYS = frozenset({"category", "product"})


def told_category(facts: Sequence[GivenFact]) -> str | None:
    """Return what the merchant says the product is, in lower case; None when he does not."""
    return next((fact.value.casefold() for fact in facts if fact.key in CATEGORY_KEYS), None)


def told_brand(facts: Sequence[GivenFact]) -> Brand | None:
    """Return the merchant's brand, None when none is given."""
    for number, fact in enumerate(facts):
        if fact.key == "brand":
            return Brand(value=fact.value, confidence=1.0, evidence=Evidence(fact=number))
    return None
