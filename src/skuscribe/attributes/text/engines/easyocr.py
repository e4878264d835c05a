"""EasyOCR: CRAFT and CRNN by torch, with the English weights of an offline package."""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skuscribe.photo.resize import reduced
from skuscribe.record.stations import TextLine

LONGEST_SIDE = 960
"""EasyOCR takes gigabytes for photos larger than this and reads no more on them."""


class EasyOcrEngine:
    """EasyOCR on the CPU, one thread."""

    def __init__(self, reader: Any, version: str) -> None:  # noqa: ANN401 - untyped package
        self._reader = reader
        self.version = version

    def read(self, pixels: NDArray[np.uint8]) -> list[TextLine]:
        """Return the lines on `pixels`, uint8 (h, w, 3) sRGB."""
        small = reduced(pixels, LONGEST_SIDE)
        height, width = small.shape[:2]
        with _quiet():
            found = self._reader.readtext(np.ascontiguousarray(small[..., ::-1]))
        return [
            TextLine(
                str(text),
                float(score),
                tuple((float(x) / width, float(y) / height) for x, y in box),
            )
            for box, text, score in found
        ]


def open_engine() -> EasyOcrEngine:
    """Open EasyOCR; nothing is downloaded, and nothing is written to the home folder."""
    import easyocr_en_models
    import torch

    # A setting of the whole process: EasyOCR hangs and slows down beside other torch threads.
    torch.set_num_threads(1)
    with _quiet(), _torchvision():
        import easyocr

        reader = easyocr.Reader(
            ["en"],
            gpu=False,
            download_enabled=False,
            verbose=False,
            model_storage_directory=str(easyocr_en_models.model_dir()),
            user_network_directory=tempfile.gettempdir(),
        )
    return EasyOcrEngine(reader, version())


def version() -> str:
    """Return name and version, without opening the engine."""
    return f"easyocr {metadata.version('easyocr')}"


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence torch's deprecation notes, which are not the user's business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _torchvision() -> Iterator[None]:
    """Let EasyOCR be imported where no torchvision fits the installed torch.

    EasyOCR uses three things of torchvision with its default models: `ToTensor`, the layers of
    VGG-16 and the version number. A stand-in with these three is there while EasyOCR is imported
    and gone afterwards, so that no other package takes it for torchvision.
    """
    if _fits():
        yield
        return
    modules = _stand_in()
    sys.modules.update(modules)
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]


def _fits() -> bool:
    if find_spec("torchvision") is None:
        return False
    try:
        import torchvision  # noqa: F401
    except (ImportError, RuntimeError):  # built for another torch
        return False
    return True


def _stand_in() -> dict[str, ModuleType]:
    names = ("torchvision", "torchvision.transforms", "torchvision.models")
    torchvision, transforms, models = modules = [ModuleType(name) for name in names]
    torchvision.__version__ = "0.15.0"  # type: ignore[attr-defined]
    torchvision.transforms = transforms  # type: ignore[attr-defined]
    torchvision.models = models  # type: ignore[attr-defined]
    transforms.ToTensor = lambda: _to_tensor  # type: ignore[attr-defined]
    models.vgg16_bn = _vgg16_bn  # type: ignore[attr-defined]
    return dict(zip(names, modules, strict=True))


def _to_tensor(image: Any) -> Any:  # noqa: ANN401 - PIL image in, torch tensor out
    """Return uint8 (h, w) or (h, w, c) as float32 (c, h, w), 0..1."""
    import torch

    array = np.array(image, np.uint8)
    planes = array[..., None] if array.ndim == 2 else array
    return torch.from_numpy(np.ascontiguousarray(planes.transpose(2, 0, 1))).float().div(255)


def _vgg16_bn(weights: object = None) -> Any:  # noqa: ANN401 - torch module
    """Return the convolutional layers of VGG-16 with BatchNorm (Simonyan and Zisserman 2015, D)."""
    from torch import nn

    layers: list[Any] = []
    inputs = 3
    for width in (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0):
        if width == 0:
            layers.append(nn.MaxPool2d(2, 2))
            continue
        layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU(True)]
        inputs = width
    network = nn.Module()
    network.features = nn.Sequential(*layers)
    return network
