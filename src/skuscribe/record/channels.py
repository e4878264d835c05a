"""What each channel asks of a product: one table of rules, and what a record lacks by it.

A rule names a field as the channel calls it and the places of the record that fill it:
`/description/title`, `/facts/price`, `/category/google`, `/brand`, `/images`; `/attributes/NAME` is
the merchant's word for it, else what the photo shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Fields = Mapping[str, Any]
"""A record as JSON has it."""


@dataclass(frozen=True)
class Rule:
    """What a channel asks of one field.

    Attributes:
        field: as the channel calls it.
        places: where the record has it; the first that says something counts.
        needed: whether the channel refuses a product without it.
        shortest, longest: characters of each value.
        most: values.
        good: tells whether a value is one that the channel takes, and `asks` what it asks.
        under: the rule is for products of this category of Google's tree alone.
    """

    field: str
    places: tuple[str, ...]
    needed: bool = False
    shortest: int = 1
    longest: int | None = None
    most: int | None = None
    good: Callable[[str], bool] | None = None
    asks: str = ""
    under: str = ""


@dataclass(frozen=True)
class Lack:
    """What a product lacks: a field that is not there, or a value that the channel refuses.

    `place` is where the record would have it, a JSON pointer for most.
    """

    field: str
    place: str
    kind: Literal["missing", "wrong"]
    message: str


def is_gtin(text: str) -> bool:
    """Tell whether `text` is a GTIN: 8, 12, 13 or 14 digits, the last of them a check digit."""
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", text):
        return False
    weighed = (int(digit) * (3, 1)[place % 2] for place, digit in enumerate(text[-2::-1]))
    return (sum(weighed) + int(text[-1])) % 10 == 0


def _like(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def _one_of(*words: str) -> Callable[[str], bool]:
    return frozenset(words).__contains__


PRICE = _like(r"[0-9]+(\.[0-9]{1,2})? [A-Z]{3}")
ADDRESS = _like(r"https?://[!-~]+")
COLOUR = _like(r"[^0-9#,/]{2,}")
"""Google: a word, no number, no code, no single letter, no list."""

APPAREL = "Apparel & Accessories"
TITLE, TEXT = ("/description/title",), ("/description/text",)

CHANNELS: Mapping[str, tuple[Rule, ...]] = {
    "shopify": (
        Rule("Title", TITLE, needed=True, longest=255),
        Rule("Description", TEXT, needed=True),
        Rule("Product category", ("/category/shopify",), needed=True),
        Rule("Vendor", ("/brand",), shortest=2),
        Rule("Tags", ("/description/tags",), longest=255, most=250),
        Rule("Image alt text", ("/description/alt_text",), longest=512),
        Rule("SEO title", ("/description/meta_title",), longest=70),
        Rule("SEO description", ("/description/meta_description",), longest=320),
    ),
    "google": (
        Rule("id", ("/id",), needed=True, longest=50),
        Rule("title", TITLE, needed=True, longest=150),
        Rule("description", TEXT, needed=True, longest=5000),
        Rule(
            "link",
            ("/facts/link", "/facts/url"),
            needed=True,
            longest=2000,
            good=ADDRESS,
            asks="an address with http(s), URL-encoded",
        ),
        Rule("image_link", ("/images",), needed=True, longest=2000, good=ADDRESS,
             asks="an address with http(s), URL-encoded"),
        Rule("availability", ("/facts/availability",), needed=True,
             good=_one_of("in_stock", "out_of_stock", "preorder", "backorder"),
             asks="in_stock, out_of_stock, preorder or backorder"),
        Rule("price", ("/facts/price",), needed=True, good=PRICE, asks="a price such as 15.00 EUR"),
        Rule("brand", ("/brand",), longest=70,
             good=lambda text: text.casefold() not in {"n/a", "generic", "no brand"},
             asks="a real brand or none"),
        Rule("gtin", ("/facts/gtin", "/facts/ean"), good=is_gtin,
             asks="8, 12, 13 or 14 digits with a valid check digit"),
        Rule("mpn", ("/facts/mpn",), longest=70),
        Rule("color", ("/attributes/colour",), longest=40, most=3, good=COLOUR,
             asks="colour words without numbers"),
        Rule("color", ("/attributes/colour",), needed=True, under=APPAREL),
        Rule("gender", ("/facts/gender",), needed=True, under=APPAREL),
        Rule("gender", ("/facts/gender",), good=_one_of("male", "female", "unisex"),
             asks="male, female or unisex"),
        Rule("age_group", ("/facts/age_group",), needed=True, under=APPAREL),
        Rule("age_group", ("/facts/age_group",),
             good=_one_of("newborn", "infant", "toddler", "kids", "adult"),
             asks="newborn, infant, toddler, kids or adult"),
        Rule("material", ("/facts/material",), longest=200),
        Rule("size", ("/facts/size",), longest=100),
        Rule("product_highlight", ("/description/bullets",), longest=150, most=100),
        Rule("product_type", ("/category/merchant",), longest=750),
    ),
    "woocommerce": (
        Rule("SKU", ("/id",), needed=True, longest=100),
        Rule("Name", TITLE, needed=True),
        Rule("Description", TEXT, needed=True),
        Rule("Categories", ("/category/merchant", "/category/shopify"), needed=True),
    ),
    "jsonld": (
        Rule("name", TITLE, needed=True),
        Rule("image", ("/images",), needed=True, good=ADDRESS, asks="an address with http(s)"),
        Rule("offers", ("/facts/price",), needed=True, good=PRICE,
             asks="a price such as 15.00 EUR"),
        Rule("gtin", ("/facts/gtin", "/facts/ean"), good=is_gtin,
             asks="8, 12, 13 or 14 digits with a valid check digit"),
    ),
    "table": (Rule("title", TITLE, needed=True), Rule("text", TEXT, needed=True)),
}  # fmt: skip
"""By channel; `table` is what people open themselves."""


def lacks(record: Fields, channel: str, images: Sequence[str] = ()) -> tuple[Lack, ...]:
    """Return what a record lacks for a channel, in the order of its rules.

    Args:
        record: as JSON has it.
        channel: one of `CHANNELS`.
        images: the addresses under which its photos can be loaded.
    """
    return tuple(lack for rule in CHANNELS[channel] for lack in _by(rule, record, images))


def said(record: Fields, places: Sequence[str], images: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what a record says in the first of `places` that says something."""
    for place in places:
        part, _, name = place.lstrip("/").partition("/")
        if found := tuple(word for word in _READ[part](record, name, images) if word):
            return found
    return ()


