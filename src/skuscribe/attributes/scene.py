"""What an attribute may rest on: a photo when it is measured, the category when it is settled."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    category: Category
    subject: SubjectInfo
