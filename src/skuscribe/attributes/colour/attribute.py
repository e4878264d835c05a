"""Colours: clusters are measured on every region that may count, and named once one is chosen."""

from __future__ import annotations

from pydantic import Field

from skuscribe.attributes.colour import names, words
from skuscribe.attributes.colour.cluster import Cluster, clusters_of
from skuscribe.attributes.colour.light import Light, light_of
from skuscribe.attributes.colour.names import finer_name, shops_name
from skuscribe.attributes.colour.neighbours import apart
from skuscribe.attributes.colour.region import Pixels, regions_of
from skuscribe.attributes.colour.space import hex_of, lab_of
from skuscribe.attributes.colour.words import MOST, ColourWord, words_of
from skuscribe.attributes.scene import Case, Scene
from skuscribe.record.base import Fraction, Number, Part
from skuscribe.record.model import Attribute, Category, Evidence, Standard, Swatch

__all__ = ["MOST", "TABLE_VERSION", "ColourMeasures", "apart", "measure", "settle"]

TABLE_VERSION = f"{names.TABLE_VERSION} + {words.TABLE_VERSION}"
VOCABULARY = "shopify/color"

LEAST_SUBJECT = 0.35
"""Confidence of the subject under which its colours would be those of the ground."""

SCREENS = frozenset(
    {"computer monitor", "laptop", "mobile phone", "screen or projector", "television"}
)
"""Labels whose middle shows a picture: the colours of that picture are not the product's."""


CLOTH = ("Apparel & Accessories > Clothing",)
METALLIC = (
    "Apparel & Accessories > Jewelry",
    "Arts & Entertainment > Hobbies & Creative Arts > Musical Instruments",
    "Hardware",
    "Home & Garden > Decor",
    "Home & Garden > Lighting",
)
"""Google's categories of things that are of cloth, and of those that may be of metal: light gray
cloth is not silver, and brown leather or oak is not gold."""


class Colour(Part):
    """A cluster: CIELAB D65, and its share of the region's pixels."""

    lab: tuple[Number, Number, Number]
    share: Fraction


class Region(Part):
    """The colours of a region, largest share first, and the light that it is seen in."""

    colours: tuple[Colour, ...] = Field(min_length=1)
    light: Light


class ColourMeasures(Part):
    """The regions that may tell the product's colours.

    Attributes:
        subject: the whole product.
        frame: its outermost part, where a screen has its housing.
    """

    subject: Region
    frame: Region


def measure(scene: Scene) -> ColourMeasures:
    """Return the colours of every region of the subject."""
    found = regions_of(scene.photo.small, scene.subject.mask)
    return ColourMeasures(
        subject=region_of(found.subject, found.ground), frame=region_of(found.frame, found.ground)
    )


def region_of(pixels: Pixels, ground: Pixels) -> Region:
    """Return what is measured on a region: sRGB pixels, uint8 (n, 3), n >= 1, and the ground's."""
    lab = lab_of(pixels)
    colours = (Colour(lab=each.lab, share=min(1.0, each.share)) for each in clusters_of(lab))
    return Region(colours=tuple(colours), light=light_of(lab, lab_of(ground)))


def clusters_in(region: Region) -> list[Cluster]:
    """Return the clusters that a region was kept as."""
    return [Cluster(colour.lab, colour.share) for colour in region.colours]


def settle(measures: ColourMeasures, case: Case) -> tuple[Attribute, ...]:
    """Return the product's main colours; one `unsure` when it is not clear."""
    region = measures.frame if case.category.label in SCREENS else measures.subject
    found = words_of(clusters_in(region), region.light, _impossible(case.category))
    if case.subject.confidence < LEAST_SUBJECT:
        return (_unsure(found[0], case),)
    return tuple(_shown(word, case) for word in found)


def _impossible(category: Category) -> list[str]:
    """Return the words for metals that a thing of this category cannot have."""
    path = category.google.path if category.google else ""
    silver = ["Silver"] if path.startswith(CLOTH) else []
    return silver if path.startswith(METALLIC) else [*silver, "Gold"]


def _evidence(word: ColourWord) -> Evidence:
    lab, share = word.colour.lab, min(1.0, word.colour.share)
    return Evidence(swatch=Swatch(hex=hex_of(lab), share=share, lab=lab))


def _shown(word: ColourWord, case: Case) -> Attribute:
    return Attribute(
        name="colour",
        value=shops_name(case.palette, word.colour.lab) or finer_name(word.word, word.colour.lab),
        standard=Standard(vocabulary=VOCABULARY, value=word.word),
        # Doubt comes from the mask and from a colour that lies between two words.
        confidence=word.probability * (0.6 + 0.4 * case.subject.confidence),
        source="photo",
        photo=case.subject.photo,
        evidence=_evidence(word),
    )


def _unsure(word: ColourWord, case: Case) -> Attribute:
    return Attribute(
        name="colour",
        value="",
        confidence=0.5 * case.subject.confidence,
        source="photo",
        photo=case.subject.photo,
        evidence=_evidence(word),
        state="unsure",
    )
