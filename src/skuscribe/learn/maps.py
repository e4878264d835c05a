"""Run the frozen trunk once over every view of every photo and keep its maps on disk.

Half floats: 126 kB a view (stride 16: 120 x 17 x 17, stride 32: 352 x 9 x 9, pooled: 1280).
"""

from __future__ import annotations

import hashlib
import inspect
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from skuscribe.learn import views as views_module
from skuscribe.learn.data import Sample
from skuscribe.learn.network.hybrid import HybridConfig, Maps, Trunk
from skuscribe.learn.views import view_of
from skuscribe.look import prepare as prepare_module
from skuscribe.look.prepare import prepare
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo

Half = NDArray[np.float16]
CHUNK = 64


@dataclass(frozen=True, eq=False)
class MapStore:
    """Maps of n photos in v views, memory-mapped: each array is (n, v, ...).

    `key` names all that they depend on.
    """

    fine: Half
    coarse: Half
    pooled: Half
    key: str = field(default="", kw_only=True)

    def maps(self, photos: NDArray[np.int64], views: NDArray[np.int64]) -> Maps:
        """Return the maps of the named photos, each in its named view, as float32 tensors."""
        return Maps(*(_tensor(array[photos, views]) for array in self.arrays()))

    def arrays(self) -> tuple[Half, Half, Half]:
        """Return fine, coarse and pooled."""
        return self.fine, self.coarse, self.pooled


def _tensor(array: Half) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array)).float()


def cached_maps(
    samples: Sequence[Sample], views: int, trunk: Path, config: HybridConfig, cache: Path
) -> MapStore:
    """Return the maps of `samples`, computing what the folder `cache` does not hold.

    Args:
        samples: photos, in the order of the store's first axis.
        views: views of each photo (see `learn.views`).
        trunk: ONNX file of the frozen trunk.
        config: sizes of the network.
        cache: folder of the store; its name should be this project's to overwrite.
    """
    folder = cache / _key(samples, views, trunk)
    done = folder / "done"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _create(folder, (len(samples), views), config)
        jobs = [
            (folder, trunk, config.image_size, views, start, samples[start : start + CHUNK])
            for start in range(0, len(samples), CHUNK)
        ]
        # Processes, not threads: decoding and resizing hold the interpreter for much of the time.
        with multiprocessing.get_context("spawn").Pool() as pool:
            for _ in pool.imap_unordered(_fill, jobs):
                pass
        done.touch()
    arrays = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in Maps._fields)
    return MapStore(*arrays, key=folder.name)


def _key(samples: Sequence[Sample], views: int, trunk: Path) -> str:
    """Name a store by all that its maps depend on: trunk, photos, and the code that makes views."""
    digest = hashlib.sha256(trunk.read_bytes())
    for code in (views_module, prepare_module):
        digest.update(inspect.getsource(code).encode())
    for sample in samples:
        digest.update(hashlib.sha256(sample.path.read_bytes()).digest())
    return f"{digest.hexdigest()[:16]}-{len(samples)}x{views}"


def _create(folder: Path, head: tuple[int, int], config: HybridConfig) -> None:
    with torch.no_grad():
        maps = Trunk(config)(torch.zeros(1, 3, config.image_size, config.image_size))
    for name, array in zip(Maps._fields, maps, strict=True):
        np.lib.format.open_memmap(
            folder / f"{name}.npy", "w+", np.float16, (*head, *array.shape[1:])
        ).flush()


Job = tuple[Path, Path, int, int, int, Sequence[Sample]]


def _fill(job: Job) -> None:
    folder, trunk, size, views, start, samples = job
    session = Session(trunk.read_bytes())
    stores = {name: np.load(folder / f"{name}.npy", mmap_mode="r+") for name in Maps._fields}
    for number, sample in enumerate(samples, start=start):
        pixels = read_photo(sample.path).small
        for view in range(views):
            batch = prepare(view_of(pixels, view, number), size)[None]
            for name, value in session.run(batch).items():
                stores[name][number, view] = value[0]
    for store in stores.values():
        store.flush()
