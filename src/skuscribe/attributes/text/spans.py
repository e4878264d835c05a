"""Lines from an engine to text spans of the record: cleaned, in reading order, as evidence only."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from skuscribe.attributes.text.engine import OcrEngine
from skuscribe.core.errors import ErrorCode, WarningCode
from skuscribe.record.model import TextSpan
from skuscribe.record.stations import Photo, Point, TextLine
from skuscribe.record.text import clean_text

LEAST_CONFIDENCE = 0.5
LEAST_CHARACTERS = 2
"""Single characters are nearly always handles, hands of a clock or ornaments."""

LARGEST_MONOGRAM = 0.3
"""Share of the photo that two or three characters may cover; more is a pattern read as letters."""

MOST_LINES = 200
LONGEST_LINE = 300

# Text that speaks to a machine instead of a shopper. It is kept as data and pointed out.
INSTRUCTION = re.compile(
    r"\b(ignore|disregard|forget)\b.{0,30}\b(previous|above|prior|all)\b"
    r"|\bsystem prompt\b|\byou are (now|an? )|\bcategory\s*[=:]|\bas an ai\b"
    r"|^\s*\{\s*\"",
    re.IGNORECASE,
)


def read_spans(
    engine: OcrEngine, photos: Sequence[Photo]
) -> tuple[tuple[TextSpan, ...], tuple[str, ...]]:
    """Read all photos of a product; return the spans and what is doubtful about them.

    An engine that fails costs the text, not the record: its failure is told as `ocr.failed`.
    """
    spans: list[TextSpan] = []
    problems: list[str] = []
    for index, photo in enumerate(photos):
        try:
            lines = engine.read(photo.pixels)
        except Exception:  # engines fail in ways of their own
            problems.append(ErrorCode.OCR_FAILED)
            continue
        found, doubts = spans_of(lines, index)
        spans += found
        problems += doubts
    return tuple(spans), tuple(str(code) for code in dict.fromkeys(problems))


def spans_of(lines: Sequence[TextLine], photo: int) -> tuple[list[TextSpan], list[str]]:
    """Clean the lines of photo `photo`: at most `MOST_LINES`, from top to bottom."""
    usable = [line for line in lines if math.isfinite(line.confidence) and line.polygon]
    sure = [line for line in usable if line.confidence >= LEAST_CONFIDENCE]
    problems: list[str] = []
    spans: list[TextSpan] = []
    for line in _reading_order(sure):
        text = clean_text(line.text, limit=LONGEST_LINE + 1)
        if len(text) > LONGEST_LINE or len(spans) == MOST_LINES:
            problems.append(WarningCode.TEXT_TRUNCATED)
        if not _credible(text, line) or len(spans) == MOST_LINES:
            continue
        if INSTRUCTION.search(text):
            problems.append(WarningCode.TEXT_SUSPICIOUS)
        spans.append(
            TextSpan(
                photo=photo,
                text=text[:LONGEST_LINE].rstrip(),
                confidence=min(1.0, line.confidence),
                polygon=tuple(_inside(point) for point in line.polygon),
            )
        )
    return spans, problems


def _credible(text: str, line: TextLine) -> bool:
    """Tell text from ornament: one character alone, or two or three across half the photo."""
    characters = sum(char.isalnum() for char in text)
    xs, ys = zip(*(_inside(point) for point in line.polygon), strict=True)
    area = (max(xs) - min(xs)) * (max(ys) - min(ys))
    return characters >= LEAST_CHARACTERS and (characters >= 4 or area < LARGEST_MONOGRAM)


def _inside(point: Point) -> Point:
    x, y = (min(1.0, max(0.0, value)) if math.isfinite(value) else 0.0 for value in point)
    return x, y


def _reading_order(lines: Iterable[TextLine]) -> list[TextLine]:
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
