"""Look at a photo once: label scores, attention and embedding from one forward pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.core.errors import ErrorCode, SkuscribeError
from skuscribe.look.bundle import REPAIR, Bundle
from skuscribe.look.prepare import MEAN, SCALE, frame_of, prepare
from skuscribe.look.session import Array, Session
from skuscribe.record.stations import Look, Photo

OUTPUTS = ("logits", "attention", "embedding")
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
        self._refuse_misfit()

    def look(self, photo: Photo) -> Look:
        """Return what the network sees on `photo`."""
        batch = prepare(photo.pixels, self._size)[None]
        seen = self._session.run(batch)
        probabilities = _softmax(seen["logits"][0])
        return Look(
            labels=self.card.labels,
            probabilities=probabilities,
            answer=self._answer(probabilities),
            attention=_over_photo(seen["attention"][0], photo, self._size),
            embedding=seen["embedding"][0],
        )

    def agree(self, looks: Sequence[Look]) -> Look:
        """Return what several photos of one product say together: the mean of their beliefs."""
        beliefs = np.stack([look.probabilities for look in looks])
        probabilities = np.asarray(beliefs.mean(axis=0), np.float32)
        return replace(looks[0], probabilities=probabilities, answer=self._answer(probabilities))

    def _answer(self, probabilities: Array) -> str | None:
        best = int(probabilities.argmax())
        sure = probabilities[best] >= self.card.answering.confidence
        return self.card.labels[best] if sure else None

    def _refuse_misfit(self) -> None:
        faults = []
        if self._session.outputs != OUTPUTS:
            faults.append(f"its outputs are {', '.join(self._session.outputs)}")
        if self._session.input_shape[1:] != (3, self._size, self._size):
            faults.append(f"its input is {self._session.input_shape}")
        if (self.card.input.mean, self.card.input.scale) != (MEAN, SCALE):
            faults.append("its normalisation is another")
        if not faults:
            blank = np.zeros((1, 3, self._size, self._size), np.float32)
            known = self._session.run(blank)["logits"].shape[1]
            if known != len(self.card.labels):
                faults.append(f"it knows {known} labels, its card names {len(self.card.labels)}")
        if faults:
            raise SkuscribeError(
                ErrorCode.MODEL_INVALID, f"the network does not fit: {faults[0]}", hint=REPAIR
            )


def _softmax(logits: Array) -> Array:
    powers = np.exp(logits.astype(np.float64) - logits.max())
    return np.asarray(powers / powers.sum(), np.float32)


def _over_photo(attention: Array, photo: Photo, size: int) -> NDArray[np.float32]:
    """Cut the white margins off the network's square and scale the rest to 0..1."""
    height, width = photo.pixels.shape[:2]
    frame = frame_of(width, height, size)
    square = cv2.resize(attention, (size, size), interpolation=cv2.INTER_CUBIC)
    inner = square[
        frame.top : frame.top + frame.height, frame.left : frame.left + frame.width
    ].clip(min=0)
    scale = ATTENTION_SIDE / max(frame.width, frame.height)
    cells = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    small = cv2.resize(inner, cells, interpolation=cv2.INTER_AREA)
    return np.asarray(small / max(float(small.max()), 1e-9), np.float32)
