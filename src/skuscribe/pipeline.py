"""The path of a photo, from pixels to record: the page to read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skuscribe.attributes.colour.attribute import main_colours
from skuscribe.attributes.shape.attribute import outline_shape
from skuscribe.attributes.text.engine import OcrEngine
from skuscribe.attributes.text.spans import read_spans
from skuscribe.attributes.told import given_facts, told_brand, told_category
from skuscribe.describe.write import Length, describe
from skuscribe.look.looker import Looker
from skuscribe.record.assemble import Findings, assemble
from skuscribe.record.model import MadeBy, Node, Record
from skuscribe.record.stations import Look, Photo, Subject
from skuscribe.subject.find import find_subject
from skuscribe.taxonomy.categorise import categorise, unmapped


@dataclass(frozen=True, eq=False)
class Tools:
    """What the stations work with: opened once, used for every product."""

    looker: Looker
    engine: OcrEngine
    mapping: Mapping[str, Node]
    length: Length
    made_by: MadeBy


@dataclass(frozen=True, eq=False)
class Tagged:
    """A record, and what the stations saw: enough to draw it."""

    record: Record
    photos: Sequence[Photo]
    looks: Sequence[Look]
    subjects: Sequence[Subject]


def walk(tools: Tools, photos: Sequence[Photo], facts: Mapping[str, str], id: str) -> Tagged:
    """Return the record of the one product that `photos` show."""
    given = given_facts(facts)
    looks = [tools.looker.look(photo) for photo in photos]
    look = tools.looker.agree(looks)
    category = categorise(look, told_category(given), tools.mapping)
    subjects = [find_subject(photo, seen) for photo, seen in zip(photos, looks, strict=True)]
    best = max(range(len(photos)), key=lambda index: subjects[index].confidence)
    colours = main_colours(photos[best], subjects[best], category.label, best)
    shape = outline_shape(subjects[best], category.label, best)
    attributes = (*colours, *shape)
    texts, text_problems = read_spans(tools.engine, photos)
    brand = told_brand(given)
    description = describe(category, attributes, texts, brand, given, tools.length)
    findings = Findings(
        id=id,
        facts=given,
        category=category,
        unmapped=unmapped(category, tools.mapping),
        attributes=attributes,
        texts=texts,
        text_problems=text_problems,
        brand=brand,
        description=description,
    )
    record = assemble(findings, photos, subjects[best], best, tools.made_by)
    return Tagged(record, photos, looks, subjects)
