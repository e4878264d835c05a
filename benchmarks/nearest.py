"""How long the nearest of many vectors take, and what memory: random ones, mapped from disk.

python benchmarks/nearest.py [--count 1000000] [--values 1280]
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from skuscribe.similar.nearest import nearest

PART = 10_000


def main() -> None:
    """Write the vectors, search twice, print seconds and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--values", type=int, default=1280)
    chosen = parser.parse_args()
    draw = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "vectors.f16"
        with path.open("wb") as stream:
            for _ in range(0, chosen.count, PART):
                part = draw.standard_normal((PART, chosen.values), np.float32)
                part /= np.linalg.norm(part, axis=1, keepdims=True)
                stream.write(part.astype("<f2").tobytes())
        vectors = np.memmap(path, "<f2", "r").reshape(-1, chosen.values)
        one = vectors[chosen.count // 2].astype(np.float32)
        print(f"{len(vectors):,} vectors of {chosen.values}: {path.stat().st_size / 1e6:,.0f} MB")
        for _ in range(2):
            start = time.perf_counter()
            found = nearest(vectors, one, 20)
            print(f"{time.perf_counter() - start:.1f} s")
        assert found[0][0] == chosen.count // 2
    with Path("/proc/self/status").open() as status:
        print(*(line.strip() for line in status if line.startswith("RssAnon")))
    print(
        f"largest {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB, mapped too"
    )


if __name__ == "__main__":
    main()
