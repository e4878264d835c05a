"""Word recall, false text and time of the OCR engines on photos whose words are known.

    python benchmarks/ocr_words.py FOLDER [--rows even|odd|all] [--every N] SETTING...

FOLDER holds the photos and `truth.csv` (file, words). SETTING is an engine with the side in pixels
that decides its speed: rapidocr:736 (short side at least), easyocr:1280 (long side at most).
Words are compared case-folded, without accents and punctuation; "joined" ignores blanks too.
"""

from __future__ import annotations

import argparse
import csv
import re
import statistics
import time
import unicodedata
from collections import Counter
from pathlib import Path

from skuscribe.attributes.text.engine import OcrEngine, open_engine
from skuscribe.attributes.text.engines import easyocr, rapidocr
from skuscribe.attributes.text.lines import read_lines
from skuscribe.attributes.text.spans import spans_of
from skuscribe.photo.read import read_photo


def words_of(text: str) -> list[str]:
    """Return the alphanumeric tokens of `text`, folded."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.findall(r"[a-z0-9]+", plain)


def engine_at(setting: str) -> OcrEngine:
    """Open the engine of `name:side`."""
    name, side = setting.split(":")
    if name == "rapidocr":
        rapidocr.SHORTEST_SIDE = int(side)
    else:
        easyocr.LONGEST_SIDE = int(side)
    return open_engine(name)


def measure(setting: str, folder: Path, rows: list[dict[str, str]]) -> str:
    """Return the setting's row of the table."""
    start = time.perf_counter()
    engine = engine_at(setting)
    opening = time.perf_counter() - start
    found = joined = wanted = false = 0
    seconds = []
    for row in rows:
        photo = read_photo(folder / row["file"])
        start = time.perf_counter()
        spans = spans_of(read_lines(engine, photo)[0], 0)
        seconds.append(time.perf_counter() - start)
        read = " ".join(span.text for span in spans)
        truth = Counter(words_of(row["words"]))
        if not truth:
            false += bool(words_of(read))
        have = Counter(words_of(read))
        run = "".join(words_of(read))
        wanted += truth.total()
        found += (truth & have).total()
        joined += sum(min(n, run.count(word)) for word, n in truth.items())
    blank = sum(not words_of(row["words"]) for row in rows)
    return (
        f"| {setting} | {found}/{wanted} = {found / wanted:.3f} | {joined / wanted:.3f} "
        f"| {false}/{blank} | {statistics.mean(seconds):.2f} | {statistics.median(seconds):.2f} "
        f"| {opening:.1f} |"
    )


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("settings", nargs="+")
    parser.add_argument("--rows", choices=("even", "odd", "all"), default="all")
    parser.add_argument("--every", type=int, default=1)
    chosen = parser.parse_args()
    with (chosen.folder / "truth.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    start = {"even": 0, "odd": 1, "all": 0}[chosen.rows]
    rows = rows[start :: 1 if chosen.rows == "all" else 2][:: chosen.every]
    print(f"{len(rows)} photos ({chosen.rows} rows, every {chosen.every}), one thread\n")
    print("| engine:side | words | joined | photos with false text | mean s | median s | open s |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for setting in chosen.settings:
        print(measure(setting, chosen.folder, rows), flush=True)


if __name__ == "__main__":
    main()
