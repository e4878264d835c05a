"""A photo's text as the engine reads it: made safe, in reading order, bounded, not yet judged."""

from __future__ import annotations

import math
from collections.abc import Iterable

from skuscribe.attributes.scene import Scene
from skuscribe.attributes.text.engine import OcrEngine
from skuscribe.core.codes import ErrorCode
from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.observed import SeenLine
from skuscribe.record.stations import Photo, Point, TextLine
from skuscribe.record.text import clean_text

NOISE = 0.3
"""Confidence under which an engine's lines are noise whatever is asked of them."""

MOST_LINES = 200
LONGEST_LINE = 300

Read = tuple[tuple[SeenLine, ...], tuple[str, ...]]
"""The lines of a photo, and the codes of what went wrong."""


LETTERED = 0.5
"""What the network says of a photo from which it is read."""


def read_text(engine: OcrEngine, scene: Scene, read_all: bool) -> Read:
    """Read one photo if the network sees text on it, does not tell, or all are to be read."""
    seen = scene.look.lettering
    if read_all or seen is None or seen >= LETTERED:
        return read_lines(engine, scene.photo)
    return (), ()


def read_lines(engine: OcrEngine, photo: Photo) -> Read:
    """Read one photo.

    An engine that fails costs the text, not the record: its failure is told as `ocr.failed`.
    """
    try:
        lines = engine.read(photo.pixels)
    except Exception:  # engines fail in ways of their own
        return (), (str(ErrorCode.OCR_FAILED),)
    return seen_lines(lines)


def seen_lines(lines: Iterable[TextLine]) -> Read:
    """Return at most `MOST_LINES` lines of at most `LONGEST_LINE` characters, top to bottom."""
    usable = [line for line in lines if _usable(line)]
    ordered = reading_order(usable)
    texts = [clean_text(line.text, limit=LONGEST_LINE + 1) for line in ordered]
    unread = any(not line.text for line in ordered)
    cut = unread or len(ordered) > MOST_LINES or any(len(text) > LONGEST_LINE for text in texts)
    seen = tuple(
        SeenLine(
            text=text[:LONGEST_LINE].rstrip(),
            confidence=min(1.0, line.confidence),
            polygon=tuple(_inside(point) for point in line.polygon),
        )
        for line, text in zip(ordered[:MOST_LINES], texts, strict=False)
        if text
    )
    return seen, (str(WarningCode.TEXT_TRUNCATED),) if cut else ()


def _usable(line: TextLine) -> bool:
    return math.isfinite(line.confidence) and line.confidence >= NOISE and bool(line.polygon)


def _inside(point: Point) -> Point:
    x, y = (min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0 for value in point)
    return x, y


def reading_order(lines: Iterable[TextLine]) -> list[TextLine]:
    """Sort from top to bottom; lines whose middles lie within half a height go left to right."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=_middle):
        near = rows and abs(_middle(line) - _middle(rows[-1][0])) < 0.5 * _height(rows[-1][0])
        if near:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=_left)]


def _middle(line: TextLine) -> float:
    return sum(y for _, y in line.polygon) / len(line.polygon)


def _left(line: TextLine) -> float:
    return min(x for x, _ in line.polygon)


def _height(line: TextLine) -> float:
    values = [y for _, y in line.polygon]
    return max(values) - min(values)
