"""The report as one HTML page: no scripts, no network, everything escaped, its size bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PIL import Image

from skuscribe.card import summary
from skuscribe.card.html import data_url, template
from skuscribe.core.errors import SkuscribeError
from skuscribe.export.images import Originals
from skuscribe.photo.read import read_photo
from skuscribe.record.model import Record
from skuscribe.report.duplicates import Shared
from skuscribe.report.prices import PRICES, own_dollars
from skuscribe.report.tally import BINS, Tally
from skuscribe.run.products import Fields

ROWS = 25
"""Lines of a table; what is left is summed up."""

THUMBNAIL, QUALITY = 320, 82
WIDTH, HEIGHT = 640, 140


@dataclass(frozen=True)
class Pace:
    """Seconds a photo, None where nobody knows, and dollars that the machine costs an hour."""

    seconds: float | None
    hourly: float


@dataclass(frozen=True)
class Bar:
    """A bar of the histogram, in the units of its view box."""

    x: float
    y: float
    width: float
    height: float
    said: str


def page(name: str, tally: Tally, shared: Shared, pace: Pace, draw: Callable[[Fields], str]) -> str:
    """Return the page as HTML text.

    Args:
        name: of what was worked through.
        tally: counts.
        shared: duplicates.
        pace: time and cost.
        draw: a record to its photo as a data URL, empty where it is not there.
    """
    ordered = sorted(tally.categories.items(), key=lambda each: (-each[1], each[0]))
    text: str = template("skuscribe.report", "report.html").render(
        name=name,
        tally=tally,
        shared=shared,
        pace=pace,
        prices=PRICES,
        own=own_dollars(pace.seconds, pace.hourly) if pace.seconds else None,
        categories=ordered[:ROWS],
        others=ordered[ROWS:],
        errors=tally.errors.most_common(ROWS),
        bars=bars(tally.confidences),
        cards=[(Record.model_validate(each), draw(each)) for each in tally.cards],
        summary=summary,
        points=_points,
    )
    return text


def bars(counts: list[int]) -> list[Bar]:
    """Return the histogram's bars, each with its words."""
    most, width = max(1, *counts), WIDTH / BINS
    return [
        Bar(
            round(number * width, 1),
            round(HEIGHT * (1 - count / most), 1),
            round(width - 2, 1),
            round(HEIGHT * count / most, 1),
            f"{100 * number // BINS} to {100 * (number + 1) // BINS} %: {count:,}",
        )
        for number, count in enumerate(counts)
    ]


def drawn_from(originals: Originals) -> Callable[[Fields], str]:
    """Return what draws the photo that a record's outline lies on."""

    def draw(record: Fields) -> str:
        photo = record["photos"][record["subject"]["photo"]]
        try:
            small = Image.fromarray(read_photo(originals.find(photo), side=THUMBNAIL).pixels)
        except SkuscribeError:  # the photo was moved: the words stand without it
            return ""
        small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
        return data_url(small, "JPEG", QUALITY)

    return draw


def _points(polygon: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.4f},{y:.4f}" for x, y in polygon)
