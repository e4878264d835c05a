"""Photos that somebody says the label of: of a source, of a folder of folders, or by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from skuscribe.catalogue.locate import located
from skuscribe.catalogue.product import Product
from skuscribe.catalogue.source import Source
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.text import clean_text

ENOUGH = 20
"""Photos a label that are looked at; ten teach nearly all that there is to learn."""


@dataclass(frozen=True)
class Lesson:
    """One photo and its label.

    Attributes:
        photo: the file.
        label: in the shop's words.
        group: the product that it shows.
    """

    photo: Path
    label: str
    group: str


def of_source(source: Source, *, by_folder: bool) -> list[Lesson]:
    """Return the labelled photos that lie beside a source.

    Args:
        source: opened.
        by_folder: whether it is a folder whose folders are the labels.

    Raises:
        SkuscribeError: `config.invalid`, nothing in it has both a label and a photo.
    """
    products = (each for each in source.products() if isinstance(each, Product))
    found = [lesson for each in products for lesson in _of(each, source.folder, by_folder)]
    if not found:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            "no photo in it has a label",
            hint="give a folder with a folder for each label, or say --column label=NAME",
        )
    return found


def _of(product: Product, folder: Path, by_folder: bool) -> Iterator[Lesson]:
    inside = product.id.rpartition("/")[0] if by_folder else product.label
    label = clean_text(inside.rpartition("/")[2] if by_folder else inside)
    for photo in product.photos if label else ():
        try:
            place = located(photo, folder)
        except SkuscribeError:
            continue
        if isinstance(place, Path):
            yield Lesson(place, label, product.id)


def of_photos(photos: Iterable[Path], label: str) -> list[Lesson]:
    """Return photos that all show the same label.

    Raises:
        SkuscribeError: `config.invalid`, nothing is left of the label once cleaned.
    """
    if not (said := clean_text(label)):
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID, "the label is empty", hint='say what they show: "rain boot"'
        )
    return [Lesson(photo, said, str(photo)) for photo in photos]


def chosen(lessons: Iterable[Lesson], enough: int = ENOUGH) -> list[Lesson]:
    """Return at most `enough` photos a label: of many products rather than many of one."""
    by_label: dict[str, dict[str, list[Lesson]]] = {}
    for lesson in lessons:
        by_label.setdefault(lesson.label, {}).setdefault(lesson.group, []).append(lesson)
    return [each for groups in by_label.values() for each in _in_turn(groups.values())[:enough]]


def _in_turn(groups: Iterable[list[Lesson]]) -> list[Lesson]:
    """Return the first of each group, then the second of each, and so on."""
    ranked = ((place, lesson) for group in groups for place, lesson in enumerate(group))
    return [lesson for _, lesson in sorted(ranked, key=lambda pair: pair[0])]
