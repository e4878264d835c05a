"""The reference pipeline: the student report that this project starts from, as it describes itself.

A frozen ViT-B/16, its 1000 logits joined with a two-layer CNN's 128 features; K-Means with k = 3 on
every pixel of the full photo; Canny edges and polygon corners; EasyOCR at its defaults; a template
sentence. The networks' weights are random: time and memory do not depend on them. The OCR reader is
built once, which is kinder than the original, where it was built for every photo.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from PIL import Image
from sklearn.cluster import KMeans
from torch import Tensor, nn

from skuscribe.attributes.text.engines import easyocr as easyocr_engine

LABELS = 11
WIDTH, DEPTH, HEADS, PATCH, SIDE = 768, 12, 12, 16, 224


class VisionTransformer(nn.Module):
    """ViT-B/16 (Dosovitskiy et al. 2021) with its 1000 logits."""

    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.class_token = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.positions = nn.Parameter(torch.zeros(1, (SIDE // PATCH) ** 2 + 1, WIDTH))
        layer = nn.TransformerEncoderLayer(
            WIDTH, HEADS, 4 * WIDTH, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, DEPTH, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, 1000)

    def forward(self, pixels: Tensor) -> Tensor:
        """Return logits (n, 1000) of pixels (n, 3, 224, 224)."""
        tokens = self.patches(pixels).flatten(2).transpose(1, 2)
        first = self.class_token.expand(len(tokens), -1, -1)
        read = self.encoder(torch.cat([first, tokens], dim=1) + self.positions)
        return self.head(self.norm(read[:, 0]))


class ReferenceNetwork(nn.Module):
    """Two convolutions beside the ViT, joined by dense layers."""

    def __init__(self) -> None:
        super().__init__()
        self.vit = VisionTransformer()
        self.cnn = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(32 * 56 * 56, 128), nn.ReLU(),
        )  # fmt: skip
        self.classifier = nn.Sequential(nn.Linear(1128, 256), nn.ReLU(), nn.Linear(256, LABELS))

    def forward(self, pixels: Tensor) -> Tensor:
        """Return logits (n, 11)."""
        return self.classifier(torch.cat([self.cnn(pixels), self.vit(pixels)], dim=1))


class ReferencePipeline:
    """Times each station of one photo."""

    def __init__(self, read_text: bool, threads: int) -> None:
        torch.manual_seed(0)
        self.network = ReferenceNetwork().eval()
        # The engine's module opens EasyOCR with its offline weights; the reader is used bare.
        self.reader: Any = easyocr_engine.open_engine()._reader if read_text else None
        torch.set_num_threads(threads)

    def run(self, path: Path) -> dict[str, float]:
        """Return seconds by station."""
        seconds: dict[str, float] = {}

        def timed(name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401
            start = time.perf_counter()
            result = work()
            seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
            return result

        pixels = timed("photo", lambda: np.asarray(Image.open(path).convert("RGB")))
        label = timed("look", lambda: self._label(pixels))
        colours = timed("measures", lambda: _colours(pixels))
        shapes = timed("measures", lambda: _shapes(pixels))
        words = timed("text", lambda: self._words(pixels)) if self.reader else []
        timed("settle", lambda: f"This {label} comes in {colours}, {shapes}. {' '.join(words)}")
        return seconds

    @torch.no_grad()
    def _label(self, pixels: np.ndarray) -> int:
        small = cv2.resize(pixels, (SIDE, SIDE))
        tensor = torch.from_numpy(small.transpose(2, 0, 1).copy())[None].float() / 255
        return int(self.network(tensor).argmax())

    def _words(self, pixels: np.ndarray) -> list[str]:
        return [str(word) for word in self.reader.readtext(pixels, detail=0)]


def _colours(pixels: np.ndarray) -> list[tuple[int, ...]]:
    found = KMeans(n_clusters=3).fit(pixels.reshape(-1, 3))
    return [tuple(int(v) for v in centre) for centre in found.cluster_centers_]


def _shapes(pixels: np.ndarray) -> set[str]:
    edges = cv2.Canny(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 100, 200)
    contours, _ = cv2.findContours(edges, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    corners = [len(cv2.approxPolyDP(c, 0.04 * cv2.arcLength(c, True), True)) for c in contours]
    names = {3: "triangular", 4: "rectangular"}
    return {names.get(n, "circular" if n > 10 else "irregular") for n in corners}
