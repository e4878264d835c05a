"""The lines that every kind of card shows, worded once."""

from __future__ import annotations

from dataclasses import dataclass

from skuscribe.attributes.table import BY_NAME
from skuscribe.record.model import Attribute, Claim, Description, Record
from skuscribe.record.model import Swatch as MeasuredSwatch
from skuscribe.record.stations import Polygon
from skuscribe.record.text import clean_text

METHODS = {
    "alpha": "told by the file's transparency",
    "plain_background": "on a plain ground",
    "network": "seen by the network",
    "grabcut": "separated by colour",
    "whole_frame": "not found, the whole frame is taken",
}
"""How the product was found, in words."""

SURENESS = ((0.8, "clear"), (0.5, "fair"), (0.0, "doubtful"))

LIKELIHOOD = ((0.95, "sure"), (0.8, "likely"), (0.5, "probably"), (0.0, "perhaps"))
"""Words for a confidence, from each probability on: per cent promise more than people hear."""


@dataclass(frozen=True)
class Swatch:
    """A colour to paint: hex, the shop's word for it, a finer name, its share in per cent."""

    hex: str
    name: str
    finer: str
    share: int

    @property
    def note(self) -> str:
        """The share, and the finer name where it says more."""
        return f"{self.share} %" + (f", {self.finer}" if self.finer != self.name else "")


def category_line(record: Record) -> str:
    """Return the label with its confidence, or what it might be."""
    category = record.category
    if category.label is not None:
        return f"{clean_text(category.label)} · {likelihood(category.confidence)}"
    guesses = [clean_text(alternative.label) for alternative in category.alternatives[:3]]
    return f"not sure · perhaps {' or '.join(guesses)}"


def filed_lines(record: Record) -> tuple[tuple[str, str], ...]:
    """Return (shop system, path) for each taxonomy that the label is mapped in."""
    nodes = (
        ("Your shop", record.category.merchant),
        ("Shopify", record.category.shopify),
        ("Google", record.category.google),
    )
    return tuple((name, node.path) for name, node in nodes if node is not None)


def painted(record: Record) -> dict[str, tuple[Swatch, ...]]:
    """Return, by heading, the values that are a colour to paint; none where they are not clear."""
    found: dict[str, list[Swatch]] = {}
    for attribute in record.attributes:
        if attribute.evidence.swatch is not None:
            each = found.setdefault(heading(attribute.name), [])
            if attribute.state == "shown":
                each.append(_swatch(attribute, attribute.evidence.swatch))
    return {name: tuple(each) for name, each in found.items()}


def _swatch(attribute: Attribute, measured: MeasuredSwatch) -> Swatch:
    finer = attribute.value
    name = attribute.standard.value.lower() if attribute.standard else finer
    return Swatch(measured.hex, name, finer, round(100 * measured.share))


def other_lines(record: Record) -> tuple[tuple[str, str], ...]:
    """Return (attribute, value · how likely) for everything shown that is not painted."""
    return tuple(
        (heading(attribute.name), f"{attribute.value} · {likelihood(attribute.confidence)}")
        for attribute in record.attributes
        if attribute.evidence.swatch is None and attribute.state == "shown"
    )


def heading(name: str) -> str:
    """Return what cards call an attribute."""
    row = BY_NAME.get(name)
    return row.heading if row else name.capitalize()


WHOSE = {"photo": "barcode on the photo"}
"""Whose word a fact is, by its source; the merchant's elsewhere."""


def text_line(record: Record) -> str:
    """Return the text that was read, line by line, each once."""
    return " / ".join(dict.fromkeys(span.text for span in record.texts))


def fact_lines(record: Record) -> tuple[tuple[str, str], ...]:
    """Return (key, value) of what the merchant said, and of a barcode that was read."""
    return tuple(
        (fact.key.capitalize(), f"{fact.value} ({WHOSE.get(fact.source, 'your word')})")
        for fact in record.facts
    )


def subject_line(record: Record) -> str:
    """Return how the product was found and how sure that is."""
    subject = record.subject
    if subject.method == "whole_frame":
        return METHODS[subject.method]
    method = METHODS.get(subject.method, subject.method)
    # The confidence is a rule of thumb: a word says as much as it knows, per cent would say more.
    sure = next(word for least, word in SURENESS if subject.confidence >= least)
    return f"{method}, {sure}, {percent(subject.share)} of the photo"


def contours(record: Record) -> tuple[Polygon, ...]:
    """Return every line around the product: its pieces and its holes."""
    subject = record.subject
    return tuple(each for each in (subject.outline, *subject.parts, *subject.holes) if each)


def photo_lines(record: Record) -> tuple[str, ...]:
    """Return the name and size of the photo that is drawn."""
    photo = record.photos[record.subject.photo]
    return (f"{clean_text(photo.name)} · {photo.width} × {photo.height}",)


def badge(record: Record) -> str:
    """Return whether the record may go out as it is."""
    if record.decided.state != "new":
        return record.decided.state
    return "look again" if record.review.needed else "ready"


def likelihood(confidence: float) -> str:
    """Return a word for a confidence."""
    return next(word for least, word in LIKELIHOOD if confidence >= least)


def percent(fraction: float) -> str:
    """Return 0..1 as whole per cent."""
    return f"{round(100 * fraction)}\u00a0%"


def claimed(description: Description, claim: Claim) -> str:
    """Return the words of the description that `claim` covers."""
    field = getattr(description, claim.field)
    text = field if isinstance(field, str) else "\n".join(field)
    return str(text[claim.start : claim.end])
