"""One HTML page with a card for each product: no scripts, no network, everything escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from skuscribe.card import summary
from skuscribe.card.html import data_url, template
from skuscribe.card.picture import DIMMED
from skuscribe.core.errors import SkuscribeError
from skuscribe.record.model import Record
from skuscribe.record.stations import Glimpse

THUMBNAIL = 520
"""Long side of the photo on the page, in pixels."""

QUALITY = 86


@dataclass(frozen=True)
class GalleryCard:
    """What the page needs of one product: small enough to keep thousands."""

    record: Record
    photo: str
    heat: str
    veil: str


def gallery_card(record: Record, glimpse: Glimpse) -> GalleryCard:
    """Return the page's part of one product: photo, heat-map and a veil over the ground."""
    small = Image.fromarray(glimpse.pixels)
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    attention = glimpse.attention
    # Alpha carries the heat, so that the page can lay it over the photo.
    heat = np.zeros((*attention.shape, 4), np.uint8)
    heat[..., 0], heat[..., 1] = 255, 60
    heat[..., 3] = (210 * attention).astype(np.uint8)
    veil = np.full((*glimpse.mask.shape, 4), 255, np.uint8)
    veil[..., 3] = np.where(glimpse.mask, 0, round(255 * DIMMED))
    thin = Image.fromarray(veil).resize(small.size, Image.Resampling.BILINEAR)
    return GalleryCard(
        record,
        photo=data_url(small, "JPEG", QUALITY),
        heat=data_url(Image.fromarray(heat), "PNG", QUALITY),
        veil=data_url(thin, "PNG", QUALITY),
    )


def render_gallery(
    cards: Sequence[GalleryCard], failures: Sequence[tuple[str, SkuscribeError]] = ()
) -> str:
    """Return the page as HTML text.

    Args:
        cards: the products, in the order to show them.
        failures: (input, error) of what could not be read.
    """
    page: str = template("skuscribe.card", "gallery.html").render(
        cards=cards, failures=failures, summary=summary, points=_points
    )
    return page


def _points(polygon: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.4f},{y:.4f}" for x, y in polygon)
