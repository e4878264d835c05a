"""Subject to shape attribute: measures always, a word only where the category makes it meaningful.

Nobody calls a dress rectangular: soft things take the shape of how they lie. The table
`meaningful.csv` lists the labels whose outline is a property of the product.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from skuscribe.attributes.shape.outline import in_one_piece, measure_outline
from skuscribe.attributes.shape.words import word_of
from skuscribe.record.model import Attribute, Evidence, Standard
from skuscribe.record.stations import Subject

VOCABULARY = "shopify/shape"
LEAST_SUBJECT = 0.5
"""Confidence of the subject under which its outline is not trusted."""


@cache
def meaningful_labels() -> frozenset[str]:
    """Return the labels for which an outline word says something to a shopper."""
    text = (resources.files(__package__) / "meaningful.csv").read_text(encoding="utf-8")
    return frozenset(text.split("\n")[1:]) - {""}


def outline_shape(subject: Subject, label: str | None, index: int) -> tuple[Attribute, ...]:
    """Return the shape seen on photo `index`: one attribute, or none where it means nothing."""
    if label not in meaningful_labels() or subject.confidence < LEAST_SUBJECT:
        return ()
    if not in_one_piece(subject.mask):
        return ()
    measures = measure_outline(subject.mask)
    if measures is None:
        return ()
    found = word_of(measures)
    return (
        Attribute(
            name="shape",
            value=found.word if found else "",
            standard=Standard(vocabulary=VOCABULARY, value=found.shopify) if found else None,
            confidence=subject.confidence * (0.5 + 0.5 * found.clearness) if found else 0.0,
            source="photo",
            photo=index,
            evidence=Evidence(outline=subject.outline, measure=measures.as_measure()),
            state="shown" if found else "unsure",
        ),
    )
