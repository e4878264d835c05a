"""What is printed on the product and read from its photo, against the listing's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from skuscribe.attributes.text.brand import is_same_brand
from skuscribe.attributes.text.lexicon import folded, shipped
from skuscribe.attributes.text.quantity import (
    UNITS,
    Quantity,
    contradicting,
    quantities_of,
    quantity_of,
)
from skuscribe.audit.categories import said_in
from skuscribe.audit.finding import Finding
from skuscribe.audit.listing import Listing
from skuscribe.record.channels import is_gtin
from skuscribe.record.model import Record

SURE_LINE = 0.7
"""Confidence from which a line that was read counts."""

SURE_BRAND, SURE_PROPOSED = 0.7, 0.95
"""Confidence from which a brand that was read speaks against another."""

_UNIT = "|".join(sorted((re.escape(unit) for unit in UNITS), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?<![\w.,/-])(?:\d{{1,3}}\s*[x×]\s*)?\d{{1,4}}(?:[.,]\d{{1,3}})?\s*(?:{_UNIT})(?![\w/-])",
    re.IGNORECASE,
)
_PACK = re.compile(r"\d\s*[x×]\s*\d|\b(?:pack|set|pcs|pieces|box|case|multipack|bundle)\b", re.I)
_UNITS_OF_THINGS = frozenset({"volume", "mass"})


def quantity(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield where title or column state another net quantity than the label or each other."""
    titled, stated = _in(listing.title), _in(listing.says("quantity") or listing.says("size"))
    key = "quantity" if listing.says("quantity") else "size"
    if pair := contradicting(titled, stated):
        one, other = (each.text for each in pair)
        why = f"the title says {one}, the {key} column says {other}"
        yield Finding("contradicts", "quantity", one, other, f"/listing/{key}", why)
    places = _read(record)
    labelled = quantities_of(places.values())
    said = titled or stated
    if _PACK.search(listing.title) or not (pair := contradicting(said, labelled)):
        return
    one, other = (each.text for each in pair)
    place = next(place for place, text in places.items() if text.strip() == other)
    why = f"the listing says {one}, the label reads {other}"
    yield Finding("contradicts", "quantity", one, other, f"/texts/{place}", why)


def missing_quantity(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield the one net quantity that the label states where the listing has none."""
    if _in(f"{listing.title}\n{listing.says('quantity')}\n{listing.says('size')}"):
        return
    places = _read(record)
    found = [each for each in quantities_of(places.values()) if each.kind in _UNITS_OF_THINGS]
    if len({each.amount for each in found}) == 1:
        text = found[0].text
        place = next(place for place, line in places.items() if line.strip() == text)
        why = f"the quantity is empty, the label reads {text}"
        yield Finding("missing", "quantity", "", text, f"/texts/{place}", why)


def brand(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield where another brand is surely read than the listing says."""
    said, read = listing.says("brand"), _brand_read(record, listing)
    if read is None:
        return
    value, sure, ground = read
    if not said:
        if folded(value) not in folded(listing.title):
            why = f"the brand is empty, the photo reads {value}"
            yield Finding("missing", "brand", "", value, ground, why)
    elif not is_same_brand(said, value, (shipped(),)) and not _is_printed(said, record):
        why = f"the listing says {said}, the photo reads {value} ({sure:.0%} sure)"
        yield Finding("contradicts", "brand", said, value, ground, why)


def _brand_read(record: Record, listing: Listing) -> tuple[str, float, str] | None:
    """Return a brand, how surely it is read, and its line.

    One that was only proposed counts where it makes such goods as the listing says: the photo
    alone did not tell what they are.
    """
    read = record.brand
    if read is not None and read.evidence.text is not None and read.confidence >= SURE_BRAND:
        return read.value, read.confidence, f"/texts/{read.evidence.text}"
    kinds = {path[0] for paths in said_in(listing).values() for path in paths}
    for each in record.proposals:
        place = each.evidence.text
        if each.field != "brand" or place is None:
            continue
        match, line = shipped().match(each.value, exactly=True), record.texts[place]
        if match is None or folded(line.text) != folded(each.value):
            continue
        if kinds & set(match.brand.kinds) and line.confidence >= SURE_PROPOSED:
            return each.value, line.confidence, f"/texts/{place}"
    return None


def _is_printed(brand: str, record: Record) -> bool:
    """Tell whether a brand stands anywhere on the photo, however small."""
    return folded(brand) in folded(" ".join(line.text for line in record.texts))


def gtin(record: Record, listing: Listing) -> Iterator[Finding]:
    """Yield where the barcode on the product is another than the listing's."""
    codes = [(n, f.value) for n, f in enumerate(record.facts) if f.source == "photo"]
    read = [(number, code) for number, code in codes if is_gtin(code)]
    said = listing.says("gtin") or listing.says("ean")
    if not read or said.zfill(14) in {code.zfill(14) for _, code in read}:
        return
    ground, code = f"/facts/{read[0][0]}", read[0][1]
    if not said:
        why = f"the GTIN is empty, the barcode on the photo is {code}"
        yield Finding("missing", "gtin", "", code, ground, why)
    elif is_gtin(said):
        why = f"the listing says {said}, the barcode on the photo is {code}"
        yield Finding("contradicts", "gtin", said, code, ground, why)


def _in(text: str) -> Sequence[Quantity]:
    found = (quantity_of(match[0]) for match in _QUANTITY.finditer(text))
    return [each for each in found if each is not None]


def _read(record: Record) -> Mapping[int, str]:
    lines = enumerate(record.texts)
    return {place: line.text for place, line in lines if line.confidence >= SURE_LINE}
