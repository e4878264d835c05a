"""Look at a photo once: beliefs, attention and embedding from one forward pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.look.bundle import Bundle
from skuscribe.look.gate import trust
from skuscribe.look.prepare import MEAN, SCALE, frame_of, prepare
from skuscribe.look.session import Array, Session
from skuscribe.photo.resize import fitted
from skuscribe.record.stations import Belief, Look, Photo

ATTENTION_SIDE = 64
"""Long side of the attention map over the photo, in cells."""


class Looker:
    """The bundle's network, ready to look.

    Raises:
        SkuscribeError: `model.invalid` when file and card do not fit each other; see `Session`.
    """

    def __init__(self, bundle: Bundle) -> None:
        self.card = bundle.card
        self._size = bundle.card.input.size
        self._session = Session(bundle.network)
        fault = next(self._misfits(), None)
        if fault is not None:
            raise SkuscribeError(ErrorCode.MODEL_INVALID, f"the network does not fit: {fault}")

    def look(self, photo: Photo) -> Look:
        """Return what the network sees on `photo`."""
        seen = self._session.run(prepare(photo.small, self._size)[None])
        outputs = self.card.outputs
        return Look(
            beliefs=self._beliefs(seen),
            attention=_over_photo(seen[outputs.attention][0], photo, self._size),
            embedding=seen[outputs.embedding][0],
            mask=None if outputs.mask is None else _inside(seen[outputs.mask][0], photo),
            lettering=None if outputs.lettering is None else float(seen[outputs.lettering][0, 0]),
        )

    def _beliefs(self, seen: Mapping[str, Array]) -> tuple[Belief, ...]:
        known = self.card.vocabularies
        first = trust(self.card.gate, seen[known[0].output][0]) if len(known) > 1 else 1.0
        return tuple(
            Belief(
                vocabulary=vocabulary.name,
                words=vocabulary.labels,
                probabilities=_softmax(seen[vocabulary.output][0]),
                weight=weight,
            )
            for vocabulary, weight in zip(known, (first, 1.0 - first), strict=False)
        )

    def _misfits(self) -> Iterator[str]:
        """Yield what the file and the card disagree about; the network runs once at the end."""
        outputs = self.card.outputs
        named = (outputs.attention, outputs.embedding, outputs.mask, outputs.lettering)
        for name in (*filter(None, named), *(v.output for v in self.card.vocabularies)):
            if name not in self._session.outputs:
                yield f"it has no output '{name}'"
        if self._session.input_shape[1:] != (3, self._size, self._size):
            yield f"its input is {self._session.input_shape}"
        if (self.card.input.mean, self.card.input.scale) != (MEAN, SCALE):
            yield "its normalisation is another"
        blank = np.zeros((1, 3, self._size, self._size), np.float32)
        seen = self._session.run(blank)
        ranks = {outputs.attention: 3, outputs.embedding: 2}
        ranks |= {outputs.mask: 4} if outputs.mask is not None else {}
        ranks |= {outputs.lettering: 2} if outputs.lettering is not None else {}
        ranks |= {known.output: 2 for known in self.card.vocabularies}
        for name, rank in ranks.items():
            if seen[name].ndim != rank or 0 in seen[name].shape:
                yield f"its output '{name}' has the shape {seen[name].shape}"
        for known in self.card.vocabularies:
            count = seen[known.output].shape[1]
            if count != len(known.labels):
                yield f"it knows {count} labels, its card names {len(known.labels)}"


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits.astype(np.float64) - logits.max())
    return np.asarray(powers / powers.sum(), np.float32)


def _inside(mask: Array, photo: Photo) -> NDArray[np.float32]:
    """Return float32 (rows, columns, channels): the network's square without its white margins."""
    height, width = photo.small.shape[:2]
    frame = frame_of(width, height, mask.shape[1])
    inner = mask[:, frame.top : frame.top + frame.height, frame.left : frame.left + frame.width]
    return np.ascontiguousarray(inner.transpose(1, 2, 0), np.float32)


def _over_photo(attention: Array, photo: Photo, size: int) -> NDArray[np.float32]:
    """Cut the white margins off the network's square and scale the rest to 0..1."""
    height, width = photo.small.shape[:2]
    frame = frame_of(width, height, size)
    square = cv2.resize(attention, (size, size), interpolation=cv2.INTER_CUBIC)
    inner = square[
        frame.top : frame.top + frame.height, frame.left : frame.left + frame.width
    ].clip(min=0)
    cells = fitted(frame.width, frame.height, ATTENTION_SIDE, enlarge=True)
    small = cv2.resize(inner, cells, interpolation=cv2.INTER_AREA)
    return np.asarray(small / max(float(small.max()), 1e-9), np.float32)
