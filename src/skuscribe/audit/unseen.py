"""The record of a product whose photos nobody looked at: it shows nothing."""

from __future__ import annotations

from skuscribe.core.version import __version__
from skuscribe.record.model import Category, Description, MadeBy, Record, SubjectInfo
from skuscribe.review.review import UNREVIEWED
from skuscribe.taxonomy.words import TAXONOMY_VERSION

UNSEEN = Record(
    id="",
    photos=(),
    category=Category(label=None, confidence=0.0, level="unknown", origin="trained"),
    subject=SubjectInfo(
        photo=0, method="none", confidence=0.0, box=(0.0, 0.0, 0.0, 0.0), share=0.0, outline=()
    ),
    attributes=(),
    texts=(),
    brand=None,
    description=Description(),
    review=UNREVIEWED,
    problems=(),
    made_by=MadeBy(
        skuscribe=__version__,
        bundle="",
        ocr="none",
        taxonomy=TAXONOMY_VERSION,
        seen_hash="",
        settled_hash="",
    ),
)
