"""The labelled set: shop sentences, the products they stand for, and what is claimed wrongly.

`sentences.csv` has a row a sentence. `source` is `made`, or file, record and number of a sentence
in the folder of real shop files, which is read from there and stands nowhere else. `swap` is what
was changed to make it false, `old > new`. `planted` are the words that are wrong. `set` is `tune`
or `kept` by a digest of the sentence as it was before the swap.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import made
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import Record
from skuscribe.shop.profile import NO_SHOP

HERE = Path(__file__).parent / "describe" / "verify"
_ENDS = re.compile(r"(?<=[.!?])\s+|\n")
_LITTLE_WORDS = re.compile(r"\b(the|and|with|for|of|a|is|to|in)\b")


@dataclass(frozen=True)
class Labelled:
    """A sentence, the product it is said of, and what a person says of it."""

    set: str
    source: str
    text: str
    product: str
    label: str
    planted: str


def labelled(catalogues: Path | None) -> Iterator[Labelled]:
    """Yield the set; without a folder of shop files only what was made."""
    with (HERE / "sentences.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["source"] == "made":
            text = row["sentence"]
        elif catalogues:
            file, record, number = row["source"].rsplit(" ", 2)
            text = sentences_of(catalogues / file)[int(record)][int(number)]
        else:
            continue
        old, _, new = row["swap"].partition(" > ")
        changed = text.replace(old, new, 1) if old else text
        yield Labelled(
            row["set"], row["source"], changed, row["product"], row["label"], row["planted"]
        )


@cache
def sentences_of(file: Path) -> list[list[str]]:
    """Return the sentences in each record of a shop file; the first record is its header."""
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [list(dict.fromkeys(s for cell in cells for s in _sentences(cell))) for cells in records]


def _sentences(cell: str) -> Iterator[str]:
    if len(cell) >= 40:
        plain = html.unescape(re.sub(r"<[^>]+>", "\n", cell))
        for part in _ENDS.split(plain):
            sentence = " ".join(part.split())
            if 3 < len(sentence.split()) < 29 and _LITTLE_WORDS.search(sentence):
                yield sentence


@cache
def record_of(product: str) -> Record:
    """Return the record of a product of `products.json`: what its merchant says, a photo of it."""
    facts = json.loads((HERE / "products.json").read_text(encoding="utf-8"))[product]
    return settle(made.observed(made.seen()), facts, NO_SHOP, Voice())
