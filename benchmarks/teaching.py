"""How many corrections a photo a reviewer makes, with teaching the shop and without it.

    python benchmarks/teaching.py LABELS.csv --photos FOLDER --source NAME --out WORK
        [--count 200] [--orders 5] [--every 5]
    python benchmarks/teaching.py --draw WORK/*.json --svg curve.svg

LABELS.csv has the columns file, label, split and source; `count` photos of one source, split test,
are drawn with a fixed seed and looked at once, without OCR. A simulated reviewer who knows the
label walks them in random order: a wrong or missing category is corrected, each product approved.
After every `--every` corrections the shop, empty at first, is taught through the page's own code;
what the page would refuse to teach is left. A category counts as right only by the very word.
Each order's answer is written down as it is there; a second start goes on behind them.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.fields import FACTS
from skuscribe.serve.app import Site
from skuscribe.serve.server import site_of
from skuscribe.settings import Settings

WINDOW = 20
"""Photos that one point of the curve is about."""

CATEGORY = f"{FACTS}category"


def drawn(labels: Path, source: str, count: int) -> dict[str, str]:
    """Return label by file of `count` photos of a source's test split."""
    with labels.open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["source"] == source]
    found = {row["file"]: row["label"] for row in rows if row["split"] == "test"}
    return {name: found[name] for name in random.Random(0).sample(sorted(found), count)}


def looked_at(work: Path, photos: Path, files: Sequence[str]) -> Path:
    """Return a finished run of the photos; it is made at the first call."""
    run, folder = work / "run", work / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    for name in files:
        shutil.copy(photos / name, folder / Path(name).name)
    command = [sys.executable, "-m", "skuscribe", "run", str(folder), "--out", str(run)]
    subprocess.run([*command, "--ocr", "none", "--workers", "1"], check=True)
    return run


def walked(
    site: Site, truth: dict[str, str], order: Sequence[str], every: int
) -> dict[str, object]:
    """Review a run in an order; return what was corrected, and how often the shop was taught.

    Args:
        site: of the page.
        truth: label by product.
        order: of products.
        every: corrections until the shop is taught; 0: never.
    """
    desk, corrected, taught, refused = site.desk, list[int](), 0, 0
    places = {item.ask.id: place for place, item in enumerate(desk.opened.items)}
    for id in order:
        view = desk.view(places[id])
        wrong = view.record.category.label != truth[id]
        desk.decide(places[id], view.last, {CATEGORY: truth[id]} if wrong else {}, "approve")
        corrected.append(int(wrong))
        if wrong and every and sum(corrected) % every == 0 and site.lessons is not None:
            try:
                site.lessons.teach()
                taught += 1
            except SkuscribeError as error:
                print(f"  not taught: {error.code.value} {error.message}", flush=True)
                refused += 1
    return {"corrected": corrected, "taught": taught, "refused": refused}


def one_order(run: Path, truth: dict[str, str], seed: int, every: int) -> dict[str, object]:
    """Walk a copy of the run with a new shop, in the order of a seed."""
    order = sorted(truth)
    random.Random(seed).shuffle(order)
    with tempfile.TemporaryDirectory() as folder:
        copy, shop = Path(folder) / "run", Path(folder) / "shop"
        shutil.copytree(run, copy)
        shop.mkdir()
        settings = Settings(shop=shop)
        return walked(site_of(copy, settings, "127.0.0.1", "sim", None), truth, order, every)


def simulate(chosen: argparse.Namespace) -> None:
    """Walk every order with and without teaching; write each down as it is there."""
    by_file = drawn(chosen.labels, chosen.source, chosen.count)
    truth = {Path(name).stem: label for name, label in by_file.items()}
    run = looked_at(chosen.out, chosen.photos, list(by_file))
    records = map(json.loads, (run / "records.jsonl").read_text().splitlines())
    ids = {Path(record["id"]).stem: record["id"] for record in records}
    truth = {ids[stem]: label for stem, label in truth.items()}
    path = chosen.out / f"{chosen.source}.json"
    done = json.loads(path.read_text()) if path.exists() else {"source": chosen.source}
    for seed in range(chosen.orders):
        for every in (0, chosen.every):
            name = f"{every} {seed}"
            if name not in done:
                done[name] = one_order(run, truth, seed, every)
                path.write_text(json.dumps(done))
            share = statistics.mean(done[name]["corrected"])
            said = f"taught {done[name]['taught']} times, refused {done[name]['refused']}"
            print(f"{chosen.source} order {seed} every {every}: {share:.3f} ({said})", flush=True)
    print(json.dumps(means(done)))


