"""Numbers of a text with their units, compared by value: 0.5 l is 500 ml, 9/16 in is 14.3 mm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("ml", "millilitre", "millilitres"), ("volume", 1.0)),
    "cl": ("volume", 10.0),
    "dl": ("volume", 100.0),
    **dict.fromkeys(("l", "litre", "litres", "liter", "liters", "ltr"), ("volume", 1000.0)),
    **dict.fromkeys(("fl oz", "fluid ounces", "fluid ounce"), ("volume", 29.5735)),
    "mm": ("length", 1.0),
    **dict.fromkeys(("cm", "centimetres", "centimeters"), ("length", 10.0)),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), ("length", 1000.0)),
    **dict.fromkeys(("in", "inch", "inches", '"', "”", "″"), ("length", 25.4)),
    **dict.fromkeys(("ft", "foot", "feet"), ("length", 304.8)),
    "mg": ("mass", 0.001),
    **dict.fromkeys(("g", "gram", "grams", "gr"), ("mass", 1.0)),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms"), ("mass", 1000.0)),
    **dict.fromkeys(("oz", "ounce", "ounces"), ("mass", 28.3495)),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), ("mass", 453.592)),
    **dict.fromkeys(("w", "watt", "watts"), ("power", 1.0)),
    "kw": ("power", 1000.0),
    **dict.fromkeys(("v", "volt", "volts"), ("voltage", 1.0)),
    "mah": ("charge", 1.0),
    "gb": ("memory", 1.0),
    "tb": ("memory", 1000.0),
    **dict.fromkeys(("min", "minute", "minutes"), ("duration", 1.0)),
    **dict.fromkeys(("h", "hr", "hour", "hours"), ("duration", 60.0)),
    **dict.fromkeys(("day", "days"), ("duration", 1440.0)),
    **dict.fromkeys(("month", "months"), ("duration", 43800.0)),
    **dict.fromkeys(("year", "years", "yr"), ("duration", 525600.0)),
    **dict.fromkeys(("°c", "℃"), ("temperature", 1.0)),
    "%": ("share", 1.0),
    **dict.fromkeys(
        ("piece", "pieces", "pcs", "pc", "pack", "count", "ct", "items", "units"), ("count", 1.0)
    ),
}
"""By unit: the kind of measure, and how many of its base unit one is."""

ROLES = {
    **dict.fromkeys(("high", "tall", "height"), "height"),
    **dict.fromkeys(("wide", "width"), "width"),
    **dict.fromkeys(("long", "length"), "length"),
    **dict.fromkeys(("deep", "depth"), "depth"),
    **dict.fromkeys(("diameter", "across"), "diameter"),
    **dict.fromkeys(("thick", "thickness"), "thickness"),
}

_NUMBER = r"(?:\d+[ -])?\d+/\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_ROLE = "|".join(ROLES)
_MEASURE = re.compile(
    rf"(?<![\w.,/])(?P<size>(?:(?:eu|uk|us)\s+)?size\s+|(?:eu|uk|us)\s+)?"
    rf"(?P<of>(?:pack|set|box|bundle)\s+of\s+)?"
    rf"(?P<numbers>(?:{_NUMBER})(?:\s*(?:mm|cm|m|in)?\s*[x×–-]\s*(?:{_NUMBER}))*)"
    rf"(?:\s*-?(?P<unit>{_UNIT})(?![a-z]))?(?:[ -](?:in )?(?P<role>{_ROLE})\b)?",
    re.IGNORECASE,
)
_LETTER_SIZE = re.compile(r"(?i:\bsize\s+)(?P<size>XXS|XS|S|M|L|XL|XXL|XXXL)\b")
COUNTS = {
    w: n
    for n, w in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2
    )
}
_COUNT_WORD = re.compile(
    rf"\b(?:(?:pack|set|box|bundle) of (?P<of>{'|'.join(COUNTS)})"
    rf"|(?P<pack>{'|'.join(COUNTS)})[ -](?:pack|pieces?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Measure:
    """A number at characters `start` to `end`: its kind, its value in the base unit, its role."""

    kind: str
    value: str
    role: str
    start: int
    end: int


def measures(text: str) -> Iterator[Measure]:
    """Yield every number of a text. Those of `10 x 20 cm` are one measure, `10 x 20`."""
    for found in _COUNT_WORD.finditer(text):
        count = COUNTS[(found["of"] or found["pack"]).lower()]
        yield Measure("count", str(count), "", *found.span())
    for found in _LETTER_SIZE.finditer(text):
        yield Measure("size", found["size"].lower(), "", *found.span())
    for found in _MEASURE.finditer(text):
        yield _measure(found)


def _measure(found: re.Match[str]) -> Measure:
    kind, factor = UNITS.get((found["unit"] or "").lower(), ("number", 1.0))
    if kind == "number" and found["of"]:
        kind = "count"
    if kind == "number" and found["size"]:
        kind = "size"
    numbers = re.findall(_NUMBER, found["numbers"])
    value = " x ".join(f"{_number(number) * factor:.4g}" for number in numbers)
    role = ROLES.get((found["role"] or "").lower(), "")
    return Measure(kind, value, role, *found.span())


def _number(text: str) -> float:
    if "/" in text:
        *whole, fraction = re.split(r"[ -]", text)
        above, below = map(int, fraction.split("/"))
        return sum(map(int, whole)) + (above / below if below else 0.0)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))
