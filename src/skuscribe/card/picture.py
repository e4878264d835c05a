"""A picture card: the photo with its ground dimmed, the palette, and all words for the shop."""

from __future__ import annotations

import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from skuscribe.card import summary
from skuscribe.card.lettering import INK, LINE, PAPER, QUIET, Pen, font, shown
from skuscribe.photo.resize import enlarged, fitted
from skuscribe.record.model import Record
from skuscribe.record.stations import Glimpse

WIDTH, MARGIN, PANEL, HEAT = 1240, 36, 560, 108
OUTLINE, TEXT_BOX, DOUBT, READY = "#e5007d", "#0a7cff", "#a15c00", "#0b7a4b"
LABEL_WIDTH, BADGE_WIDTH = 110, 130
DIMMED = 0.72
"""How far the ground is faded to white."""

MARK = b"made by skuscribe"
"""Stands at the beginning of every file of cards: only files that have it are written over."""


def draw_card(record: Record, glimpse: Glimpse) -> Image.Image:
    """Return the card of one product as an RGB image.

    Args:
        record: the product.
        glimpse: of the photo that its subject is on.
    """
    photo = _photo(record, glimpse)
    heat = _heat(glimpse, HEAT)
    below = MARGIN + photo.height + 16
    right = MARGIN + PANEL + 40
    # The words are laid out once on nothing, to know how tall the card has to be.
    bottom = _words(ImageDraw.Draw(Image.new("RGB", (1, 1))), record, right)
    canvas = Image.new("RGB", (WIDTH, max(bottom, below + heat.height) + MARGIN), PAPER)
    canvas.paste(photo, (MARGIN + (PANEL - photo.width) // 2, MARGIN))
    canvas.paste(heat, (MARGIN, below))
    draw = ImageDraw.Draw(canvas)
    _legend(draw, record, MARGIN + heat.width + 16, below)
    _words(draw, record, right)
    return canvas


def png_of(card: Image.Image) -> bytes:
    """Return a card as the bytes of a PNG that carries the mark."""
    told = PngInfo()
    told.add_text("Comment", MARK.decode())
    stream = io.BytesIO()
    card.save(stream, "PNG", pnginfo=told)
    return stream.getvalue()


def _photo(record: Record, glimpse: Glimpse) -> Image.Image:
    """Return the photo with its ground dimmed, and lines around product and text."""
    whole = _fitted(glimpse.pixels, PANEL)
    inside = enlarged(glimpse.mask, (whole.width, whole.height)).astype(np.uint8)
    pixels = np.array(whole)
    faded = (1 - DIMMED) * pixels + DIMMED * 255
    pixels = np.where(inside[..., None] > 0, pixels, faded).astype(np.uint8)
    if not inside.all():
        edges, _ = cv2.findContours(inside, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
        colour = tuple(bytes.fromhex(OUTLINE[1:]))
        cv2.drawContours(pixels, edges, -1, colour, 1, cv2.LINE_AA)
    photo = Image.fromarray(pixels)
    draw = ImageDraw.Draw(photo)
    for span in record.texts:
        if span.photo == record.subject.photo and len(span.polygon) > 1:
            corners = [(x * photo.width, y * photo.height) for x, y in span.polygon]
            draw.line([*corners, *corners[:2]], fill=TEXT_BOX, width=2, joint="curve")
    return photo


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


def _legend(draw: ImageDraw.ImageDraw, record: Record, x: int, y: int) -> None:
    """Say which photo it is and what is drawn on it."""
    pen = Pen(draw, x, MARGIN + PANEL - x)
    for line in summary.photo_lines(record):
        y = pen.paragraph(y, line, 15)
    y = pen.paragraph(y, summary.subject_line(record), 15, QUIET)
    boxes = ", boxed: text that was read" if record.texts else ""
    pen.paragraph(y, f"left: where the network looked{boxes}", 13, QUIET)


def _words(draw: ImageDraw.ImageDraw, record: Record, x: int) -> int:
    """Draw the words right of the photo; return where they end."""
    pen, told = Pen(draw, x, WIDTH - MARGIN - x), record.description
    _badge(draw, record)
    y = pen.paragraph(MARGIN - 4, told.title or record.id, 30, right=BADGE_WIDTH + 12) + 4
    y = pen.paragraph(y, summary.category_line(record), 19, QUIET) + 14
    y = _palette(draw, record, x, y)
    y = pen.paragraph(y, told.text, 18) + 8
    for bullet in told.bullets:
        draw.text((x + 2, y), "•", fill=QUIET, font=font(16))
        y = pen.paragraph(y, bullet, 16, indent=18) + 2
    y = pen.rule(y)
    for name, value in _rows(record):
        y = pen.row(y, name, value, 15, LABEL_WIDTH)
    if told.tags:
        draw.text((x, y + 4), "Tags", fill=QUIET, font=font(15))
        y = pen.chips(y, told.tags, 14, LABEL_WIDTH)
    for reason in record.review.reasons:
        y = pen.paragraph(y + 4, f"? {reason.message}", 15, DOUBT)
    return y


def _rows(record: Record) -> list[tuple[str, str]]:
    alt = record.description.alt_text
    return [
        *([("Alt text", alt)] if alt else []),
        *summary.other_lines(record),
        *([("Text", summary.text_line(record))] if record.texts else []),
        *summary.fact_lines(record),
        *summary.filed_lines(record),
    ]


def _badge(draw: ImageDraw.ImageDraw, record: Record) -> None:
    word, colour = summary.badge(record), DOUBT if record.review.needed else READY
    left, top = WIDTH - MARGIN - BADGE_WIDTH, MARGIN
    draw.rounded_rectangle((left, top, left + BADGE_WIDTH, top + 32), 16, outline=colour, width=2)
    middle = (left + BADGE_WIDTH / 2, top + 16)
    draw.text(middle, word, fill=colour, font=font(16), anchor="mm")


def _palette(draw: ImageDraw.ImageDraw, record: Record, x: int, y: int) -> int:
    found = [swatch for swatches in summary.painted(record).values() for swatch in swatches]
    for number, swatch in enumerate(found):
        left = x + number * 186
        draw.rounded_rectangle((left, y, left + 44, y + 44), 8, fill=swatch.hex, outline=LINE)
        draw.text((left + 54, y + 2), shown(swatch.name), fill=INK, font=font(16))
        draw.text((left + 54, y + 24), shown(swatch.note), fill=QUIET, font=font(13))
    return y + 62 if found else y
