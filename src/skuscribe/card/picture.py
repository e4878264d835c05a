"""A picture card: the photo with outline and text boxes, the heat-map, the palette, the words."""

from __future__ import annotations

import io
from functools import cache
from importlib import resources

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from skuscribe.card import summary
from skuscribe.photo.resize import fitted
from skuscribe.record.model import Record
from skuscribe.record.stations import Glimpse

WIDTH, MARGIN, PANEL, HEAT = 1240, 32, 560, 220
INK, QUIET, PAPER, LINE = "#1c2024", "#667078", "#ffffff", "#e3e6e8"
OUTLINE, TEXT_BOX, DOUBT = "#e5007d", "#0a7cff", "#a15c00"
LABEL_WIDTH = 110

MARK = b"made by skuscribe"
"""Stands at the beginning of every file of cards: only files that have it are written over."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw_card(record: Record, glimpse: Glimpse) -> Image.Image:
    """Return the card of one product as an RGB image.

    Args:
        record: the product.
        glimpse: of the photo that its subject is on.
    """
    photo = _fitted(glimpse.pixels, PANEL)
    heat = _heat(glimpse, HEAT)
    _mark(photo, record, record.subject.photo)
    below = MARGIN + photo.height + 16
    right = MARGIN + PANEL + 36
    # The words are laid out once on nothing, to know how tall the card has to be.
    bottom = _column(ImageDraw.Draw(Image.new("RGB", (1, 1))), record, right)
    canvas = Image.new("RGB", (WIDTH, max(bottom, below + heat.height) + MARGIN), PAPER)
    canvas.paste(photo, (MARGIN, MARGIN))
    canvas.paste(heat, (MARGIN, below))
    draw = ImageDraw.Draw(canvas)
    _legend(draw, record, MARGIN + heat.width + 16, below)
    _column(draw, record, right)
    return canvas


def png_of(card: Image.Image) -> bytes:
    """Return a card as the bytes of a PNG that carries the mark."""
    told = PngInfo()
    told.add_text("Comment", MARK.decode())
    stream = io.BytesIO()
    card.save(stream, "PNG", pnginfo=told)
    return stream.getvalue()


def _fitted(pixels: NDArray[np.uint8], side: int) -> Image.Image:
    photo = Image.fromarray(pixels)
    size = fitted(photo.width, photo.height, side, enlarge=True)
    return photo.resize(size, Image.Resampling.LANCZOS)


def _heat(glimpse: Glimpse, side: int) -> Image.Image:
    small = np.asarray(_fitted(glimpse.pixels, side))
    size = (small.shape[1], small.shape[0])
    warmth = cv2.resize(glimpse.attention, size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    colours = cv2.applyColorMap((255 * warmth).astype(np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1]
    grey = small.mean(axis=2, keepdims=True)
    return Image.fromarray((0.45 * grey + 0.55 * colours).astype(np.uint8))


def _mark(photo: Image.Image, record: Record, index: int) -> None:
    draw = ImageDraw.Draw(photo)
    for span in record.texts:
        if span.photo == index:
            _polygon(draw, photo, span.polygon, TEXT_BOX, 2)
    _polygon(draw, photo, record.subject.outline, OUTLINE, 3)


def _polygon(
    draw: ImageDraw.ImageDraw,
    photo: Image.Image,
    points: tuple[tuple[float, float], ...],
    colour: str,
    width: int,
) -> None:
    if len(points) > 1:
        corners = [(x * photo.width, y * photo.height) for x, y in points]
        draw.line([*corners, corners[0], corners[1]], fill=colour, width=width, joint="curve")


def _legend(draw: ImageDraw.ImageDraw, record: Record, x: int, y: int) -> None:
    lines = (
        ("heat-map: where the network looked", QUIET),
        ("outline: the product", OUTLINE),
        (summary.subject_line(record), QUIET),
        *((("boxes: text that was read", TEXT_BOX),) if record.texts else ()),
    )
    for line, colour in lines:
        draw.text((x, y), _shown(line), fill=colour, font=_font(15))
        y += 24


def _column(draw: ImageDraw.ImageDraw, record: Record, x: int) -> int:
    """Draw the words right of the photo; return where they end."""
    width = WIDTH - MARGIN - x
    title = record.description.title or record.id
    y = _paragraph(draw, (x, MARGIN - 6), title, _font(30), width) + 6
    y = _paragraph(draw, (x, y), summary.category_line(record), _font(19), width, QUIET) + 14
    y = _palette(draw, record, x, y)
    rows = [
        *summary.other_lines(record),
        *([("Text", summary.text_line(record))] if record.texts else []),
        *summary.fact_lines(record),
        *summary.filed_lines(record),
    ]
    for name, value in rows:
        draw.text((x, y), name, fill=QUIET, font=_font(16))
        y = _paragraph(draw, (x + LABEL_WIDTH, y), value, _font(16), width - LABEL_WIDTH) + 6
    draw.line((x, y + 8, x + width, y + 8), fill=LINE)
    y = _paragraph(draw, (x, y + 20), record.description.text, _font(18), width) + 10
    for reason in record.review.reasons:
        y = _paragraph(draw, (x, y), f"? {reason.message}", _font(15), width, DOUBT) + 2
    return y


def _palette(draw: ImageDraw.ImageDraw, record: Record, x: int, y: int) -> int:
    found = [swatch for swatches in summary.painted(record).values() for swatch in swatches]
    for number, swatch in enumerate(found):
        left = x + number * 186
        draw.rounded_rectangle((left, y, left + 44, y + 44), 8, fill=swatch.hex, outline=LINE)
        draw.text((left + 54, y + 2), swatch.name, fill=INK, font=_font(16))
        note = f"{swatch.share} %  {swatch.hex}"
        draw.text((left + 54, y + 24), note, fill=QUIET, font=_font(13))
    return y + 62 if found else y


def _paragraph(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    font: Font,
    width: int,
    colour: str = INK,
) -> int:
    """Draw `text` wrapped to `width`; return the y of the line after it."""
    x, y = at
    step = round(font.size * 1.35)  # type: ignore[union-attr]
    for line in _wrapped(draw, text, font, width):
        draw.text((x, y), line, fill=colour, font=font)
        y += step
    return y


@cache
def _drawable(char: str) -> bool:
    """Tell whether the font has the character; it shows an empty box for those it has not."""
    font = _font(20)
    return bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: Font, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        for piece in _pieces(draw, _shown(word), font, width):
            longer = f"{lines[-1]} {piece}".strip()
            if draw.textlength(longer, font=font) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return [line for line in lines if line]


def _pieces(draw: ImageDraw.ImageDraw, word: str, font: Font, width: int) -> list[str]:
    """Return the word, cut where a piece of it is as wide as a line."""
    pieces = [""]
    for char in word:
        if draw.textlength(pieces[-1] + char, font=font) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _shown(text: str) -> str:
    """Return `text` with a blank for each fixed one and `?` for what the font lacks."""
    return "".join(c if _drawable(c) else "?" for c in text.replace("\u00a0", " "))


@cache
def _font(size: int) -> Font:
    """Roboto has the letters of every Latin language; Pillow's own font lacks even a German ä."""
    with resources.as_file(
        resources.files("skuscribe.card") / "fonts" / "Roboto-Regular.ttf"
    ) as path:
        return ImageFont.truetype(path, size)
