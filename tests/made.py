"""Values that stations hand on, made by hand: no photo is read and no network runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np

from skuscribe.attributes.colour.light import OF_REGION
from skuscribe.attributes.scene import Case
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.model import Category, PhotoInfo, Record, SubjectInfo
from skuscribe.record.observed import (
    Observed,
    Rule,
    SeenBelief,
    SeenLine,
    SeenPhoto,
    SeenWith,
    packed,
)
from skuscribe.record.stations import Glimpse, Subject
from skuscribe.shop.profile import NO_SHOP, Shop
from skuscribe.tagger import Tagged

RULE = Rule(from_level=(0.9, 0.6, 0.5))
"""Top-level categories are stated from 0.9, those of the second level from 0.6, words from 0.5."""

RED, BLUE, WHITE = (50.0, 70.0, 45.0), (40.0, 10.0, -50.0), (97.0, 0.0, 0.0)
SQUARE = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))


def category(label: str | None, confidence: float = 0.9) -> Category:
    """What the network says the product is."""
    level = "leaf" if label else "unknown"
    return Category(label=label, confidence=confidence, level=level, origin="trained")  # type: ignore[arg-type]


def subject_info(confidence: float = 0.9, photo: int = 0) -> SubjectInfo:
    """A square in the middle."""
    return SubjectInfo(
        photo=photo,
        method="plain_background",
        confidence=confidence,
        box=(0.2, 0.2, 0.6, 0.6),
        share=0.36,
        outline=SQUARE,
    )


def case(label: str | None, subject: Subject | None = None) -> Case:
    """A product called `label`, with the subject that a photo showed."""
    if subject is None:
        return Case(category(label), subject_info())
    seen = SubjectInfo(
        photo=0,
        method=subject.method,
        confidence=subject.confidence,
        box=subject.box,
        share=subject.share,
        outline=subject.outline,
    )
    return Case(category(label), seen)


def belief(
    *words: str,
    sure: float = 0.9,
    vocabulary: Literal["trained", "borrowed"] = "trained",
    weight: float = 1.0,
) -> SeenBelief:
    """A belief in the first word; the others share the rest."""
    rest = (1 - sure) / max(1, len(words) - 1)
    return SeenBelief(
        vocabulary=vocabulary,
        words=words,
        probabilities=(sure, *[rest] * (len(words) - 1)),
        weight=weight,
    )


def line(text: str, confidence: float = 0.95, top: float = 0.4) -> SeenLine:
    """A line of text across the middle."""
    corners = ((0.3, top), (0.7, top), (0.7, top + 0.1), (0.3, top + 0.1))
    return SeenLine(text=text, confidence=confidence, polygon=corners)


def colours(*shares: tuple[tuple[float, float, float], float]) -> list[dict[str, Any]]:
    """Clusters as an observation keeps them."""
    return [{"lab": list(lab), "share": share} for lab, share in shares]


def region(painted: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A region of clusters in even light on white, as an observation keeps it."""
    levels = [each["lab"][0] for each in painted]
    percentiles = np.percentile(levels, OF_REGION).tolist()
    light = {"region": percentiles, "ground": [100, 0, 0], "ground_bright": 100, "brightest": 100}
    return {"colours": list(painted), "light": light}


def seen(
    *words: str,
    sure: float = 0.9,
    subject: float = 0.9,
    paint: Sequence[dict[str, Any]] | None = None,
    lines: Sequence[SeenLine] = (),
    problems: Sequence[str] = (),
    index: int = 0,
) -> SeenPhoto:
    """One photo of a red thing that is most likely the first of `words`."""
    painted = list(paint or colours((RED, 1.0)))
    return SeenPhoto(
        info=PhotoInfo(
            name="a.jpg", sha256="0" * 64, width=40, height=30, problems=tuple(problems)
        ),
        beliefs=(belief(*(words or ("cup", "hat", "pen")), sure=sure),),
        embedding=packed(np.full(4, 0.5, np.float32)),
        subject=subject_info(subject, index),
        measures={
            "colour": {"subject": region(painted), "frame": region(colours((BLUE, 1.0)))},
            "shape": {"outline": None},
        },
        lines=tuple(lines),
    )


def observed(*photos: SeenPhoto, id: str = "SKU 1") -> Observed:
    """A product that `photos` show; one red cup when none is given."""
    return Observed(
        id=id,
        photos=photos or (seen(),),
        seen_with=SeenWith(skuscribe="0", bundle="test 1", ocr="none", hash="0" * 16, rule=RULE),
    )


def record(
    *photos: SeenPhoto,
    shop: Shop = NO_SHOP,
    voice: Voice | None = None,
    id: str = "SKU 1",
    **facts: str,
) -> Record:
    """The record that `photos` settle to."""
    return settle(observed(*photos, id=id), facts, shop, voice or Voice())


def tagged(
    *photos: SeenPhoto,
    shop: Shop = NO_SHOP,
    voice: Voice | None = None,
    id: str = "SKU 1",
    facts: Mapping[str, str] | None = None,
) -> Tagged:
    """The record that `photos` settle to, on grey pictures with a hot left half, to draw it."""
    seen_ = observed(*photos, id=id)
    record_ = settle(seen_, facts or {}, shop, voice or Voice())
    attention = np.zeros((6, 8), np.float32)
    attention[:, :4] = 1
    mask = np.zeros((30, 40), np.bool_)
    mask[6:24, 8:32] = True
    glimpse = Glimpse(np.full((30, 40, 3), 128, np.uint8), attention, mask)
    return Tagged(record_, seen_, glimpse)
