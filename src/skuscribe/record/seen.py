"""From the values that stations hand on, pixels and all, to what is kept of one photo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skuscribe.record.model import PhotoInfo, SubjectInfo
from skuscribe.record.observed import (
    SeenBarcode,
    SeenBelief,
    SeenLine,
    SeenPhoto,
    SeenQuality,
    packed,
)
from skuscribe.record.stations import Belief, Look, Photo, Subject

KEPT_WORDS = 16
KEPT_FROM = 1e-3
"""A belief keeps its `KEPT_WORDS` likeliest words, and all from this probability on."""


def seen_photo(  # noqa: PLR0913, PLR0917 - one for each station
    photo: Photo,
    look: Look,
    subject: Subject,
    measures: Mapping[str, Any],
    text: tuple[tuple[SeenLine, ...], tuple[str, ...]],
    index: int,
    barcodes: tuple[SeenBarcode, ...] = (),
    quality: SeenQuality | None = None,
) -> SeenPhoto:
    """Return what is kept of photo `index` of a product.

    Args:
        photo: the photo.
        look: what the network saw on it.
        subject: where the product is on it.
        measures: by attribute, JSON values.
        text: the lines that were read, and the codes of what went wrong.
        index: which of the product's photos it is.
        barcodes: what was read twice alike.
        quality: how good it is as a photo.
    """
    lines, problems = text
    return SeenPhoto(
        info=PhotoInfo(
            name=photo.name,
            sha256=photo.sha256,
            width=photo.width,
            height=photo.height,
            problems=photo.problems,
        ),
        beliefs=tuple(seen_belief(belief) for belief in look.beliefs),
        embedding=packed(look.embedding),
        subject=_subject(subject, index),
        measures=dict(measures),
        lines=lines,
        text_problems=problems,
        barcodes=barcodes,
        quality=quality,
    )


def _subject(subject: Subject, index: int) -> SubjectInfo:
    return SubjectInfo(
        photo=index,
        method=subject.method,
        confidence=subject.confidence,
        box=subject.box,
        share=subject.share,
        outline=subject.outline,
        parts=subject.parts,
        holes=subject.holes,
    )


def seen_belief(belief: Belief) -> SeenBelief:
    """Return what is kept of a belief: its likeliest words, likeliest first."""
    order = (-belief.probabilities).argsort(kind="stable")
    likely = int((belief.probabilities >= KEPT_FROM).sum())
    kept = order[: max(KEPT_WORDS, likely)]
    return SeenBelief(
        vocabulary=belief.vocabulary,
        words=tuple(belief.words[i] for i in kept),
        probabilities=tuple(belief.probabilities[kept].tolist()),
        weight=belief.weight,
    )
