"""Every text over its own record: nothing unsupported, no limit broken, no slip of grammar."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

import made
from skuscribe.describe.families import families
from skuscribe.describe.lengths import LENGTHS, SPELLINGS, TONES
from skuscribe.describe.verify import verify
from skuscribe.describe.voice import Voice
from skuscribe.record.limits import BULLET, FIELD_LIMITS
from skuscribe.record.model import Record
from skuscribe.taxonomy.words import words

LINES = ("HYGGE", "Never Settle,", "2204515")


def _words() -> list[str]:
    """Some words of each family that is told in an order of its own, and of those that are not."""
    found: dict[str, list[str]] = {}
    for word in words().values():
        if word.origin:
            place = (" > ".join(word.path[:depth]) for depth in range(len(word.path), -1, -1))
            found.setdefault(next(node for node in place if node in families()), []).append(
                word.word
            )
    assert found.keys() == families().keys()
    return [word for group in found.values() for word in sorted(group)[::3][:40]]


WORDS = ("cup", "boot", "jeans", "milk", "eggs", *_words())
PAINT = {
    "red": made.colours((made.RED, 1.0)),
    "several": made.colours((made.BLUE, 0.6), (made.WHITE, 0.4)),
    "many": made.colours(
        (made.BLUE, 0.3), (made.WHITE, 0.3), (made.RED, 0.2), ((80.0, 0.0, 80.0), 0.2)
    ),
}
TELLS = {
    "category": ("mug", "Drinking Glasses", "boots", "coffee mug", "sunglasses", "gizmo"),
    "brand": ("Nordholm", "Aldo", "Bang & Olufsen", "B&O"),
    "name": ("Morning Mug", "Harbor Boot 2", "Nordholm Daily"),
    "material": (
        "cotton",
        "95% cotton, 5% elastane",
        "Stainless steel",
        "toasted walnut",
        "wooden",
    ),
    "gender": ("women", "female", "unisex", "men"),
    "pattern": ("striped", "Floral", "stripes"),
    "size": ("M", "42", "one size", "10 x 12 cm"),
    "quantity": ("6", "pack of 6", "1 pair", "6 pieces"),
    "capacity": ("500 ml", "0.5 l", "20 L"),
    "weight": ("300 g", "1.2 kg"),
    "height": ("30 cm",),
    "width": ("20 cm", "8 in"),
    "dimensions": ("30 x 20 cm",),
    "care": ("dishwasher safe", "Machine wash at 30 °C", "Wipe with a damp cloth after use."),
    "features": ("hood, zip, two pockets", "lid", "laptop sleeve; 2 side pockets", "soft, airy"),
    "origin": ("Portugal", "Made in Portugal"),
    "waterproof": ("yes", "no"),
    "fit": ("slim", "regular fit"),
    "color": ("Midnight", "green", "navy", "Multicolor"),
    "model": ("KX-12",),
    "flavour": ("vanilla",),
}


def records(count: int, seed: int) -> Iterator[Record]:
    """Records of many kinds of product with some facts, some against what is seen."""
    choice = random.Random(seed)  # noqa: S311 - no secret
    for number in range(count):
        keys = choice.sample(sorted(TELLS), choice.randint(0, 9))
        facts = {key: choice.choice(TELLS[key]) for key in keys}
        word = choice.choice(WORDS)
        photo = made.seen(
            word,
            "hat",
            "pen",
            sure=choice.choice((0.9, 0.3)),
            paint=PAINT[choice.choice(sorted(PAINT))],
            lines=[made.line(choice.choice(LINES), choice.choice((0.95, 0.5)))],
        )
        voice = Voice(
            tone=choice.choice(TONES),
            length=choice.choice([*LENGTHS]),
            spelling=choice.choice(SPELLINGS),
        )
        yield made.record(photo, voice=voice, id=f"SKU {number}", **facts)  # type: ignore[arg-type]


def texts_of(record: Record) -> dict[str, str]:
    found = record.description
    fields = {name: getattr(found, name) for name in FIELD_LIMITS}
    return fields | {"bullets": "\n".join(found.bullets), "tags": "\n".join(found.tags)}


def as_shown(record: Record) -> Record:
    """The record without the merchant's colour: what an alt text, which tells the photo, is of."""
    facts = tuple(fact for fact in record.facts if fact.key != "color")
    return record.model_copy(update={"facts": facts})


SLIPS = re.compile(r"  |[{}]|\b(\w+) \1\b|\.\.| [.,]|^[a-z]|\ba [aeio]|\ban [^aeiouhMLXSF]")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 29])
def test_a_thousand_texts_say_nothing_that_their_records_do_not_and_have_no_slip(
    seed: int,
) -> None:
    faults: list[tuple[str, str, str]] = []
    for record in records(1200, seed):
        for name, text in texts_of(record).items():
            shown = as_shown(record) if name == "alt_text" else record
            found = [finding.text for finding in verify(text, shown) if finding.is_fault]
            faults += [(name, text, f"{word} is not said") for word in found]
            if name != "tags" and (slip := SLIPS.search(text)):
                faults.append((name, text, f"slip {slip[0]!r}"))
            if len(text) > FIELD_LIMITS.get(name, 10_000):
                faults.append((name, text, "too long"))
        if any(len(bullet) > BULLET for bullet in record.description.bullets):
            faults.append(("bullets", record.id, "too long"))
    assert faults == []
