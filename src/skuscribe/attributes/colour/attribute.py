"""Colours: clusters are measured on every region that may count, and named once one is chosen."""

from __future__ import annotations

from pydantic import Field

from skuscribe.attributes.colour.cluster import Cluster, clusters_of
from skuscribe.attributes.colour.names import TABLE_VERSION, name_of
from skuscribe.attributes.colour.region import pixels_by_region
from skuscribe.attributes.colour.space import hex_of, lab_of
from skuscribe.attributes.scene import Case, Scene
from skuscribe.record.base import Fraction, Number, Part
from skuscribe.record.model import Attribute, Evidence, Standard, Swatch

__all__ = ["TABLE_VERSION", "ColourMeasures", "measure", "settle"]

VOCABULARY = "shopify/color"
MOST = 3
SMALLEST_SHARE = 0.12
"""A colour on less of the region is a detail."""

LEAST_SUBJECT = 0.35
"""Confidence of the subject under which its colours would be those of the ground."""

SCREENS = frozenset(
    {"computer monitor", "laptop", "mobile phone", "screen or projector", "television"}
)
"""Labels whose middle shows a picture: the colours of that picture are not the product's."""


class Colour(Part):
    """A cluster: CIELAB D65, and its share of the region's pixels."""

    lab: tuple[Number, Number, Number]
    share: Fraction


class ColourMeasures(Part):
    """The clusters of each region, largest share first, at least one each.

    Attributes:
        subject: of the whole product.
        frame: of its outermost part, where a screen has its housing.
    """

    subject: tuple[Colour, ...] = Field(min_length=1)
    frame: tuple[Colour, ...] = Field(min_length=1)


def measure(scene: Scene) -> ColourMeasures:
    """Return the colours of every region of the subject."""
    regions = pixels_by_region(scene.photo.pixels, scene.subject.mask)
    found = {name: clusters_of(lab_of(pixels)) for name, pixels in regions.items()}
    return ColourMeasures(
        **{name: tuple(_kept(cluster) for cluster in each) for name, each in found.items()}
    )


def _kept(cluster: Cluster) -> Colour:
    return Colour(lab=cluster.lab, share=min(1.0, cluster.share))


def settle(measures: ColourMeasures, case: Case) -> tuple[Attribute, ...]:
    """Return the product's main colours; one `unsure` when it is not clear."""
    colours = measures.frame if case.category.label in SCREENS else measures.subject
    if case.subject.confidence < LEAST_SUBJECT:
        return (_unsure(colours[0], case),)
    main = [colour for colour in colours if colour.share >= SMALLEST_SHARE][:MOST]
    named: dict[str, Attribute] = {}
    for colour in main or colours[:1]:
        attribute = _shown(colour, case)
        named.setdefault(attribute.value, attribute)  # one name, one colour
    return tuple(named.values())


def _evidence(colour: Colour) -> Evidence:
    return Evidence(swatch=Swatch(hex=hex_of(colour.lab), share=colour.share, lab=colour.lab))


def _shown(colour: Colour, case: Case) -> Attribute:
    found = name_of(colour.lab)
    # Doubt comes from the mask and from a colour that lies between two words.
    clear = 0.55 + 0.45 * min(1.0, found.clearness / 0.5)
    return Attribute(
        name="colour",
        value=found.name,
        standard=Standard(vocabulary=VOCABULARY, value=found.shopify),
        confidence=clear * (0.6 + 0.4 * case.subject.confidence),
        source="photo",
        photo=case.subject.photo,
        evidence=_evidence(colour),
    )


def _unsure(colour: Colour, case: Case) -> Attribute:
    return Attribute(
        name="colour",
        value="",
        confidence=0.5 * case.subject.confidence,
        source="photo",
        photo=case.subject.photo,
        evidence=_evidence(colour),
        state="unsure",
    )
