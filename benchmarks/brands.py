"""How often brands on photos are stated or proposed, rightly and wrongly, from kept observations.

    skuscribe tag FOLDER/*.jpg --ocr rapidocr --observed seen.jsonl
    python benchmarks/brands.py FOLDER seen.jsonl [--seed N]

FOLDER holds `truth.csv` (file, brand). Three lexicons: the shipped one, half of it struck at
random, and all brands of the truth struck, which is how brands fare that nobody knows. Rows are
split in two by a digest of the file's name; names are compared folded, without `The` and
`Brewing Company`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from skuscribe.attributes.text.brand import Branded, settle_brand
from skuscribe.attributes.text.lexicon import Lexicon, folded, known_brands
from skuscribe.attributes.text.spans import settle_texts
from skuscribe.record.observed import Observed, ObservedLine
from skuscribe.shop.profile import NO_SHOP
from skuscribe.taxonomy.categorise import categorise

BUSINESS = re.compile(r"^the\s+|\s+brewing( company)?$", re.IGNORECASE)
Case = tuple[str, str, Observed]
"""File, true brand (folded), what was seen."""


def core_of(name: str) -> str:
    """Return what names are compared by."""
    return folded(BUSINESS.sub("", name))


def cases_of(folder: Path, seen: Path) -> Iterator[Case]:
    """Yield the cases that were seen."""
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["file"]: core_of(row["brand"]) for row in csv.DictReader(stream)}
    for line in seen.read_text(encoding="utf-8").splitlines():
        observed = ObservedLine.model_validate_json(line).observed
        name = observed.photos[0].info.name
        yield name, truth[name], observed


def branded(observed: Observed, lexicon: Lexicon) -> Branded:
    """Return what is made of an observation with the brands of `lexicon`."""
    category = categorise(observed.photos, None, NO_SHOP, observed.seen_with.rule)
    texts, _ = settle_texts(observed.photos)
    return settle_brand(observed.photos, texts, (), category, {}, lexicon)


def half_of(name: str) -> str:
    """Return which half a file belongs to."""
    return "AB"[hashlib.sha256(name.encode()).digest()[0] % 2]


def row_of(title: str, cases: Sequence[Case], lexicon: Lexicon, *, verbose: bool) -> str:
    """Return a row of the table."""
    stated = proposed = wrong = false = 0
    for name, truth, observed in cases:
        found = branded(observed, lexicon)
        said = core_of(found.brand.value) if found.brand else None
        offered = [core_of(each.value) for each in found.proposals]
        stated += said is not None and said == truth
        wrong += said is not None and said != truth
        proposed += bool(truth) and truth in offered
        false += any(each != truth for each in offered)
        if verbose:
            print(name, repr(truth), "stated", said, "proposed", offered)
    branded_ = sum(bool(truth) for _, truth, _ in cases)
    right = stated + proposed
    return (
        f"| {title} | {branded_}/{len(cases)} | {right}/{branded_} = {right / branded_:.3f} "
        f"| {stated} | {proposed} | {wrong}/{len(cases)} = {wrong / len(cases):.3f} "
        f"| {false}/{len(cases)} = {false / len(cases):.3f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("seen", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true")
    chosen = parser.parse_args()
    cases = list(cases_of(chosen.folder, chosen.seen))
    brands = known_brands()
    truths = {truth for _, truth, _ in cases}
    kept = random.Random(chosen.seed).sample(brands, len(brands) // 2)
    unknown = tuple(b for b in brands if truths.isdisjoint(map(folded, (b.name, *b.aliases))))
    lexicons = {"all": brands, "half struck": tuple(kept), "the truth struck": unknown}
    print("| lexicon, half | branded | stated or proposed | stated | proposed | wrong | false |")
    print("|---|---|---|---|---|---|---|")
    for title, each in lexicons.items():
        for half in ("A", "B", "AB"):
            some = [case for case in cases if half_of(case[0]) in half]
            verbose = chosen.verbose and half == "A"
            print(row_of(f"{title}, {half}", some, Lexicon(each), verbose=verbose))


if __name__ == "__main__":
    main()
