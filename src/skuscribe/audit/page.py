"""One HTML page of an audit: each finding with both sides and its picture. Everything escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

from skuscribe.card.html import data_url, template
from skuscribe.card.picture import OUTLINE, TEXT_BOX
from skuscribe.core.errors import SkuscribeError
from skuscribe.export.images import Originals
from skuscribe.photo.read import read_photo

THUMBNAIL, QUALITY = 360, 82
WORDS = {
    "contradicts": "Contradicted",
    "unsupported": "Unsupported",
    "missing": "Could be filled",
    "rules": "Refused by a channel",
}


@dataclass(frozen=True)
class Evidence:
    """What a finding rests on: a picture as a data URL, and a colour as hex; empty for none."""

    picture: str = ""
    swatch: str = ""


@dataclass(frozen=True)
class Shown:
    """A finding on the page."""

    row: Mapping[str, Any]
    evidence: Evidence


def page(name: str, tally: object, shown: Sequence[Shown]) -> str:
    """Return the page as HTML text."""
    text: str = template("skuscribe.audit", "audit.html").render(
        name=name, tally=tally, shown=shown, words=WORDS
    )
    return text


def drawn_from(originals: Originals) -> Callable[[Mapping[str, Any]], Evidence]:
    """Return what draws the evidence of a row, from the photos that a run saw."""

    def draw(row: Mapping[str, Any]) -> Evidence:
        found = row.get("evidence")
        if not found:
            return Evidence()
        photo = {"sha256": found["sha256"], "name": found["photo"]}
        try:
            pixels = read_photo(originals.find(photo), side=THUMBNAIL).pixels
        except SkuscribeError:  # the photo was moved: the words stand without it
            return Evidence(swatch=found["swatch"])
        colour = TEXT_BOX if row["ground"].startswith("/texts") else OUTLINE
        picture = _outlined(Image.fromarray(pixels), found["outline"], colour)
        return Evidence(data_url(picture, "JPEG", QUALITY), found["swatch"])

    return draw


def nothing_drawn(row: Mapping[str, Any]) -> Evidence:
    """Return no evidence: nobody looked at a photo."""
    return Evidence()


def _outlined(photo: Image.Image, outline: Sequence[Sequence[float]], colour: str) -> Image.Image:
    photo.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    if len(outline) > 1:
        corners = [(x * photo.width, y * photo.height) for x, y in outline]
        ImageDraw.Draw(photo).line([*corners, *corners[:2]], fill=colour, width=3, joint="curve")
    return photo
