"""What an attribute may rest on: a photo when it is measured, the category when it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from skuscribe.record.model import Category, SubjectInfo
from skuscribe.record.stations import Look, Photo, Subject


@dataclass(frozen=True, eq=False)
class Scene:
    """One photo and what was found on it: the pixels are here, the product's name is not."""

    photo: Photo
    look: Look
    subject: Subject


@dataclass(frozen=True)
class Case:
    """One product with its name: there are no pixels any more.

    Attributes:
        category: what the product is.
        subject: where it is on the photo that was measured.
        palette: the shop's own names for colours, each with its hex code.
    """

    category: Category
    subject: SubjectInfo
    palette: Mapping[str, str] = field(default_factory=dict)
