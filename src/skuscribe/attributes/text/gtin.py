"""Barcodes that were read to the one fact that they settle, beside what the merchant says."""

from __future__ import annotations

from collections.abc import Sequence

from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.channels import is_gtin
from skuscribe.record.facts import told
from skuscribe.record.model import GivenFact
from skuscribe.record.observed import SeenPhoto

KEYS = ("gtin", "ean")
"""The keys under which merchants tell it."""

Settled = tuple[tuple[GivenFact, ...], tuple[tuple[WarningCode, str], ...]]
"""Facts to add, and doubts: a code and a JSON pointer (RFC 6901) to what it doubts."""


def settle_gtin(photos: Sequence[SeenPhoto], given: Sequence[GivenFact]) -> Settled:
    """Return what the barcodes of a product's photos add to the facts `given`.

    The merchant's word wins; one that no barcode bears out is doubted. Several barcodes are
    several products, or a box and what is in it: none is taken.
    """
    read = {code.value.zfill(14): code.value for photo in photos for code in photo.barcodes}
    right = [value for value in read.values() if is_gtin(value)]
    said = next((found for key in KEYS if (found := told(given, key)) is not None), None)
    if not right:
        return (), ()
    if said is not None:
        place, value = said
        agrees = _digits(value).zfill(14) in read
        return (), () if agrees else ((WarningCode.GTIN_CONTRADICTED, f"/facts/{place}"),)
    if len(right) > 1:
        return (), ((WarningCode.GTIN_SEVERAL, "/facts"),)
    return (GivenFact(key="gtin", value=right[0], source="photo"),), ()


def _digits(value: str) -> str:
    return "".join(char for char in value if char.isdecimal())
