"""RapidOCR: PP-OCR models by onnxruntime, carried in its wheel. The default engine.

Settings were chosen on real photos with text; docs/decisions/0003 has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata, resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skuscribe.record.stations import TextLine

LONGEST_SIDE = 1280
SHORTEST_SIDE = 480
"""Smaller photos are enlarged to this short side before text is sought: it is what reads them."""

LONGEST_READING = 1000.0
"""Widths over heights of all places that are read, summed: time goes by it, 5 s at most."""

MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
}


class RapidOcrEngine:
    """RapidOCR on one thread."""

    def __init__(self, engine: Any, version: str) -> None:  # noqa: ANN401 - untyped package
        self._engine = engine
        self.version = version

    def read(self, pixels: NDArray[np.uint8]) -> list[TextLine]:
        """Return the lines on `pixels`, uint8 (h, w, 3) sRGB."""
        canvas = _on_canvas(pixels)
        found = self._engine(np.ascontiguousarray(canvas[..., ::-1]))
        height, width = pixels.shape[:2]
        read = [] if found.txts is None else zip(found.txts, found.scores, found.boxes, strict=True)
        unread = (("", 1.0, box) for box in self._engine.unread)
        return [
            TextLine(text, float(score), tuple((x / width, y / height) for x, y in box.tolist()))
            for text, score, box in (*read, *unread)
        ]


def _bounded() -> Any:  # noqa: ANN401 - a class of an untyped package
    """Return RapidOCR with a bound on what is read: the tallest letters first, the rest is told."""
    from rapidocr import RapidOCR

    class Bounded(RapidOCR):  # type: ignore[misc]
        """Leaves in `unread` the places that it has seen and not read."""

        unread: Sequence[Any] = ()

        def detect_and_crop(self, img: Any, op_record: Any) -> tuple[list[Any], Any]:  # noqa: ANN401
            self.unread = ()
            crops, found = super().detect_and_crop(img, op_record)
            kept = within_reach([crop.shape[:2] for crop in crops])
            left = sorted(set(range(len(crops))) - set(kept))
            self.unread = [found.boxes[i] for i in left]
            found.boxes, found.scores = found.boxes[kept], [found.scores[i] for i in kept]
            return [crops[i] for i in kept], found

    return Bounded


def within_reach(sizes: Sequence[tuple[int, int]]) -> list[int]:
    """Return which places are read: the tallest, until `LONGEST_READING` is spent, in order.

    Args:
        sizes: height and width of each place, in pixels.
    """
    spent = 0.0
    kept = []
    for place in sorted(range(len(sizes)), key=lambda i: (-sizes[i][0], i)):
        height, width = sizes[place]
        spent += width / max(1, height)
        if spent <= LONGEST_READING:
            kept.append(place)
    return sorted(kept)


def _on_canvas(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay a very long photo on white, so that enlarging its short side makes no giant of it."""
    height, width = pixels.shape[:2]
    least = round(max(height, width) * SHORTEST_SIDE / LONGEST_SIDE)
    if min(height, width) >= least:
        return pixels
    canvas = np.full((max(height, least), max(width, least), 3), 255, np.uint8)
    canvas[:height, :width] = pixels
    return canvas


def open_engine() -> RapidOcrEngine:
    """Open RapidOCR with the models of its wheel.

    Their paths are given: without them a damaged file would make it look for a download.
    """
    folder = resources.files("rapidocr") / "models"
    options: dict[str, Any] = {name: str(folder / file) for name, file in MODELS.items()}
    options |= {
        "Global.log_level": "critical",
        "Global.max_side_len": LONGEST_SIDE,
        "Det.limit_type": "min",
        "Det.limit_side_len": SHORTEST_SIDE,
        # Lines of a batch are padded to the longest: alone they take less memory, no more time.
        "Rec.rec_batch_num": 1,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    for file in MODELS.values():
        if not (folder / file).is_file():
            raise FileNotFoundError(f"{file} is missing from {version()}")
    return RapidOcrEngine(_bounded()(params=options), version())


def version() -> str:
    """Return name and version, without opening the engine."""
    return f"rapidocr {metadata.version('rapidocr')}"
