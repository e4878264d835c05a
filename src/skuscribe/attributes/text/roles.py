"""What a line on a product is for: its brand, name, quantity, material, care, slogan or model."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from functools import cache

from skuscribe.attributes.text.lexicon import folded, label_words, shipped
from skuscribe.attributes.text.quantity import quantity_of
from skuscribe.attributes.text.spans import is_suspicious
from skuscribe.record.model import TextSpan
from skuscribe.taxonomy.words import words as goods

Role = str

UNIT = (
    r"(?:fl\.?\s*oz|ml|cl|dl|ltr|l|litres?|oz|mg|kg|g|lbs?|mm|cm|m|mah|gb|tb|w|v|"
    r"pcs|pieces|count|ct|tablets|capsules|sheets|pack)\b|\s*(?:inch|in\b|[\"″”])"
)
QUANTITY = re.compile(rf"(?:\d+\s*[x×]\s*)?\d+(?:[.,]\d+|/\d+)?\s*(?:{UNIT})", re.IGNORECASE)
"""An amount with its unit; inches may be a fraction."""

CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9][A-Z0-9\-/.]{2,}")
"""A model number: capitals and digits together."""

CARE = re.compile(
    r"\b(?:(?:hand|machine|do not|cold|warm)\s+wash|wash\s+(?:at|with|in|separately|cold|warm)|"
    r"bleach|tumble\s+dry|dry\s+clean|do\s+not\s+iron|cool\s+iron|keep\s+(?:refrigerated|frozen|"
    r"cool|dry|out\s+of)|store\s+(?:in|at|below)|refrigerate\s+after|dishwasher\s+safe)\b"
    r"|\b\d{2}\s*°\s*c?\b",
    re.IGNORECASE,
)
LEAST_SLOGAN = 3
"""Words of a slogan; fewer are a name or a claim."""

LONGEST_MATERIAL = 4
"""Words of a line that names what a thing is made of; more tell a story about it."""


def with_roles(texts: Sequence[TextSpan], brands: Container[int]) -> tuple[TextSpan, ...]:
    """Return `texts`, each with its role.

    Args:
        texts: the product's lines.
        brands: places among them of the lines that name the brand, stated or proposed.
    """
    return tuple(
        span.model_copy(update={"role": "brand" if place in brands else role_of(span.text)})
        for place, span in enumerate(texts)
    )


def role_of(text: str) -> Role:
    """Return the first role whose test `text` passes, `other` where none does.

    What speaks to a machine has no role on a product.
    """
    if is_suspicious(text):
        return "other"
    return next((role for role, is_it in TESTS if is_it(text.strip())), "other")


def _is_brand(text: str) -> bool:
    return shipped().match(text) is not None


def _is_quantity(text: str) -> bool:
    """Tell whether a line is mostly quantities."""
    if quantity_of(text) is not None:
        return True
    stated = sum(len(found.group()) for found in QUANTITY.finditer(text))
    return 2 * stated > len(text)


def _is_care(text: str) -> bool:
    return CARE.search(text) is not None


def _is_material(text: str) -> bool:
    said = _words(text)
    return len(said) <= LONGEST_MATERIAL and any(_theme(word) == "material" for word in said)


def _is_model(text: str) -> bool:
    return CODE.fullmatch(text) is not None


def _is_name(text: str) -> bool:
    """Tell whether a line says what is sold: goods and flavours, and little else."""
    said = _words(text)
    themes = [_theme(word) for word in said]
    named = any(theme in ("goods", "flavour") for theme in themes) or folded(text) in _goods()
    return named and len(said) <= LEAST_SLOGAN + 1 and "instruction" not in themes


def _is_slogan(text: str) -> bool:
    said = _words(text)
    themes = {_theme(word) for word in said}
    return len(said) >= LEAST_SLOGAN and bool(themes & {"little", "claim"})


TESTS: tuple[tuple[Role, Callable[[str], bool]], ...] = (
    ("brand", _is_brand),
    ("quantity", _is_quantity),
    ("care", _is_care),
    ("material", _is_material),
    ("model", _is_model),
    ("name", _is_name),
    ("slogan", _is_slogan),
)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _theme(word: str) -> str:
    return label_words().get(folded(word), "")


@cache
def _goods() -> frozenset[str]:
    return frozenset(map(folded, goods()))
