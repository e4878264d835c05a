"""How much of what shops say wrongly the verifier finds, and how often it blames what is right.

    PYTHONPATH=tests python benchmarks/verifier.py CATALOGUES \
        [--set tune] [--show]

Reads the labelled set of `tests/describe/verify`. A planted claim is found when a fault touches its
words; a sentence that is right is blamed when any fault is found in it. With `--show` every miss of
the set is printed. The last column is Wilson's interval at 95 %.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from labelled import Labelled, labelled, record_of
from skuscribe.describe.verify import Finding, verify
from skuscribe.record.model import Record

KINDS = (
    ("false_claim", "planted false claims found"),
    ("supported", "false alarms on supported sentences"),
    ("opinion", "opinions right"),
    ("store_talk", "store talk right"),
)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogues", type=Path)
    parser.add_argument("--set", choices=["tune", "kept"])
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    cases = list(labelled(chosen.catalogues))
    print("| set | | source | of | share | Wilson 95 % |\n|---|---|---|---|---|---|")
    for name in [chosen.set] if chosen.set else ["tune", "kept"]:
        for label, title in KINDS:
            for real in (True, False):
                of_kind = [c for c in cases if c.set == name and c.label == label]
                _row(
                    name, title, [c for c in of_kind if (c.source != "made") is real], real, chosen
                )
    _time(cases)


def _row(name: str, title: str, cases: Sequence[Labelled], real: bool, chosen: object) -> None:
    marked = [(case, verify(case.text, record_of(case.product))) for case in cases]
    hits = [_is_hit(case, found) for case, found in marked]
    if cases:
        low, high = wilson(sum(hits), len(hits))
        source = "shops" if real else "made"
        share = sum(hits) / len(hits)
        print(f"| {name} | {title} | {source} | {len(hits)} | {share:.3f} | {low:.3f}-{high:.3f} |")
    if getattr(chosen, "show", False):
        for (case, found), hit in zip(marked, hits, strict=True):
            if hit is (case.label == "supported"):
                print("   ", case.text, "|", case.planted, "|", [_said(f) for f in found])


def _is_hit(case: Labelled, found: Sequence[Finding]) -> bool:
    """Tell whether a planted claim is found, a right sentence is blamed, or the rest is right."""
    faults = [finding for finding in found if finding.is_fault]
    if case.label == "false_claim":
        start = case.text.index(case.planted)
        end = start + len(case.planted)
        return any(fault.start < end and start < fault.end for fault in faults)
    if case.label == "supported":
        return bool(faults)
    return not (found if case.label == "store_talk" else faults)


def _said(finding: Finding) -> str:
    return f"{finding.text}:{finding.kind}:{finding.verdict}" if finding.is_fault else ""


def wilson(hits: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Return Wilson's interval of a share."""
    share, square = hits / total, z * z / total
    middle = share + square / 2
    spread = z * sqrt(share * (1 - share) / total + square / (4 * total))
    return (middle - spread) / (1 + square), (middle + spread) / (1 + square)


def _time(cases: Sequence[Labelled]) -> None:
    alone = [(case.text, record_of(case.product)) for case in cases[::7]]
    words = sum(len(text.split()) for text, _ in alone) / len(alone)
    long = " ".join(" ".join(text for text, _ in alone).split()[:100])
    first = _spent([(long, record) for _, record in alone])
    again = _spent([(long, alone[0][1])] * len(alone))
    print(
        f"\n{_spent(alone):.1f} ms a sentence of {words:.0f} words, its record's grounds read anew"
    )
    print(f"{first:.1f} ms a text of 100 words; {again:.1f} ms a further one of the same record")


def _spent(pairs: Sequence[tuple[str, Record]]) -> float:
    """Return the median milliseconds of verifying one of these."""
    each = []
    for text, record in pairs:
        start = time.perf_counter()
        verify(text, record)
        each.append(time.perf_counter() - start)
    return statistics.median(each) * 1000


if __name__ == "__main__":
    main()
