"""The public door: opens everything once, reads photos, walks the path."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from skuscribe.attributes.scene import Scene
from skuscribe.attributes.text.engine import open_engine, reading_by
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.fingerprint import seen_with
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.read import WORKING_SIDE, NamedPhoto, PhotoSource, read_photo
from skuscribe.photo.resize import enlarged, reduced
from skuscribe.pipeline import Eyes, observe, settle
from skuscribe.record.model import Record
from skuscribe.record.observed import Observed
from skuscribe.record.stations import Glimpse, Photo
from skuscribe.record.text import safe_name
from skuscribe.settings import Settings
from skuscribe.shop.profile import read_shop
from skuscribe.subject.cutout import LONGEST, Ground, cutout_of
from skuscribe.taxonomy.mapping import refuse_other_examples, refuse_unknown_words

GLIMPSE_SIDE = 640
"""Long side in pixels of the picture that cards are drawn with."""


def glimpse_of(scene: Scene) -> Glimpse:
    """Return a small picture of a photo and of where the network looked on it."""
    small = reduced(scene.photo.pixels, GLIMPSE_SIDE)
    mask = enlarged(scene.subject.mask, (small.shape[1], small.shape[0]))
    return Glimpse(small, scene.look.attention, mask)


@dataclass(frozen=True, eq=False)
class Tagged:
    """A record, what it was settled from, and pictures where they were asked for.

    `cutout` is a PNG of the product alone, at the full size of its photo.
    """

    record: Record
    observed: Observed
    glimpse: Glimpse | None = None
    cutout: bytes | None = None


@dataclass(frozen=True)
class Cut:
    """A wish for the product alone: what it stands on, and where its photos come from."""

    ground: Ground
    sources: Sequence[PhotoSource]


class Tagger:
    """Turns photos into records. One object serves one thread.

    Raises:
        SkuscribeError: `model.*`, `ocr.unavailable` or `config.*` when a part is missing or broken.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        bundle = read_bundle(self.settings.model)
        self._shop = read_shop(self.settings.shop)
        refuse_unknown_words(self._shop, bundle.card.labels)
        refuse_other_examples(self._shop, bundle.identity)
        engine = open_engine(self.settings.ocr)
        self._eyes = Eyes(
            looker=Looker(bundle),
            engine=engine,
            read_all=self.settings.read_all,
            seen_with=seen_with(
                bundle.identity,
                reading_by(engine.version, self.settings.read_all),
                bundle.card.answering.rule,
            ),
        )

    def tag(
        self, *photos: PhotoSource, facts: Mapping[str, str] | None = None, id: str | None = None
    ) -> Record:
        """Return the record of one product, seen on one or several photos.

        Args:
            photos: paths, bytes, PIL images, or uint8 arrays (h, w, 3) in RGB order.
            facts: what the merchant says of the product.
            id: the record's id; the first photo's name when None.

        Raises:
            SkuscribeError: a photo cannot be read (`photo.*`), or a fact is empty or given twice
                (`config.invalid`).
            ValueError: there is no photo.
        """
        return self.see(photos, facts or {}, id).record

    def tag_many(
        self, products: Iterable[PhotoSource | Sequence[PhotoSource]]
    ) -> Iterator[Record | SkuscribeError]:
        """Yield a record for each product, or why there is none, in order, as they are asked for.

        One that fails costs itself alone. All of it in this process, a product at a time: many
        photos are worked through faster by `skuscribe run`, on every core.

        Args:
            products: each a photo or a list of photos.
        """
        for each in products:
            photos = each if isinstance(each, list | tuple) else (each,)
            try:
                yield self.tag(*photos)
            except SkuscribeError as error:
                yield error
            except Exception as error:  # a bug met by one product must not harm the others
                yield unexpected(error, "")

    def see(
        self,
        photos: Sequence[PhotoSource],
        facts: Mapping[str, str],
        id: str | None = None,
        *,
        glimpse: bool = False,
    ) -> Tagged:
        """Do as `tag` does, and return what was seen as well, and a `glimpse` to draw."""
        return self.walk(self.read(photos), facts, id, glimpse=glimpse)

    def read(self, photos: Sequence[PhotoSource]) -> list[Photo]:
        """Return the photos of one product, decoded.

        Raises:
            SkuscribeError: `photo.*`, naming the photo.
            ValueError: there is no photo.
        """
        if not photos:
            raise ValueError("give at least one photo")
        return [self._read(photo) for photo in photos]

    def walk(
        self,
        photos: Sequence[Photo],
        facts: Mapping[str, str],
        id: str | None = None,
        *,
        glimpse: bool = False,
        cutout: Cut | None = None,
    ) -> Tagged:
        """Walk the path with photos that are read."""
        seen = observe(self._eyes, photos, id or photos[0].name)
        record = settle(seen.observed, facts, self._shop, self.settings.voice)
        scene = seen.scenes[record.subject.photo]
        return Tagged(
            record,
            seen.observed,
            glimpse_of(scene) if glimpse else None,
            None if cutout is None else self._cut(scene, cutout, record.subject.photo),
        )

    def _cut(self, scene: Scene, cut: Cut, index: int) -> bytes:
        """Return the product of a scene alone; a large photo is read again, at its full size."""
        photo = scene.photo
        if max(photo.width, photo.height) > WORKING_SIDE:
            photo = self._read(cut.sources[index], LONGEST)
        return cutout_of(photo.pixels, scene.subject.mask, cut.ground)

    def _read(self, photo: PhotoSource, side: int = WORKING_SIDE) -> Photo:
        try:
            return read_photo(photo, self.settings, side=side)
        except SkuscribeError as error:
            if isinstance(photo, NamedPhoto):
                raise error.at(photo.name) from error
            if isinstance(photo, str | os.PathLike):
                raise error.at(safe_name(PurePath(photo).name)) from error
            raise