def arms(done: dict[str, object]) -> dict[int, list[list[int]]]:
    """Return each order's corrections by how often the shop is taught."""
    found: dict[int, list[list[int]]] = {}
    for name, each in done.items():
        if isinstance(each, dict):
            found.setdefault(int(name.split()[0]), []).append(each["corrected"])
    return found


def means(done: dict[str, object]) -> dict[str, list[float]]:
    """Return mean, least and most corrections a photo over the orders, by arm."""
    shares = {every: [statistics.mean(row) for row in rows] for every, rows in arms(done).items()}
    return {
        f"every {every}" if every else "off": [
            round(value, 3) for value in (statistics.mean(each), min(each), max(each))
        ]
        for every, each in shares.items()
    }


def curve(rows: list[list[int]]) -> list[float]:
    """Return the mean corrections a photo of each window."""
    starts = range(0, len(rows[0]), WINDOW)
    return [statistics.mean(v for row in rows for v in row[at : at + WINDOW]) for at in starts]


STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#222}.grid{stroke:#ccc}"
    "path{fill:none;stroke-width:2.5}"
)
COLOURS = {False: "#8a5a00", True: "#0b57c2"}
HIGH, WIDE, LEFT = 180, 340, 46


def panel(done: dict[str, object], at: int) -> str:
    """Draw the curves of one source, `at` px from the left."""
    lines = [f'<text x="{at}" y="22">{done["source"]}</text>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = 40 + HIGH * (1 - share)
        lines.append(f'<line class="grid" x1="{at}" x2="{at + WIDE}" y1="{y}" y2="{y}"/>')
        lines.append(f'<text x="{at - 8}" y="{y + 4}" text-anchor="end">{share:g}</text>')
    for every, rows in arms(done).items():
        points = curve(rows)
        step = WIDE / len(points)
        spots = [
            f"{at + step * (n + 0.5):.1f} {40 + HIGH * (1 - v):.1f}" for n, v in enumerate(points)
        ]
        lines.append(f'<path stroke="{COLOURS[every > 0]}" d="M{" L".join(spots)}"/>')
    photos = len(next(iter(arms(done).values()))[0])
    lines.append(f'<text x="{at}" y="{HIGH + 58}">0</text>')
    lines.append(f'<text x="{at + WIDE}" y="{HIGH + 58}" text-anchor="end">{photos} photos</text>')
    return "\n".join(lines)


def draw(paths: Sequence[Path], svg: Path) -> None:
    """Draw the curves of every source beside one another."""
    panels = [
        panel(json.loads(path.read_text()), LEFT + n * (WIDE + 60)) for n, path in enumerate(paths)
    ]
    wide, high = LEFT + len(panels) * (WIDE + 60), HIGH + 90
    legend = "".join(
        f'<text x="{LEFT + 190 * n}" y="{HIGH + 80}" style="fill:{COLOURS[on]}">{said}</text>'
        for n, (on, said) in enumerate(((False, "without teaching"), (True, "with teaching")))
    )
    title = "Corrections a photo, mean of each 20 photos"
    svg.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img">'
        f"<title>{title}</title><style>{STYLE}</style>"
        f'<rect width="{wide}" height="{high}" fill="#fff"/>\n'
        + "\n".join(panels)
        + f"\n{legend}</svg>\n"
    )


def main() -> None:
    """Simulate a source, or draw what was simulated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, nargs="?")
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--source")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--orders", type=int, default=5)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--draw", type=Path, nargs="+")
    parser.add_argument("--svg", type=Path)
    chosen = parser.parse_args()
    if chosen.draw:
        draw(chosen.draw, chosen.svg)
    else:
        simulate(chosen)


if __name__ == "__main__":
    main()
