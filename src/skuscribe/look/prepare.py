"""Pixels to the network's tensor: the one preprocessing, called in training and in serving.

The whole photo is fitted into a square and the rest is filled with white, so that nothing is cut
off and nothing is squashed.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from skuscribe.photo.resize import fitted

MEAN = 127.0
SCALE = 128.0
"""(x - 127) / 128: EfficientNet-Lite, tensorflow/tpu lite/efficientnet_lite_builder.py."""

WHITE = 255


@dataclass(frozen=True)
class Frame:
    """Where the photo lies in the square, in pixels of the square."""

    left: int
    top: int
    width: int
    height: int


def frame_of(width: int, height: int, size: int) -> Frame:
    """Return the centred frame that a photo of `width` x `height` fills in a square of `size`."""
    inner_width, inner_height = fitted(width, height, size, enlarge=True)
    left, top = (size - inner_width) // 2, (size - inner_height) // 2
    return Frame(left, top, inner_width, inner_height)


def letterbox(pixels: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Fit `pixels`, uint8 (h, w, 3), into a white square, uint8 (size, size, 3)."""
    height, width = pixels.shape[:2]
    frame = frame_of(width, height, size)
    # Area averaging when the photo shrinks keeps fine print from aliasing.
    method = cv2.INTER_AREA if frame.width < width else cv2.INTER_CUBIC
    inner = cv2.resize(pixels, (frame.width, frame.height), interpolation=method)
    square = np.full((size, size, 3), WHITE, np.uint8)
    rows = slice(frame.top, frame.top + frame.height)
    columns = slice(frame.left, frame.left + frame.width)
    square[rows, columns] = inner
    return square


def prepare(pixels: NDArray[np.uint8], size: int) -> NDArray[np.float32]:
    """Return the network's input for one photo.

    Args:
        pixels: uint8 (h, w, 3), upright sRGB.
        size: side of the square in pixels.

    Returns:
        float32 (3, size, size), about -1..1.
    """
    square = letterbox(pixels, size)
    planes = np.ascontiguousarray(square.transpose(2, 0, 1), np.float32)
    return (planes - np.float32(MEAN)) / np.float32(SCALE)
