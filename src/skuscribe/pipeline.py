"""The path of a photo: first seen, then settled. The page to read first.

`observe` needs pixels. `settle` needs none: an edited fact never looks at a photo again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skuscribe.attributes.scene import Scene
from skuscribe.attributes.table import measure_all
from skuscribe.attributes.text.barcode import read_barcodes
from skuscribe.attributes.text.engine import OcrEngine
from skuscribe.attributes.text.gtin import settle_gtin
from skuscribe.attributes.text.label import settle_label
from skuscribe.attributes.text.lines import read_text
from skuscribe.attributes.views import merged, views_of
from skuscribe.describe.facts import facts_of
from skuscribe.describe.voice import Voice
from skuscribe.describe.write import describe
from skuscribe.fingerprint import made_by
from skuscribe.look.looker import Looker
from skuscribe.record.facts import given_facts
from skuscribe.record.model import Decided, Record
from skuscribe.record.observed import Observed, SeenWith
from skuscribe.record.seen import seen_photo
from skuscribe.record.stations import Photo
from skuscribe.review.first import advised
from skuscribe.review.review import UNREVIEWED, reviewed
from skuscribe.review.rules import Doubt
from skuscribe.shop.profile import Shop
from skuscribe.subject.find import find_subject
from skuscribe.subject.quality import quality_of
from skuscribe.taxonomy.categorise import categorise, told_category


@dataclass(frozen=True, eq=False)
class Eyes:
    """What photos are looked at with: opened once, used for every product."""

    looker: Looker
    engine: OcrEngine
    read_all: bool
    seen_with: SeenWith


@dataclass(frozen=True, eq=False)
class Observation:
    """What was seen, to keep, and the pixels it was seen on, to draw it."""

    observed: Observed
    scenes: Sequence[Scene]


def observe(eyes: Eyes, photos: Sequence[Photo], id: str) -> Observation:
    """Return everything that can be seen of the one product that `photos` show."""
    looks = [eyes.looker.look(photo) for photo in photos]
    subjects = [find_subject(photo, look) for photo, look in zip(photos, looks, strict=True)]
    scenes = [Scene(*each) for each in zip(photos, looks, subjects, strict=True)]
    measures = [measure_all(scene) for scene in scenes]
    texts = [read_text(eyes.engine, each, eyes.read_all) for each in scenes]
    codes = [read_barcodes(eyes.engine, photo) for photo in photos]
    good = [quality_of(p, s, t[0]) for p, s, t in zip(photos, subjects, texts, strict=True)]
    parts = (photos, looks, subjects, measures, texts, range(len(photos)), codes, good)
    seen = tuple(seen_photo(*row) for row in zip(*parts, strict=True))
    return Observation(Observed(id=id, photos=seen, seen_with=eyes.seen_with), scenes)


def settle(
    observed: Observed,
    facts: Mapping[str, str],
    shop: Shop,
    voice: Voice,
    decided: Decided = Decided(),  # noqa: B008 - frozen
    doubts: Sequence[Doubt] = (),
) -> Record:
    """Return the record that an observation, words and decisions make, with `doubts` of before.

    Raises:
        SkuscribeError: `config.invalid` when a fact is empty or given twice.
        pydantic.ValidationError: the observation's measures are not what this version measures.
    """
    given = given_facts(facts)
    views = views_of(observed, shop)
    category = categorise(views.showing, told_category(given), shop, observed.seen_with.rule)
    attributes, subject = merged(views, category, shop), views.best.subject
    label = settle_label(observed.photos, given, category, shop.brands)
    read, doubted = settle_gtin(observed.photos, given)
    given = (*given, *read)
    known = facts_of(category, attributes, label.texts, label.brand, given, subject, label.quotable)
    record = Record(
        id=observed.id,
        photos=tuple(photo.info for photo in observed.photos),
        facts=given,
        category=category,
        subject=subject,
        attributes=attributes,
        texts=label.texts,
        brand=label.brand,
        proposals=label.proposals,
        description=describe(known, voice, observed.id, shop.wording),
        review=UNREVIEWED,
        problems=(),
        decided=decided,
        made_by=made_by(observed.seen_with, shop, voice),
    )
    found = (*label.doubts, *doubted, *doubts)
    return reviewed(record, shop, found, views.said | advised(observed.photos, views.places))
