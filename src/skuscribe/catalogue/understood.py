"""What was understood of a source, to be shown before the work starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from skuscribe.catalogue.product import Product, Trouble

SAMPLES = 5


@dataclass(frozen=True)
class Understood:
    """A source, read to its end once.

    Attributes:
        kind: of the source.
        encoding, delimiter: of a text file; empty else.
        rows: data records, blank ones and the header apart.
        products: what they make.
        photos: different photos that are named.
        id_column, title_column, description_column: names, None without one.
        image_columns, image_separator: where photos are named, what stands between several.
        doubts: what people should look at before the work starts.
        samples: the first products that have a photo, else the first.
        troubles: parts that could not be read, by code.
    """

    kind: str
    encoding: str
    delimiter: str
    rows: int
    products: int
    photos: int
    id_column: str | None
    image_columns: tuple[str, ...]
    image_separator: str
    title_column: str | None
    description_column: str | None
    doubts: tuple[str, ...]
    samples: tuple[Product, ...]
    troubles: dict[str, int]


@dataclass(frozen=True)
class Counted:
    """What the products of a source add up to."""

    products: int
    without_photo: int
    photos: int
    most_shared: tuple[str, int]
    addresses: int
    unreachable: int
    first_unreachable: str
    samples: tuple[Product, ...]
    troubles: tuple[Trouble, ...]
    by_code: dict[str, int]


def counted(found: Iterable[Product | Trouble]) -> Counted:
    """Read a stream of products to its end."""
    named: Counter[str] = Counter()
    first: list[Product] = []
    pictured: list[Product] = []
    troubles: list[Trouble] = []
    by_code: Counter[str] = Counter()
    products = without = 0
    for each in found:
        if isinstance(each, Trouble):
            by_code[str(each.code)] += 1
            troubles = troubles if len(troubles) >= SAMPLES else [*troubles, each]
            continue
        products += 1
        without += not each.photos
        named.update(each.photos)
        kept = pictured if each.photos else first
        if len(kept) < SAMPLES:
            kept.append(each)
    shared = named.most_common(1)[0] if named else ("", 0)
    return Counted(
        products=products,
        without_photo=without,
        photos=len(named),
        most_shared=shared,
        addresses=sum(is_address(photo) for photo in named),
        unreachable=sum(is_no_picture(photo) for photo in named),
        first_unreachable=next((photo for photo in named if is_no_picture(photo)), ""),
        samples=tuple((*pictured, *first)[:SAMPLES]),
        troubles=tuple(troubles),
        by_code=dict(by_code),
    )


def is_address(photo: str) -> bool:
    """Tell whether a photo is named by its address on the web."""
    return photo.casefold().startswith(("http://", "https://", "//"))


NO_PICTURES = (
    *("//localhost", "//127.", "//example.com", "//www.example.com", "drive.google.com/file"),
    *("youdomain.com", "yourdomain.com", "placehold", "via.placeholder", "dummyimage.com"),
)
"""Addresses that lead nowhere, to a page about the file, or to a picture that stands for none."""


def is_no_picture(photo: str) -> bool:
    """Tell whether an address is known to be no picture that others can see."""
    return is_address(photo) and any(part in photo.casefold() for part in NO_PICTURES)


def several(count: int, one: str, many: str) -> str:
    """Return the count with its noun."""
    return f"{count:,} {one if count == 1 else many}"


def troubles_told(found: Counted) -> Sequence[str]:
    """Return one sentence for each kind of trouble, with the first place where it is."""
    told = []
    for code, count in found.by_code.items():
        first = next((t for t in found.troubles if str(t.code) == code), None)
        place = f": line {first.row}, {first.message}" if first else ""
        told.append(f"{code}, {several(count, 'row', 'rows')}{place}")
    return told