def _by(rule: Rule, record: Fields, images: Sequence[str]) -> Iterator[Lack]:
    if rule.under and not _is_under(record, rule.under):
        return
    values = said(record, rule.places, images)
    if rule.needed and not values:
        yield Lack(rule.field, rule.places[0], "missing", "missing")
    if rule.most is not None and len(values) > rule.most:
        yield Lack(
            rule.field, rule.places[0], "wrong", f"{len(values)} values, {rule.most} are taken"
        )
    for value in values:
        if problem := _problem(rule, value):
            yield Lack(rule.field, rule.places[0], "wrong", problem)
            return


def _problem(rule: Rule, value: str) -> str:
    if rule.longest is not None and len(value) > rule.longest:
        return f"{len(value)} characters, {rule.longest} are taken"
    if len(value) < rule.shortest:
        return f"shorter than {rule.shortest} characters"
    return f"needs {rule.asks}" if rule.good is not None and not rule.good(value) else ""


def _is_under(record: Fields, top: str) -> bool:
    path = (record["category"]["google"] or {"path": ""})["path"]
    return bool(path == top or path.startswith(f"{top} > "))


def _words(record: Fields, name: str, _: Sequence[str]) -> tuple[str, ...]:
    words = record["description"][name]
    return (words,) if isinstance(words, str) else tuple(words)


def _fact(record: Fields, name: str, _: Sequence[str]) -> tuple[str, ...]:
    return tuple(fact["value"] for fact in record["facts"] if fact["key"] == name)


def _attribute(record: Fields, name: str, images: Sequence[str]) -> tuple[str, ...]:
    """Return the merchant's word, split where it is a list; else what is shown."""
    if stated := _fact(record, name, images):
        return tuple(part.strip() for word in stated for part in re.split(r"[/,;]", word))
    shown = (each for each in record["attributes"] if each["state"] == "shown")
    return tuple(each["value"] for each in shown if each["name"] == name)


def _node(record: Fields, name: str, _: Sequence[str]) -> tuple[str, ...]:
    node = record["category"][name]
    return (node["path"],) if node else ()


_READ: Mapping[str, Callable[[Fields, str, Sequence[str]], tuple[str, ...]]] = {
    "id": lambda record, _, __: (record["id"],),
    "description": _words,
    "facts": _fact,
    "attributes": _attribute,
    "category": _node,
    "brand": lambda record, _, __: (record["brand"]["value"],) if record["brand"] else (),
    "images": lambda _, __, images: tuple(images),
}
