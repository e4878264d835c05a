"""How often an audit finds what is wrong with a listing, and how often it is wrong itself.

    python benchmarks/audit.py DATA [--reported] [--count 400] [--seen FILE] [--verbose]

Listings are made of foreign photos whose label and colour are known, and of drawn labels with a
known brand and quantity; a third is corrupted in one way each. Without `--reported` the photos are
of the foreign sources on which thresholds may be chosen, with it of the nine that are reported.
What was seen is kept in `--seen` and used again.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw

from skuscribe import Settings, Tagger
from skuscribe.attributes.colour.neighbours import NEIGHBOURS
from skuscribe.attributes.text.lexicon import known_brands
from skuscribe.attributes.text.quantity import quantity_of
from skuscribe.audit.colours import colours_in, shown_in
from skuscribe.audit.finding import Finding
from skuscribe.audit.findings import findings_of
from skuscribe.audit.listing import Listing
from skuscribe.card.lettering import font
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import ObservedLine
from skuscribe.shop.profile import NO_SHOP
from skuscribe.taxonomy.words import Word, word_of

CHOSEN_ON = (
    *("dummyjson_old", "abantecart_demo", "opencart_demo", "rf_outfit", "rf_backpack_shop"),
    *("rf_headphones", "rf_earphone_video", "rf_pen2", "rings_11khands", "spree4_clothes"),
)
REPORTED = (
    *("myntra_224", "myntra_full", "magento_luma", "ikea_nc", "freiburg_groceries"),
    *("music_instruments", "smartstore_demo", "badminton_ankoa", "webshops_mix"),
)
WAYS = ("far", "sibling", "colour", "brand", "quantity")
DRAWN = 0.2
"""Share of the listings that are of drawn labels."""

SIZES = ("250 ml", "500 ml", "750 ml", "1 l", "200 g", "400 g", "1 kg", "2 l")
GOODS = ("shampoo", "coffee", "chocolate")


@dataclass(frozen=True)
class Case:
    """A photo and what a shop says of it; `way` is how it was corrupted, empty for a true one."""

    photo: Path
    source: str
    title: str
    facts: Mapping[str, str]
    label: str
    colour: str = ""
    way: str = ""


def photographed(
    data: Path, sources: Sequence[str], count: int, chance: random.Random
) -> list[Case]:
    """Return true listings of photos, as many of each source as far as there are so many."""
    with (data / "index.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["source"] in sources]
    rows = [row for row in rows if (word := word_of(row["label"])) and word.path]
    chance.shuffle(rows)
    turn = Counter[str]()
    ranked = []
    for row in rows:
        # Photos with a colour count three times: few sources have any.
        turn[row["source"]] += 1
        ranked.append((turn[row["source"]] / (3 if row["colour"] else 1), row["file"], row))
    return [_listed(data, row) for _, _, row in sorted(ranked, key=lambda each: each[:2])[:count]]


def _listed(data: Path, row: Mapping[str, str]) -> Case:
    colour = row["colour"] if row["colour"].replace(" ", "").isalpha() else ""
    title = f"{colour} {row['label']}".strip().capitalize()
    facts = {"colour": colour} if colour else {}
    photo = data / "photos" / row["file"]
    return Case(photo, row["source"], title, facts, row["label"], colour)


def drawn(folder: Path, count: int, chance: random.Random) -> list[Case]:
    """Draw labels with a brand and a quantity, and return their true listings."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(count):
        goods, size = chance.choice(GOODS), chance.choice(SIZES)
        brand = chance.choice(_brands_of(goods))
        path = folder / f"label-{number:03d}.png"
        _draw(path, brand, goods, size, chance)
        facts = {"brand": brand, "quantity": size}
        found.append(Case(path, "drawn", f"{brand} {goods} {size}", facts, goods))
    return found


def _brands_of(goods: str) -> list[str]:
    """Return brands that make such goods and whose name is no other word."""
    kind = _path(goods)[0]
    known = [brand for brand in known_brands() if kind in brand.kinds and not brand.common]
    return [brand.name for brand in known if brand.name.isalpha() and 4 < len(brand.name) < 12]


