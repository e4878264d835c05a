"""Several photos of one product: which show it, which its label, which another thing.

What photos say is never averaged over a contradiction: the photos that agree with most others are
believed, those round the earliest among equals, and the others are told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skuscribe.attributes.contradictions import (
    LEVELS,
    SURE_SUBJECT,
    Doubt,
    Sight,
    in_print,
    of_one_product,
)
from skuscribe.attributes.scene import Case
from skuscribe.attributes.table import ATTRIBUTES, Row, settle_all
from skuscribe.attributes.text.spans import spans_of
from skuscribe.record.model import Attribute, Category
from skuscribe.record.observed import Observed, SeenPhoto
from skuscribe.shop.profile import Shop
from skuscribe.taxonomy.categorise import categorise, taught_by
from skuscribe.taxonomy.weigh import weigh

CLEAR = 0.5
"""Confidence of the subject from which a photo is believed before others."""

SURE_ADDED = 0.7
"""Confidence from which another view adds a value."""

MANY_LETTERS, MORE = 100, 3
"""Letters and digits of a label, and how many times those of the photo with the fewest: of 92
fronts of packed goods 95 in 100 have at most 81."""


@dataclass(frozen=True)
class Views:
    """The photos of a product by what they are good for.

    Attributes:
        showing: those whose values count, in their order.
        places: theirs among the product's photos.
        said: where photos disagree: both photos and both values.
    """

    showing: tuple[SeenPhoto, ...]
    places: tuple[int, ...]
    said: dict[Doubt, str]

    @property
    def best(self) -> SeenPhoto:
        """The photo on which it is surest where the product is."""
        return max(self.showing, key=lambda photo: photo.subject.confidence)


def views_of(observed: Observed, shop: Shop) -> Views:
    """Return which photos of a product show it, and where they disagree."""
    if len(observed.photos) == 1:
        return Views(observed.photos, (0,), {})
    sights = [_sight(observed, place, shop) for place in range(len(observed.photos))]
    views = [each for each in sights if not _is_label(each, sights)]
    against = {a.place: [of_one_product(a, b) for b in views] for a in views}
    # `max` takes the earliest among equals: shops put the photo that they mean first.
    best = max(views, key=lambda each: (against[each.place].count(None), _is_clear(each)))
    believed = against[best.place]
    pairs = list(zip(views, believed, strict=True))
    said: dict[Doubt, str] = {
        (why[0], f"/photos/{each.place}"): why[1] for each, why in pairs if why is not None
    }
    showing = [each for each, why in pairs if why is None]
    return Views(
        tuple(each.photo for each in showing),
        tuple(each.place for each in showing),
        {**said, **dict(in_print(sights))},
    )


def _is_clear(sight: Sight) -> bool:
    return sight.photo.subject.confidence >= CLEAR


def _sight(observed: Observed, place: int, shop: Shop) -> Sight:
    photo = observed.photos[place]
    category = categorise([photo], None, shop, observed.seen_with.rule)
    considered = [category.label, *(each.label for each in category.alternatives)]
    values: dict[str, list[Attribute]] = {}
    for each in settle_all(photo.measures, Case(category, photo.subject, shop.palette)):
        values.setdefault(each.name, []).append(each)
    return Sight(
        place,
        photo,
        _nodes(photo, shop),
        next(filter(None, considered), "nothing that is known"),
        values,
        spans_of(photo.lines, place),
    )


def _nodes(photo: SeenPhoto, shop: Shop) -> dict[tuple[str, ...], float]:
    """Return the belief in each node of the tree's first levels; a word filed nowhere is one."""
    found: dict[tuple[str, ...], float] = {}
    for each in weigh([photo.beliefs], taught_by(shop, [photo])):
        node = each.word.path[:LEVELS] or (each.word.word,)
        found[node] = found.get(node, 0.0) + each.mass
    whole = sum(found.values())
    return {node: mass / whole for node, mass in found.items()} if whole else {}


def _is_label(sight: Sight, sights: Sequence[Sight]) -> bool:
    """Tell a photo of what is printed on a product from one that shows the product."""
    fewest = min(_letters(each) for each in sights)
    return _letters(sight) >= max(MANY_LETTERS, MORE * fewest)


def _letters(sight: Sight) -> int:
    return sum(char.isalnum() for span in sight.texts for char in span.text)


def merged(views: Views, category: Category, shop: Shop) -> tuple[Attribute, ...]:
    """Return the best view's attributes, and what the other views surely show beside them."""
    case = Case(category, views.best.subject, shop.palette)
    found = settle_all(views.best.measures, case)
    if len(views.showing) == 1:
        return found
    others = [photo for photo in views.showing if photo is not views.best]
    rows = [(row, [each for each in found if each.name == row.name]) for row in ATTRIBUTES]
    beside = (_added(row, own, others, case) for row, own in rows)
    return tuple(
        each for (_, own), more in zip(rows, beside, strict=True) for each in (*own, *more)
    )


def _added(
    row: Row, own: Sequence[Attribute], others: Sequence[SeenPhoto], case: Case
) -> list[Attribute]:
    """Return the values of a row that `others` surely show and that are apart from all others."""
    added: list[Attribute] = []
    if row.apart is None or not own or own[0].state != "shown":
        return added
    for value in _offered(row, own[0], others, case):
        said = (*own, *added)
        if len(said) < row.most and all(row.apart(value, each) for each in said):
            added.append(value)
    return added


def _offered(
    row: Row, first: Attribute, photos: Sequence[SeenPhoto], case: Case
) -> Iterator[Attribute]:
    """Yield what is surely seen on photos whose own first value may be `first`."""
    for photo in photos:
        if row.name in photo.measures and photo.subject.confidence >= SURE_SUBJECT:
            seen = Case(case.category, photo.subject, case.palette)
            values = settle_all({row.name: photo.measures[row.name]}, seen)
            if row.apart is not None and not any(row.apart(first, each) for each in values[:1]):
                yield from (each for each in values if each.confidence >= SURE_ADDED)
