"""The whole look against the bare trunk: how much the Transformer, the heads and the beliefs cost.

    python benchmarks/look.py examples/photos/*

Both run on the same photos in the same process, in turn, one thread each; decoding is apart. The
trunk is cut out of the shipped network at its pooled features. Needs the extra `train` (onnx).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import onnx

from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.look.prepare import prepare
from skuscribe.look.session import Session
from skuscribe.photo.read import read_photo

BUDGET = 1.5


def trunk_of(network: bytes) -> bytes:
    """Return the part of the network up to the pooled features."""
    model = onnx.load_model_from_string(network)
    pooled = next(node for node in model.graph.node if node.op_type == "ReduceMean").output[0]
    inferred = onnx.shape_inference.infer_shapes(model)
    extractor = onnx.utils.Extractor(inferred)
    return bytes(extractor.extract_model(["pixels"], [pooled]).SerializeToString())


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Print the medians and the median of the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    bundle = read_bundle()
    looker, trunk = Looker(bundle), Session(trunk_of(bundle.network))
    size = bundle.card.input.size
    looks, trunks = [], []
    for photo in [read_photo(path) for path in given.photos] * given.rounds:
        batch = prepare(photo.small, size)[None]
        looks.append(timed(lambda photo=photo: looker.look(photo)))
        trunks.append(timed(lambda batch=batch: trunk.run(batch)))
    ratio = statistics.median(a / b for a, b in zip(looks, trunks, strict=True))
    print(f"look {statistics.median(looks):.1f} ms, bare trunk {statistics.median(trunks):.1f} ms")
    print(f"ratio {ratio:.2f} (budget {BUDGET})")


if __name__ == "__main__":
    main()