def _draw(path: Path, brand: str, goods: str, size: str, chance: random.Random) -> None:
    picture = Image.new("RGB", (640, 640), (244, 244, 242))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle(
        (130, 40, 510, 610), 30, fill=chance.choice(("#1d4e89", "#7d1f1f", "#205c3b"))
    )
    pen.rectangle((140, 170, 500, 520), fill="#fffdf5")
    for y, text, tall in ((230, brand.upper(), 46), (330, goods, 34), (460, size, 36)):
        pen.text((320, y), text, fill="#141414", font=font(tall), anchor="mm")
    picture.save(path)


def corrupted(case: Case, way: str, chance: random.Random) -> Case:
    """Return a listing that is wrong in one way."""
    if way in ("far", "sibling"):
        label = chance.choice(_others(case.label, far=way == "far"))
        return replace(case, title=f"{case.colour} {label}".strip().capitalize(), way=way)
    if way == "colour":
        colour = chance.choice(_apart(case.colour))
        title = f"{colour} {case.label}".capitalize()
        return replace(case, title=title, facts={**case.facts, "colour": colour}, way=way)
    wrong = dict(case.facts)
    others = _brands_of(case.label) if way == "brand" else _sizes_like(case.facts[way])
    wrong[way] = chance.choice([each for each in others if each != case.facts[way]])
    return replace(
        case, title=case.title.replace(case.facts[way], wrong[way]), facts=wrong, way=way
    )


def _sizes_like(size: str) -> list[str]:
    """Return sizes of the same kind: of millilitres and grams a photo cannot tell."""
    own = quantity_of(size)
    return [each for each in SIZES if own and (q := quantity_of(each)) and q.kind == own.kind]


LABELS = (
    *(
        "dress",
        "shirt",
        "blouse",
        "skirt",
        "jeans",
        "shorts",
        "sweater",
        "jacket",
        "sandal",
        "boot",
    ),
    *(
        "sneaker",
        "backpack",
        "handbag",
        "wristwatch",
        "sofa",
        "armchair",
        "bookcase",
        "bed",
        "desk",
    ),
    *("electric guitar", "violin", "drum", "headphones", "laptop", "mug", "plate", "lamp", "pen"),
    *("chocolate", "coffee", "shampoo", "hammer", "screwdriver", "vase", "ring"),
)


def _others(label: str, *, far: bool) -> list[str]:
    own = _path(label)
    paths = [(each, _path(each)) for each in LABELS]
    if far:
        return [each for each, path in paths if path and path[0] != own[0]]
    near = [each for each, path in paths if path[:2] == own[:2] and path != own]
    return near or [each for each, path in paths if path[:1] == own[:1] and path != own]


def _path(label: str) -> tuple[str, ...]:
    word: Word | None = word_of(label)
    return word.path if word else ()


def _apart(colour: str) -> list[str]:
    own = colours_in(colour)
    barred = {*own, *(near for word in own for near in NEIGHBOURS.get(word, ()))}
    return [word.lower() for word in NEIGHBOURS if word not in barred | {"Gold", "Silver"}]


def cases_of(data: Path, folder: Path, sources: Sequence[str], count: int) -> list[Case]:
    """Return the listings: a third is corrupted, half of the categories to a sibling."""
    chance = random.Random(1)
    labels = round(DRAWN * count)
    cases = photographed(data, sources, count - labels, chance) + drawn(folder, labels, chance)
    each = count // 3 // len(WAYS)
    for way in WAYS:
        fit = [n for n, case in enumerate(cases) if not case.way and _can(case, way)]
        for number in chance.sample(fit, min(each, len(fit))):
            cases[number] = corrupted(cases[number], way, chance)
    return cases


def _can(case: Case, way: str) -> bool:
    if way in ("brand", "quantity"):
        return case.source == "drawn"
    if way == "colour":
        return bool(case.colour) and bool(_apart(case.colour))
    return case.source != "drawn" and bool(_others(case.label, far=way == "far"))


def seen(cases: Sequence[Case], kept: Path) -> Iterator[ObservedLine]:
    """Yield what is seen on the photo of each case; looks only at those that are not kept."""
    known = {}
    if kept.exists():
        for line in kept.read_text(encoding="utf-8").splitlines():
            found = ObservedLine.model_validate_json(line)
            known[found.observed.id] = found
    tagger: Tagger | None = None
    with kept.open("a", encoding="utf-8") as stream:
        for case in cases:
            id = f"{case.source}/{case.photo.name}"
            if id not in known:
                tagger = tagger or Tagger(Settings())
                known[id] = ObservedLine(
                    facts={}, observed=tagger.see([case.photo], {}, id).observed
                )
                stream.write(known[id].to_json() + "\n")
                stream.flush()
            yield known[id]


