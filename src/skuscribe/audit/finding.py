"""What is wrong with a listing: one table of kinds, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["contradicts", "unsupported", "missing", "rules"]

SEVERITIES: Mapping[tuple[Kind, str], int] = {
    ("contradicts", "category"): 9,
    ("contradicts", "gtin"): 9,
    ("contradicts", "quantity"): 8,
    ("contradicts", "brand"): 8,
    ("contradicts", "colour"): 8,
    ("unsupported", "health"): 7,
    ("unsupported", "certification"): 7,
    ("unsupported", "authenticity"): 7,
    ("rules", "gtin"): 6,
    ("rules", "title"): 5,
    ("rules", "description"): 5,
    ("rules", "brand"): 5,
    ("unsupported", "superlative"): 4,
    ("unsupported", "performance"): 3,
    ("missing", "gtin"): 2,
    ("missing", "brand"): 2,
    ("missing", "category"): 2,
    ("missing", "colour"): 2,
    ("missing", "quantity"): 1,
}
"""By kind and field, 9 the worst: what is found is one of these."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a listing, or could be better.

    Attributes:
        kind: what sort of thing.
        field: of the listing, such as `colour`; of an unsupported word, what it is a claim of.
        says: the listing's own words; empty where it says nothing.
        shows: what stands against them, or could be filled in; empty where nothing does.
        ground: JSON pointer into the record of what the photos show, or to the listing's own
            words, such as `/listing/colour`; empty where there is none.
        why: one sentence that names both sides.
    """

    kind: Kind
    field: str
    says: str
    shows: str
    ground: str
    why: str

    @property
    def severity(self) -> int:
        """How bad it is, 9 the worst."""
        return SEVERITIES[self.kind, self.field]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"severity": self.severity, **asdict(self)}
