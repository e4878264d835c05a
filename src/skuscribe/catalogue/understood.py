"""What was understood of a source, to be shown before the work starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skuscribe.catalogue.images import is_address
from skuscribe.catalogue.locate import is_there
from skuscribe.catalogue.occurrences import Occurrences
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


class Photos:
    """Counts the different photos that are named.

    Attributes:
        addresses: those that are on the web.
        unreachable, first_unreachable: those at an address that is known to be no picture.
        missing, first_missing: those that are no file in the folder of photos.
        most_shared: one that most products name, and how many do.
    """

    def __init__(self, folder: Path) -> None:
        self._seen, self._folder = Occurrences(), folder
        self.addresses = self.unreachable = self.missing = 0
        self.first_unreachable = self.first_missing = ""
        self.most_shared = ("", 0)

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, photo: str) -> None:
        """Count a photo that a product names."""
        uses = self._seen.add(photo)
        if uses > self.most_shared[1]:
            self.most_shared = (photo, uses)
        if uses > 1:
            return
        if is_address(photo):
            self.addresses += 1
            if is_no_picture(photo):
                self.unreachable += 1
                self.first_unreachable = self.first_unreachable or photo
        elif not is_there(photo, self._folder):
            self.missing += 1
            self.first_missing = self.first_missing or photo


@dataclass(frozen=True)
class Counted:
    """What the products of a source add up to."""

    products: int
    without_photo: int
    photos: Photos
    samples: tuple[Product, ...]
    troubles: tuple[Trouble, ...]
    by_code: dict[str, int]


def counted(found: Iterable[Product | Trouble], folder: Path) -> Counted:
    """Read a stream of products to its end; their photos should lie in `folder`."""
    photos = Photos(folder)
    first: list[Product] = []
    pictured: list[Product] = []
    troubles: list[Trouble] = []
    by_code: Counter[str] = Counter()
    products = without = 0
    for each in found:
        if isinstance(each, Trouble):
            by_code[str(each.code)] += 1
            if by_code[str(each.code)] == 1:
                troubles.append(each)
            continue
        products += 1
        without += not each.photos
        for photo in each.photos:
            photos.add(photo)
        kept = pictured if each.photos else first
        if len(kept) < SAMPLES:
            kept.append(each)
    return Counted(
        products=products,
        without_photo=without,
        photos=photos,
        samples=tuple((*pictured, *first)[:SAMPLES]),
        troubles=tuple(troubles),
        by_code=dict(by_code),
    )


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


def troubles_told(found: Counted) -> Iterator[str]:
    """Yield one sentence for each kind of trouble, with the first place where it is."""
    return told_of(found.troubles, found.by_code, "row", "rows")


def told_of(
    troubles: Iterable[Trouble], by_code: Mapping[str, int], one: str, many: str
) -> Iterator[str]:
    """Yield one sentence for each code; `one` and `many` are the nouns for where it is."""
    found = list(troubles)
    for code, count in by_code.items():
        first = next((t for t in found if str(t.code) == code), None)
        place = f": {'line' if one == 'row' else one} {first.row}, {first.message}" if first else ""
        yield f"{code}, {several(count, one, many)}{place}"
