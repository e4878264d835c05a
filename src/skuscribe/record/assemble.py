"""Put the stations' findings together into one record, with its problems and what to review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skuscribe.core.errors import ErrorCode, WarningCode
from skuscribe.record.model import (
    Attribute,
    Brand,
    Category,
    Description,
    GivenFact,
    MadeBy,
    PhotoInfo,
    Problem,
    Reason,
    Record,
    Review,
    SubjectInfo,
    TextSpan,
)
from skuscribe.record.stations import Photo, Subject

MESSAGES = {
    WarningCode.PHOTO_ANIMATED_FIRST_FRAME: "the photo is animated; its first frame was read",
    WarningCode.PHOTO_MULTIPAGE_FIRST_PAGE: "the file has several pages; the first was read",
    WarningCode.PHOTO_EXTENSION_MISMATCH: "the file's name says another format than its bytes",
    WarningCode.PHOTO_PROFILE_IGNORED: "the colour profile is damaged; sRGB was assumed",
    WarningCode.PHOTO_ORIENTATION_IGNORED: "the orientation mark makes no sense and was ignored",
    WarningCode.PHOTO_TRAILING_BYTES: "the file goes on after the picture's end",
    WarningCode.PHOTO_LOW_RESOLUTION: "the photo is small; fine detail and text may be missed",
    WarningCode.TEXT_SUSPICIOUS: "text on the photo reads like an instruction; it is kept as data",
    WarningCode.TEXT_TRUNCATED: "there is more text on the photo than a record keeps",
    WarningCode.TAXONOMY_ABSTAINED: "no label is sure enough; say what it is as a fact: category",
    WarningCode.TAXONOMY_UNMAPPED: "the label has no category in a taxonomy",
    WarningCode.COLOUR_UNCERTAIN: "the product's colour is not clear; a fact settles it: colour",
    WarningCode.SUBJECT_UNCERTAIN: "where the product lies is not clear; a plainer ground helps",
    ErrorCode.OCR_FAILED: "the OCR engine failed; text was not read",
}
"""What each warning says to people."""

SURE_SUBJECT = 0.5
"""Confidence from which the subject is not worth a second look."""


@dataclass(frozen=True)
class Findings:
    """Everything the stations found about one product."""

    id: str
    facts: tuple[GivenFact, ...]
    category: Category
    unmapped: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    texts: tuple[TextSpan, ...]
    text_problems: tuple[str, ...]
    brand: Brand | None
    description: Description


def assemble(
    findings: Findings,
    photos: Sequence[Photo],
    subject: Subject,
    subject_photo: int,
    made_by: MadeBy,
) -> Record:
    """Return the record of one product seen on `photos`."""
    problems = tuple(_problems(findings, subject))
    return Record(
        id=findings.id,
        photos=tuple(_info(photo) for photo in photos),
        facts=findings.facts,
        category=findings.category,
        subject=_subject(subject, subject_photo),
        attributes=findings.attributes,
        texts=findings.texts,
        brand=findings.brand,
        description=findings.description,
        review=_review(findings, photos, problems),
        problems=problems,
        made_by=made_by,
    )


def _info(photo: Photo) -> PhotoInfo:
    return PhotoInfo(
        name=photo.name,
        sha256=photo.sha256,
        width=photo.width,
        height=photo.height,
        problems=photo.problems,
    )


def _subject(subject: Subject, photo: int) -> SubjectInfo:
    return SubjectInfo(
        photo=photo,
        method=subject.method,
        confidence=subject.confidence,
        box=subject.box,
        share=subject.share,
        outline=subject.outline,
    )


def _problems(findings: Findings, subject: Subject) -> Iterator[Problem]:
    if findings.category.label is None:
        yield _problem(WarningCode.TAXONOMY_ABSTAINED, "/category/label")
    for target in findings.unmapped:
        yield _problem(WarningCode.TAXONOMY_UNMAPPED, f"/category/{target}")
    if subject.confidence < SURE_SUBJECT:
        yield _problem(WarningCode.SUBJECT_UNCERTAIN, "/subject")
    for number, attribute in enumerate(findings.attributes):
        if attribute.name == "colour" and attribute.state == "unsure":
            yield _problem(WarningCode.COLOUR_UNCERTAIN, f"/attributes/{number}")
    for code in findings.text_problems:
        yield _problem(code, "/texts")


def _problem(code: str, where: str) -> Problem:
    return Problem(code=str(code), message=MESSAGES[code], where=where)  # type: ignore[index]


def _review(findings: Findings, photos: Sequence[Photo], problems: Sequence[Problem]) -> Review:
    """Ask for a person where something is in doubt; cost: how likely a stated value is wrong."""
    codes = [(problem.code, problem.message) for problem in problems]
    codes += [(code, MESSAGES[code]) for photo in photos for code in photo.problems]  # type: ignore[index]
    stated = [a.confidence for a in findings.attributes if a.state == "shown"]
    right = findings.category.confidence
    for confidence in stated:
        right *= confidence
    reasons = tuple(Reason(code=code, message=message) for code, message in dict(codes).items())
    return Review(needed=bool(reasons), reasons=reasons, cost=1.0 - right)
