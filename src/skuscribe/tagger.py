"""The public door: opens everything once, reads photos, walks the path."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from skuscribe.attributes.text.engine import open_engine
from skuscribe.core.errors import SkuscribeError
from skuscribe.fingerprint import seen_with
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.read import PhotoSource, read_photo
from skuscribe.pipeline import Eyes, Observation, observe, settle
from skuscribe.record.model import Record
from skuscribe.record.stations import Photo
from skuscribe.record.text import safe_name
from skuscribe.settings import Settings
from skuscribe.shop.profile import read_shop
from skuscribe.taxonomy.mapping import refuse_unknown_words


@dataclass(frozen=True, eq=False)
class Tagged:
    """A record, and what it was settled from: enough to draw it."""

    record: Record
    observation: Observation


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
        engine = open_engine(self.settings.ocr)
        self._eyes = Eyes(
            looker=Looker(bundle),
            engine=engine,
            seen_with=seen_with(bundle.identity, engine.version),
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

    def see(
        self, photos: Sequence[PhotoSource], facts: Mapping[str, str], id: str | None = None
    ) -> Tagged:
        """Do as `tag` does, and return what the stations saw as well."""
        if not photos:
            raise ValueError("give at least one photo")
        read = [self._read(photo) for photo in photos]
        observation = observe(self._eyes, read, id or read[0].name)
        record = settle(observation.observed, facts, self._shop, self.settings.voice)
        return Tagged(record, observation)

    def _read(self, photo: PhotoSource) -> Photo:
        try:
            return read_photo(photo, self.settings)
        except SkuscribeError as error:
            if isinstance(photo, str | os.PathLike):
                raise error.at(safe_name(PurePath(photo).name)) from error
            raise
