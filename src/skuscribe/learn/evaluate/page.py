"""One HTML page of what a network is worth: no scripts, no network, everything escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from skuscribe.card.html import data_url, template
from skuscribe.learn.evaluate.figures import Figures, worst
from skuscribe.learn.evaluate.predict import Prediction
from skuscribe.photo.read import read_photo
from skuscribe.taxonomy.agreement import Agreement

WORST = 24
WORDS = 80
CONFUSIONS = 30
THUMBNAIL = 200
"""Long side of a photo on the page, in pixels."""

QUALITY = 82


@dataclass(frozen=True)
class Mistake:
    """A wrong answer to show."""

    prediction: Prediction
    picture: str


def render_page(
    title: str, network: str, figures: Figures, predictions: Sequence[Prediction]
) -> str:
    """Return the page as HTML text.

    Args:
        title: what was looked at.
        network: the bundle's identity.
        figures: of the predictions.
        predictions: of which the worst are shown as pictures.
    """
    mistakes = [Mistake(p, _picture(p)) for p in worst(predictions, WORST)]
    page: str = template("skuscribe.learn.evaluate", "page.html").render(
        title=title,
        network=network,
        figures=figures,
        mistakes=mistakes,
        kinds=[str(kind) for kind in Agreement],
        words=figures.words[:WORDS],
        confusions=figures.confusions[:CONFUSIONS],
        risk=_line(figures.risk),
    )
    return page


def _line(points: Sequence[tuple[float, float]]) -> str:
    """Return points of a curve on a square of 100, y upwards."""
    return " ".join(f"{100 * x:.2f},{100 - 100 * y:.2f}" for x, y in points)


def _picture(prediction: Prediction) -> str:
    image = Image.fromarray(read_photo(prediction.photo.path).pixels)
    image.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    return data_url(image, "JPEG", QUALITY)
