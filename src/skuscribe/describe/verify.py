"""Which claims of a text a record supports. Whoever wrote it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from skuscribe.describe.grounds import Grounds, Saying, grounds_of
from skuscribe.describe.judge import Verdict, judge
from skuscribe.describe.reading import open_reading
from skuscribe.record.model import Record


@dataclass(frozen=True)
class Finding:
    """A claim of the text, at characters `start` to `end`, and what the record says of it.

    Attributes:
        text: the words.
        kind: what they are a claim of, such as `colour`.
        grounds: JSON pointers into the record that the verdict rests on.
        why: the reason, in a few words.
    """

    text: str
    start: int
    end: int
    kind: str
    verdict: Verdict
    grounds: tuple[str, ...]
    why: str

    @property
    def is_fault(self) -> bool:
        """Whether the record speaks against the claim, or does not speak of it."""
        return self.verdict in ("contradicted", "unsupported")

    def as_json(self) -> dict[str, Any]:
        """Return the finding as JSON values."""
        return asdict(self) | {"grounds": list(self.grounds)}


def verify(text: str, record: Record, lang: str = "en", shown: bool = False) -> tuple[Finding, ...]:
    """Return a finding for each claim of a text, in the order of the text.

    An alt text tells what the photo shows (`shown`): what was seen supports it too.
    Text about the shop (delivery, prices) is none of the product's and is left out.
    """
    reading = open_reading(lang)
    grounds = _grounds(record, lang, shown)
    told = list(_told(text, grounds))
    rest = _blanked(text, told)
    read = [
        Finding(text[c.start : c.end], c.start, c.end, c.property, j.verdict, j.grounds, j.why)
        for c in reading.read(rest, grounds.own)
        for j in (judge(c, grounds, reading),)
    ]
    return tuple(sorted([*told, *read], key=lambda finding: (finding.start, finding.end)))


_LATEST: deque[tuple[Record, str, bool, Grounds]] = deque(maxlen=8)


def _grounds(record: Record, lang: str, shown: bool) -> Grounds:
    """Return a record's grounds; a product's texts are verified one after the other.

    Found again by the record itself: parts of it, such as measures, have no hash.
    """
    for known, known_lang, known_shown, grounds in list(_LATEST):
        if known is record and (known_lang, known_shown) == (lang, shown):
            return grounds
    grounds = grounds_of(record, open_reading(lang), shown)
    _LATEST.append((record, lang, shown, grounds))
    return grounds


def _told(text: str, grounds: Grounds) -> Iterator[Finding]:
    """Yield the merchant's facts that stand in the text as he told them, `Key: value`."""
    for saying in (s for s in grounds.sayings if s.source == "merchant"):
        for found in _as_told(saying).finditer(text):
            start, end = found.span()
            pointers = (saying.pointer,)
            yield Finding(
                found[0], start, end, saying.key, "supported", pointers, "the record says so"
            )


def _as_told(saying: Saying) -> re.Pattern[str]:
    key = re.escape(saying.key.replace("_", " "))
    line = rf"(?:(?<=\n)|(?<=[.!?] )|\A){key}: {re.escape(saying.value)}(?=[.!?]?(?:\s|\Z))"
    return re.compile(line, re.IGNORECASE)


def _blanked(text: str, told: list[Finding]) -> str:
    """Return the text with breaks in place of what is settled; every other place is kept."""
    for finding in told:
        gap = "\n" + " " * (finding.end - finding.start - 1)
        text = text[: finding.start] + gap + text[finding.end :]
    return text
