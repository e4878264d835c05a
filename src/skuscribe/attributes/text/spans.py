"""Lines that were read to text spans of the record: what is credible, as evidence only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from skuscribe.attributes.text.united import united
from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.model import TextSpan
from skuscribe.record.observed import SeenLine, SeenPhoto

LEAST_CONFIDENCE = 0.5
LEAST_CHARACTERS = 2
"""Single characters are nearly always handles, hands of a clock or ornaments."""

LARGEST_MONOGRAM = 0.3
"""Share of the photo that two or three characters may cover; more is a pattern read as letters."""

# Text that speaks to a machine instead of a shopper. It is kept as data and pointed out.
INSTRUCTION = re.compile(
    r"\b(ignore|disregard|forget)\b.{0,30}\b(previous|above|prior|all)\b"
    r"|\bsystem prompt\b|\byou are (now|an? )|\bcategory\s*[=:]|\bas an ai\b"
    r"|^\s*\{\s*\"",
    re.IGNORECASE,
)


def settle_texts(
    photos: Sequence[SeenPhoto],
) -> tuple[tuple[TextSpan, ...], tuple[str, ...]]:
    """Return the spans of all photos of a product, and the codes of what is doubtful about them.

    A line that is read on two photos is one: the surer reading, with the photo that it is on.
    """
    spans: list[TextSpan] = []
    problems: list[str] = []
    for index, photo in enumerate(photos):
        found = spans_of(photo.lines, index)
        spans += found
        problems += photo.text_problems
        if any(is_suspicious(span.text) for span in found):
            problems.append(str(WarningCode.TEXT_SUSPICIOUS))
    return united(spans), tuple(dict.fromkeys(problems))


def is_suspicious(text: str) -> bool:
    """Tell whether a line speaks to a machine: it is kept as data, and never said again."""
    return INSTRUCTION.search(text) is not None


def spans_of(lines: Iterable[SeenLine], photo: int) -> list[TextSpan]:
    """Return the credible lines of photo `photo`."""
    return [
        TextSpan(photo=photo, text=line.text, confidence=line.confidence, polygon=line.polygon)
        for line in lines
        if line.confidence >= LEAST_CONFIDENCE and _credible(line)
    ]


def _credible(line: SeenLine) -> bool:
    """Tell text from ornament: one character alone, or two or three across half the photo."""
    characters = sum(char.isalnum() for char in line.text)
    xs, ys = zip(*line.polygon, strict=True)
    area = (max(xs) - min(xs)) * (max(ys) - min(ys))
    return characters >= LEAST_CHARACTERS and (characters >= 4 or area < LARGEST_MONOGRAM)
