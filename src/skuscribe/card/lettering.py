"""Words on a picture: wrapped to a width, in a font with the letters of every Latin language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from PIL import ImageDraw, ImageFont

INK, QUIET, LINE, PAPER = "#1c2024", "#667078", "#e3e6e8", "#ffffff"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Pen:
    """Where words are drawn: from `x` to `x + width`."""

    draw: ImageDraw.ImageDraw
    x: int
    width: int

    def paragraph(
        self, y: int, text: str, size: int, colour: str = INK, *, indent: int = 0, right: int = 0
    ) -> int:
        """Draw `text`, wrapped; return the y of the line after it.

        Args:
            y: of its first line.
            text: one paragraph.
            size: of the letters, in pixels.
            colour: of the letters.
            indent: what is left free before it, in pixels.
            right: what is left free after it.
        """
        for line in _wrapped(self.draw, text, font(size), self.width - indent - right):
            self.draw.text((self.x + indent, y), line, fill=colour, font=font(size))
            y += round(size * 1.35)
        return y

    def row(self, y: int, name: str, text: str, size: int, indent: int) -> int:
        """Draw a name and, `indent` to its right, what it names; return the y after it."""
        self.draw.text((self.x, y), shown(name), fill=QUIET, font=font(size))
        return self.paragraph(y, text, size, indent=indent) + 6

    def rule(self, y: int) -> int:
        """Draw a line across; return the y after it."""
        self.draw.line((self.x, y + 10, self.x + self.width, y + 10), fill=LINE)
        return y + 24

    def chips(self, y: int, words: Sequence[str], size: int, indent: int) -> int:
        """Draw each of `words` in a frame, as many in a line as fit; return the y after them."""
        x, height = self.x + indent, size + 12
        for word in map(shown, words):
            wide = round(self.draw.textlength(word, font=font(size))) + 18
            if x + wide > self.x + self.width and x > self.x + indent:
                x, y = self.x + indent, y + height + 6
            self.draw.rounded_rectangle((x, y, x + wide, y + height), height // 2, outline=LINE)
            self.draw.text((x + 9, y + 4), word, fill=INK, font=font(size))
            x += wide + 6
        return y + height + 6


@cache
def font(size: int) -> Font:
    """Return Roboto: Pillow's own font lacks even a German ä."""
    with resources.as_file(
        resources.files("skuscribe.card") / "fonts" / "Roboto-Regular.ttf"
    ) as path:
        return ImageFont.truetype(path, size)


def shown(text: str) -> str:
    """Return `text` with a blank for each fixed one and `?` for what the font lacks."""
    return "".join(c if _drawable(c) else "?" for c in text.replace("\u00a0", " "))


@cache
def _drawable(char: str) -> bool:
    """Tell whether the font has the character; it shows an empty box for those it has not."""
    return bytes(font(20).getmask(char)) != bytes(font(20).getmask("\uffff"))


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: Font, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        for piece in _pieces(draw, shown(word), font, width):
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
