"""Shape: the outline is always measured; a word is said only where the category gives it meaning.

Nobody calls a dress rectangular: soft things take the shape of how they lie. The table
`meaningful.csv` lists the labels whose outline is a property of the product.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from skuscribe.attributes.scene import Case, Scene
from skuscribe.attributes.shape.outline import OutlineMeasures, in_one_piece, measure_outline
from skuscribe.attributes.shape.words import word_of
from skuscribe.record.base import Part
from skuscribe.record.model import Attribute, Evidence, Standard

VOCABULARY = "shopify/shape"
LEAST_SUBJECT = 0.5
"""Confidence of the subject under which its outline is not trusted."""


class ShapeMeasures(Part):
    """The outline's measures; None where the product is too small or in several pieces."""

    outline: OutlineMeasures | None


@cache
def meaningful_labels() -> frozenset[str]:
    """Return the labels for which an outline word says something to a shopper."""
    text = (resources.files(__package__) / "meaningful.csv").read_text(encoding="utf-8")
    return frozenset(text.split("\n")[1:]) - {""}


def measure(scene: Scene) -> ShapeMeasures:
    """Return the measures of the subject's outline."""
    mask = scene.subject.mask
    return ShapeMeasures(outline=measure_outline(mask) if in_one_piece(mask) else None)


def settle(measures: ShapeMeasures, case: Case) -> tuple[Attribute, ...]:
    """Return the shape: one attribute, or none where it means nothing."""
    meant = case.category.label in meaningful_labels()
    if not meant or case.subject.confidence < LEAST_SUBJECT or measures.outline is None:
        return ()
    found = word_of(measures.outline)
    sure = case.subject.confidence
    return (
        Attribute(
            name="shape",
            value=found.word if found else "",
            standard=Standard(vocabulary=VOCABULARY, value=found.shopify) if found else None,
            confidence=sure * (0.5 + 0.5 * found.clearness) if found else 0.0,
            source="photo",
            photo=case.subject.photo,
            evidence=Evidence(outline=case.subject.outline, measure=measures.outline.as_measure()),
            state="shown" if found else "unsure",
        ),
    )
