"""A text cut at its claims, each with the evidence for it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skuscribe.describe.verify import Finding, verify
from skuscribe.record.model import FieldName, Record
from skuscribe.serve.evidence import evidence_of


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; without a verdict it claims nothing.

    Attributes:
        verdict: of the record: supported, contradicted, unsupported, not_checkable.
        kind: what is claimed, such as colour.
        evidence: why, in words.
        grounds: JSON pointers into the record, with a blank between.
    """

    text: str
    verdict: str = ""
    kind: str = ""
    evidence: str = ""
    grounds: str = ""


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    piece: Piece


def written(record: Record, field: FieldName, text: str) -> list[Piece]:
    """Cut a text that skuscribe wrote at the claims of the record's ledger."""
    spans = [
        _Span(claim.start, claim.end, _piece(record, claim.kind, "supported", claim.grounds))
        for claim in record.description.claims
        if claim.field == field
    ]
    return list(_cut(text, spans))


def checked(record: Record, field: FieldName, text: str) -> list[Piece]:
    """Cut a text of a person's at the claims that the verifier finds in it."""
    found = verify(text, record, record.description.language, shown=field == "alt_text")
    spans = [_Span(each.start, each.end, _judged(record, each)) for each in found]
    return list(_cut(text, spans))


def _judged(record: Record, found: Finding) -> Piece:
    why = found.why if found.verdict != "supported" else ""
    return _piece(record, found.kind, found.verdict, found.grounds, why)


def _piece(record: Record, kind: str, verdict: str, grounds: Sequence[str], why: str = "") -> Piece:
    told = [evidence_of(record, pointer) for pointer in grounds]
    evidence = "; ".join([*([why] if why else []), *told])
    return Piece("", verdict, kind, evidence, " ".join(grounds))


def _cut(text: str, spans: Sequence[_Span]) -> Iterator[Piece]:
    """Yield the pieces of a text in order; of spans that overlap, the first."""
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start < at or span.end > len(text):
            continue
        if span.start > at:
            yield Piece(text[at : span.start])
        said = span.piece
        words = text[span.start : span.end]
        yield Piece(words, said.verdict, said.kind, said.evidence, said.grounds)
        at = span.end
    if at < len(text):
        yield Piece(text[at:])
