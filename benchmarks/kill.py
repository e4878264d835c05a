"""Kill a run at random moments, resume it, and compare its files with an undisturbed run.

python benchmarks/kill.py PHOTOS [--kills 10] [--ocr none] [--workers 2] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def digest_of(folder: Path) -> dict[str, str]:
    """Digest of every file of a run that a kill could have hurt."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def started(photos: Path, out: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start a run in a process group of its own, so that its workers die with it."""
    command = [sys.executable, "-m", "skuscribe", "run", str(photos), "--out", str(out)]
    return subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def finished_shards(out: Path) -> int:
    """Count the shards that are there."""
    return len(list(out.glob("shards/[0-9]*/done.json")))


def main() -> int:
    """Run, kill, resume, compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--ocr", default="none")
    parser.add_argument("--workers", default="2")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    arguments = ["--ocr", given.ocr, "--workers", given.workers]
    home = given.keep or Path(tempfile.mkdtemp())
    calm, killed = home / "calm", home / "killed"
    for folder in (calm, killed):
        shutil.rmtree(folder, ignore_errors=True)

    begun = time.monotonic()
    started(given.photos, calm, arguments).wait()
    whole = time.monotonic() - begun
    print(f"undisturbed: {whole:.1f} s, {finished_shards(calm)} shards", flush=True)

    random.seed(given.seed)
    moments = [random.uniform(0.3, 1.7) * whole / given.kills for _ in range(given.kills)]
    begun = time.monotonic()
    for number, seconds in enumerate(moments, start=1):
        run = started(given.photos, killed, arguments)
        try:
            run.wait(seconds)
            print(f"kill {number}: too late, the run had ended", flush=True)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            print(
                f"kill {number}: after {seconds:.1f} s, {finished_shards(killed)} shards",
                flush=True,
            )
    started(given.photos, killed, arguments).wait()
    print(f"killed and resumed: {time.monotonic() - begun:.1f} s", flush=True)

    one, other = digest_of(calm), digest_of(killed)
    different = sorted(
        name for name in one.keys() | other.keys() if one.get(name) != other.get(name)
    )
    print(f"{len(one)} files, {len(different)} different {different[:5]}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