@dataclass(frozen=True)
class Result:
    """A case, what was found in it, and whether its photo states a category and a colour."""

    case: Case
    found: Sequence[Finding]
    states: bool
    paints: bool

    def has(self, field: str) -> bool:
        """Tell whether a contradiction of this field was found."""
        return any(each.kind == "contradicts" and each.field == field for each in self.found)


def results(cases: Sequence[Case], kept: Path) -> Iterator[Result]:
    """Yield what an audit finds in each case."""
    for case, line in zip(cases, seen(cases, kept), strict=True):
        record = settle(line.observed, {}, NO_SHOP, Voice())
        found = findings_of(record, Listing(case.title, "", dict(case.facts)))
        if case.source == "drawn":  # a drawn label shows no coffee: it has no true category
            found = tuple(each for each in found if each.field != "category")
        yield Result(case, found, record.category.google is not None, bool(shown_in(record)))


def report(every: Sequence[Result], *, verbose: bool) -> None:
    """Print recall by kind, false alarms by kind, and how often a photo states a category."""
    print("| corrupted | listings | found | recall |\n|---|---|---|---|")
    hits = Counter[str]()
    for way in WAYS:
        some = [each for each in every if each.case.way == way]
        field = "category" if way in ("far", "sibling") else way
        hits[way] = sum(each.has(field) for each in some)
        print(f"| {way} | {len(some)} | {hits[way]} | {hits[way] / max(1, len(some)):.2f} |")
    far = [each for each in every if each.case.way == "far" and each.states]
    got = sum(each.has("category") for each in far)
    print(f"| far, photo states one | {len(far)} | {got} | {got / max(1, len(far)):.2f} |")
    painted = [each for each in every if each.case.way == "colour" and each.paints]
    got = sum(each.has("colour") for each in painted)
    share = got / max(1, len(painted))
    print(f"| colour, photo is sure of one | {len(painted)} | {got} | {share:.2f} |")
    wrong = [each for each in every if each.case.way not in ("", "sibling")]
    all_hits = sum(hits[way] for way in WAYS if way != "sibling")
    print(f"| all but siblings | {len(wrong)} | {all_hits} | {all_hits / max(1, len(wrong)):.2f} |")
    _alarms([each for each in every if not each.case.way], verbose=verbose)
    photos = [each for each in every if each.case.source != "drawn"]
    print(f"\na category is stated: {sum(each.states for each in photos)} of {len(photos)} photos")


def _alarms(true: Sequence[Result], *, verbose: bool) -> None:
    print("\n| false alarm | true listings that say it | alarms | share |\n|---|---|---|---|")
    for field, says in (
        ("category", lambda case: case.source != "drawn"),
        ("colour", lambda case: case.colour),
        ("brand", lambda case: case.facts.get("brand")),
        ("quantity", lambda case: case.facts.get("quantity")),
    ):
        some = [each for each in true if says(each.case)]
        alarmed = [each for each in some if each.has(field)]
        print(
            f"| {field} | {len(some)} | {len(alarmed)} | {len(alarmed) / max(1, len(some)):.3f} |"
        )
        for each in alarmed if verbose else ():
            print("   ", each.case.source, each.case.photo.name, [f.why for f in each.found])
    listings = sum(any(f.kind == "contradicts" for f in each.found) for each in true)
    print(f"| any | {len(true)} | {listings} | {listings / max(1, len(true)):.3f} |")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--reported", action="store_true")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seen", type=Path, default=Path("audit-seen.jsonl"))
    parser.add_argument("--drawn", type=Path, default=Path("audit-drawn"))
    parser.add_argument("--verbose", action="store_true")
    chosen = parser.parse_args()
    sources = REPORTED if chosen.reported else CHOSEN_ON
    cases = cases_of(chosen.data, chosen.drawn, sources, chosen.count)
    report(list(results(cases, chosen.seen)), verbose=chosen.verbose)


if __name__ == "__main__":
    main()
