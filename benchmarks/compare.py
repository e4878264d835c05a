"""The reference pipeline and skuscribe side by side: the same photos, one run, turn by turn.

    python benchmarks/compare.py [--photos FOLDER...] [--limit N] [--threads 1]

Needs the extra easyocr, EasyOCR itself (docs/how-to/easyocr.md) and scikit-learn. Each pipeline
runs in a process of its own, so that peak memory is its own; they take turns photo by photo, so
that noise of the machine hits both. Prints one Markdown table with text and one without.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples" / "photos"
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
STATIONS = ("photo", "look", "subject", "measures", "text", "settle", "other")

Seconds = dict[str, float]


def reference(read_text: bool, threads: int) -> Callable[[Path], Seconds]:
    """Open the reference pipeline."""
    from reference_pipeline import ReferencePipeline

    return ReferencePipeline(read_text, threads).run


def skuscribe(read_text: bool, threads: int) -> Callable[[Path], Seconds]:
    """Open skuscribe; station times are taken from outside, around the functions of the path."""
    import cv2

    from skuscribe import Settings, Tagger, pipeline, tagger
    from skuscribe.look.looker import Looker

    cv2.setNumThreads(threads)
    taken: Seconds = {}

    def timed(home: Any, name: str, station: str) -> None:  # noqa: ANN401
        inner = getattr(home, name)

        def outer(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            start = time.perf_counter()
            result = inner(*arguments, **named)
            taken[station] = taken.get(station, 0.0) + time.perf_counter() - start
            return result

        setattr(home, name, outer)

    places = (
        (tagger, "read_photo", "photo"),
        (Looker, "look", "look"),
        (pipeline, "find_subject", "subject"),
        (pipeline, "measure_all", "measures"),
        (pipeline, "read_text", "text"),
        (tagger, "settle", "settle"),
    )
    for place in places:
        timed(*place)
    tag = Tagger(Settings(ocr="rapidocr" if read_text else "none")).tag

    def run(path: Path) -> Seconds:
        taken.clear()
        start = time.perf_counter()
        tag(path)
        whole = time.perf_counter() - start
        return dict(taken) | {"other": whole - sum(taken.values())}

    return run


SIDES = {"reference": reference, "skuscribe": skuscribe}


def serve(side: str, read_text: bool, threads: int) -> None:
    """Be one side: a path a line in, seconds by station out, memory at the end."""
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not meet the answers
    start = time.perf_counter()
    run = SIDES[side](read_text, threads)
    print(json.dumps({"open": time.perf_counter() - start}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(run(Path(line.rstrip("\n")))), file=answers, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"peak_mb": peak}), file=answers, flush=True)


class Side:
    """One pipeline in a process of its own."""

    def __init__(self, name: str, read_text: bool, threads: int) -> None:
        arguments = ["--serve", name, "--threads", str(threads)] + ["--text"] * read_text
        environ = os.environ | {"OMP_NUM_THREADS": str(threads)}
        self.name = name
        self.rows: list[Seconds] = []
        self._process = subprocess.Popen(
            [sys.executable, __file__, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env=environ,
        )
        self.opening = self._answer()["open"]

    def take(self, path: Path) -> None:
        """Let it work on one photo."""
        assert self._process.stdin is not None
        print(path.resolve(), file=self._process.stdin, flush=True)
        self.rows.append(self._answer())

    def close(self) -> float:
        """End it; return its peak memory in MB."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._answer()["peak_mb"]

    def mean(self, station: str) -> float:
        """Return mean milliseconds of a station."""
        return 1000 * statistics.mean(row.get(station, 0.0) for row in self.rows)

    @property
    def rate(self) -> float:
        """Return photos a second."""
        return len(self.rows) / sum(sum(row.values()) for row in self.rows)

    def _answer(self) -> Seconds:
        assert self._process.stdout is not None
        return dict(json.loads(self._process.stdout.readline()))


def compare(photos: list[Path], read_text: bool, threads: int) -> None:
    """Print the table of one mix."""
    sides = [Side(name, read_text, threads) for name in SIDES]
    for number, photo in enumerate(photos):
        for side in sides if number % 2 else sides[::-1]:
            side.take(photo)
    peaks = [side.close() for side in sides]
    theirs, ours = sides
    print(f"\n| {'with' if read_text else 'without'} text | reference | skuscribe | ratio |")
    print("|---|---|---|---|")
    ratio = ours.rate / theirs.rate
    print(f"| photos a second | {theirs.rate:.2f} | {ours.rate:.2f} | {ratio:.0f} x |")
    for station in STATIONS:
        a, b = theirs.mean(station), ours.mean(station)
        if a or b:
            print(f"| {station}, ms a photo | {a:.1f} | {b:.1f} | |")
    print(f"| opening, s | {theirs.opening:.1f} | {ours.opening:.1f} | |")
    print(f"| peak memory, MB | {peaks[0]:.0f} | {peaks[1]:.0f} | {peaks[0] / peaks[1]:.1f} : 1 |")


def processor() -> str:
    """Return the processor's name."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((ln.split(": ")[1] for ln in lines if ln.startswith("model name")), "unknown")


def main() -> None:
    """Compare, or be one side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, nargs="+", default=[EXAMPLES])
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--serve", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--text", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve, chosen.text, chosen.threads)
        return
    found = [p for folder in chosen.photos for p in sorted(folder.iterdir())]
    found = [p for p in found if p.suffix.lower() in SUFFIXES]
    photos = found[:: max(1, len(found) // chosen.limit)][: chosen.limit]
    print(f"{len(photos)} photos, {chosen.threads} thread(s) a pipeline, {processor()}, ", end="")
    print(f"Python {platform.python_version()}")
    for read_text in (False, True):
        compare(photos, read_text, chosen.threads)


if __name__ == "__main__":
    main()
