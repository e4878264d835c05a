"""How long an export of many products takes in each format, and what memory it needs.

    python benchmarks/export.py RUN [--count 100000]

The first record of the run is taken as often, under another id each time; every target writes to a
temporary file in a process of its own, whose largest memory is told.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from skuscribe.export.options import ExportOptions
from skuscribe.export.selected import Selected
from skuscribe.export.targets import TARGETS
from skuscribe.run.products import records_of


def records(line: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield the record under so many ids, parsed each time as a run's are."""
    for number in range(count):
        yield {**json.loads(line), "id": f"product-{number:06d}"}


def measure(name: str, line: str, count: int) -> tuple[str, float, float, float]:
    """Return the target, seconds, megabytes written, and the process's largest memory in MB."""
    target = TARGETS[name]
    selected = Selected(partial(records, line, count), {}, target.channel, every=True)
    start = time.perf_counter()
    with tempfile.TemporaryFile() as stream:
        target.write(selected, stream, ExportOptions())
        size = stream.seek(0, 2)
    seconds = time.perf_counter() - start
    assert selected.tally.listed == count, selected.tally
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return name, seconds, size / 1e6, peak / 1024


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--to", nargs="*", default=list(TARGETS))
    chosen = parser.parse_args()
    line = json.dumps(next(records_of(chosen.run)))
    print(f"{chosen.count:,} products of {len(line):,} bytes\n")
    print("| target | seconds | MB | largest memory, MB |")
    print("|---|---|---|---|")
    for name in chosen.to:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            told = pool.apply(measure, (name, line, chosen.count))
        print("| {} | {:.1f} | {:.1f} | {:.0f} |".format(*told), flush=True)


if __name__ == "__main__":
    main()
