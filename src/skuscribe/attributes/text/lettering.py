"""How lines of text lie: how tall their letters are, whether they stand on the product, stacked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from skuscribe.record.model import TextSpan
from skuscribe.record.observed import SeenPhoto

MOST_OUTSIDE = 0.5
"""Share of a line beside the product from which it does not stand on it."""

SURE_SUBJECT = 0.5
"""Confidence from which it is known what lies beside the product."""

EDGE = 0.005
"""Share of the photo that is left beside a line which is whole."""

GAP = 1.2
"""Heights between two lines that are read as one."""


@dataclass(frozen=True)
class Lettering:
    """A line of text on the product.

    Attributes:
        index: its place among the record's texts.
        span: the line.
        height: of its letters across the line's direction, in shares of the photo's short side.
    """

    index: int
    span: TextSpan
    height: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, as shares of the photo."""
        xs, ys = zip(*self.span.polygon, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def on_product(photos: Sequence[SeenPhoto], texts: Sequence[TextSpan]) -> list[Lettering]:
    """Return the lines that stand on the product, in the order of `texts`."""
    beside = [_beside(photo) for photo in photos]
    return [
        Lettering(index, span, _height(span, photos[span.photo]))
        for index, span in enumerate(texts)
        if (span.text, span.polygon) not in beside[span.photo]
    ]


def _beside(photo: SeenPhoto) -> set[tuple[str, tuple[tuple[float, float], ...]]]:
    if photo.quality is None or photo.subject.confidence < SURE_SUBJECT:
        return set()
    shares = zip(photo.lines, photo.quality.text_outside, strict=False)
    return {(line.text, line.polygon) for line, share in shares if share >= MOST_OUTSIDE}


def _height(span: TextSpan, photo: SeenPhoto) -> float:
    """Return the short side of the line's quadrilateral."""
    width, height = photo.info.width, photo.info.height
    corners = [(x * width, y * height) for x, y in span.polygon]
    turned = zip(corners, (*corners[1:], corners[0]), strict=True)
    sides = [hypot(u - x, v - y) for (x, y), (u, v) in turned]
    return min(sides) / min(width, height)


def is_cut(line: Lettering) -> bool:
    """Tell whether the line goes on beyond the photo's side."""
    left, _, right, _ = line.box
    return left < EDGE or right > 1 - EDGE


def is_stacked(upper: Lettering, lower: Lettering) -> bool:
    """Tell whether `lower` goes on where `upper` ends: right below it, as large by half."""
    if upper.span.photo != lower.span.photo:
        return False
    left, top, right, bottom = upper.box
    other_left, other_top, other_right, other_bottom = lower.box
    tall = max(bottom - top, other_bottom - other_top)
    near = -0.6 * tall <= other_top - bottom <= GAP * tall
    return near and min(right, other_right) > max(left, other_left) and other_top > top
