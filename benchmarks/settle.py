"""How long settling takes, and how large an observation is.

    skuscribe tag PHOTO... --observed seen.jsonl --jsonl > records.jsonl
    python benchmarks/settle.py seen.jsonl [--records records.jsonl] [--count 1000]

Takes the products of the file in turn until there are `--count`; each is read from its line,
settled and written as JSON. With `--records` every record must be the same bytes as `tag` gave.
"""

from __future__ import annotations

import argparse
import statistics
import time
from itertools import cycle, islice
from pathlib import Path

from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.record.observed import ObservedLine
from skuscribe.shop.profile import NO_SHOP


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("observed", type=Path)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    chosen = parser.parse_args()
    lines = [line for line in chosen.observed.read_bytes().splitlines() if b'"error"' not in line]
    wanted = chosen.records.read_text().splitlines() if chosen.records else []
    wanted = [record for record in wanted if '"error"' not in record[:300]]
    reading, settling, writing, sizes = [], [], [], []
    for number, line in enumerate(islice(cycle(lines), chosen.count)):
        start = time.perf_counter()
        seen = ObservedLine.model_validate_json(line)
        read = time.perf_counter()
        record = settle(seen.observed, seen.facts, NO_SHOP, Voice())
        settled = time.perf_counter()
        text = record.to_json()
        writing.append(time.perf_counter() - settled)
        reading.append(read - start)
        settling.append(settled - read)
        sizes.append(len(line) / len(seen.observed.photos))
        assert not wanted or text == wanted[number % len(lines)], seen.observed.id
    print(f"{chosen.count} products{', each the same bytes as tag gave' if wanted else ''}\n")
    print("| | median | 99 of 100 | largest |")
    print("|---|---|---|---|")
    for name, values, unit in (
        ("read, ms", reading, 1000),
        ("settle, ms", settling, 1000),
        ("write, ms", writing, 1000),
        ("observation, kB a photo", sizes, 0.001),
    ):
        ranked = sorted(value * unit for value in values)
        high = ranked[int(0.99 * len(ranked))]
        print(f"| {name} | {statistics.median(ranked):.2f} | {high:.2f} | {ranked[-1]:.2f} |")
    total = sum(reading) + sum(settling) + sum(writing)
    print(f"\n{chosen.count / total:.0f} products a second")


if __name__ == "__main__":
    main()
