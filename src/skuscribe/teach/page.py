"""One HTML page of what teaching is worth: figures, and the pictures that are confused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from skuscribe.card.html import data_url, template
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.read import read_photo
from skuscribe.shop.examples import Examples
from skuscribe.teach.check import Check

THUMBNAIL = 180
"""Long side of a photo on the page, in pixels."""

PAIRS, PICTURES, ODD = 20, 6, 30
QUALITY = 82


@dataclass(frozen=True)
class Shown:
    """A photo on the page; `picture` is empty where its file is not at hand."""

    name: str
    label: str
    picture: str
    taken_for: str = ""


@dataclass(frozen=True)
class Pair:
    """Two labels, and photos of the first that are taken for the second."""

    label: str
    taken_for: str
    count: int
    photos: tuple[Shown, ...]


def page(judged: Check, examples: Examples, files: Mapping[str, Path]) -> str:
    """Return the page as HTML text.

    Args:
        judged: what the check found.
        examples: that were judged.
        files: photos by their SHA-256, as far as they are at hand.
    """

    def shown(places: Iterable[int]) -> tuple[Shown, ...]:
        return tuple(_shown(examples, place, files) for place in places)

    pairs = [
        Pair(each.label, each.taken_for, len(each.places), shown(each.places[:PICTURES]))
        for each in judged.confused[:PAIRS]
    ]
    text: str = template("skuscribe.teach", "check.html").render(
        judged=judged,
        pairs=pairs,
        odd=[
            replace(_shown(examples, place, files), taken_for=judged.taken_for(place))
            for place in judged.suspicious[:ODD]
        ],
    )
    return text


def _shown(examples: Examples, place: int, files: Mapping[str, Path]) -> Shown:
    file = files.get(examples.photos[place])
    picture = _picture(file) if file else ""
    return Shown(examples.groups[place], examples.labels[place], picture)


def _picture(file: Path) -> str:
    try:
        image = Image.fromarray(read_photo(file).pixels)
    except SkuscribeError:
        return ""
    image.thumbnail((THUMBNAIL, THUMBNAIL))
    return data_url(image, "JPEG", QUALITY)
