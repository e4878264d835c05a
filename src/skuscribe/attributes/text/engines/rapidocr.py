"""RapidOCR: PP-OCR models by onnxruntime, carried in its wheel. The default engine.

Settings were chosen on real photos with text; docs/decisions/0003 has the figures.
"""

from __future__ import annotations

from importlib import metadata, resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skuscribe.record.stations import TextLine

LONGEST_SIDE = 1280
SHORTEST_SIDE = 480
"""Smaller photos are enlarged to this short side before text is sought: it is what reads them."""

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
        found = self._engine(np.ascontiguousarray(pixels[..., ::-1]))
        if found.txts is None:
            return []
        height, width = pixels.shape[:2]
        return [
            TextLine(text, float(score), tuple((x / width, y / height) for x, y in box.tolist()))
            for text, score, box in zip(found.txts, found.scores, found.boxes, strict=True)
        ]


def open_engine() -> RapidOcrEngine:
    """Open RapidOCR with the models of its wheel.

    Their paths are given: without them a damaged file would make it look for a download.
    """
    from rapidocr import RapidOCR

    folder = resources.files("rapidocr") / "models"
    options: dict[str, Any] = {name: str(folder / file) for name, file in MODELS.items()}
    options |= {
        "Global.log_level": "critical",
        "Global.max_side_len": LONGEST_SIDE,
        "Det.limit_type": "min",
        "Det.limit_side_len": SHORTEST_SIDE,
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    for file in MODELS.values():
        if not (folder / file).is_file():
            raise FileNotFoundError(f"{file} is missing from rapidocr {_version()}")
    return RapidOcrEngine(RapidOCR(params=options), f"rapidocr {_version()}")


def _version() -> str:
    return metadata.version("rapidocr")
