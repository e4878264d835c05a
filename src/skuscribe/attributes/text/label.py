"""What the lines on a product say together: their roles, the brand, and what may be quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skuscribe.attributes.text.brand import Branded, settle_brand
from skuscribe.attributes.text.lettering import Lettering, is_cut, on_product
from skuscribe.attributes.text.lexicon import folded, shipped
from skuscribe.attributes.text.printed import read_off
from skuscribe.attributes.text.roles import with_roles
from skuscribe.attributes.text.spans import settle_texts
from skuscribe.attributes.text.wordlike import is_torn, is_wording
from skuscribe.record.model import Brand, Category, GivenFact, Proposal, TextSpan
from skuscribe.record.observed import SeenPhoto

SURELY, LEAST_LETTERS = 0.98, 4
"""Confidence, and letters, from which a whole word that stands in no list is quoted: of garbage on
92 photos nearly all that is not torn is read less surely."""


@dataclass(frozen=True)
class Label:
    """What was read of a product.

    Attributes:
        texts: the lines of all photos, with their roles.
        brand: stated; None without one.
        proposals: values for a person to confirm.
        quotable: places among `texts` of lines on the product that are words.
        doubts: warning codes, each with a JSON pointer to what it doubts.
    """

    texts: tuple[TextSpan, ...]
    brand: Brand | None
    proposals: tuple[Proposal, ...]
    quotable: frozenset[int]
    doubts: tuple[tuple[str, str], ...]


def settle_label(
    photos: Sequence[SeenPhoto],
    facts: Sequence[GivenFact],
    category: Category,
    carried: Mapping[str, tuple[str, ...]],
) -> Label:
    """Return what is read on the photos of a product.

    Args:
        photos: of the product.
        facts: the merchant's.
        category: what the product is.
        carried: the shop's brands, by name with their aliases.
    """
    lines, unread = settle_texts(photos)
    branded = settle_brand(photos, lines, facts, category, carried)
    texts = with_roles(lines, _naming(branded))
    on_it = on_product(photos, texts)
    brand = branded.brand
    quotable = frozenset(e.index for e in on_it if _says(e, brand) or _is_quotable(e))
    doubts = (*((str(code), "/texts") for code in unread), *branded.doubts)
    proposals = (*branded.proposals, *read_off(on_it, facts))
    return Label(texts, brand, proposals, quotable, doubts)


def _says(line: Lettering, brand: Brand | None) -> bool:
    """Tell whether a line names the brand as it is stated, not misread."""
    if brand is None:
        return False
    said, name = line.span.text.casefold(), re.escape(brand.value.casefold())
    return folded(said) == folded(brand.value) or bool(re.search(rf"(?<!\w){name}(?!\w)", said))


def _is_quotable(line: Lettering) -> bool:
    """Tell whether a line is words, or a whole word that nobody knows and that was read surely."""
    said = line.span.text
    surely = line.span.confidence >= SURELY and said.isalpha() and len(said) >= LEAST_LETTERS
    whole = not is_cut(line) and not is_torn(said)
    return is_wording(line.span) or (surely and whole and shipped().match(said) is None)


def _naming(branded: Branded) -> frozenset[int]:
    """Return the places of the lines that name the brand, stated or proposed."""
    stated = [branded.brand.evidence] if branded.brand else []
    proposed = [each.evidence for each in branded.proposals if each.field == "brand"]
    return frozenset(each.text for each in (*stated, *proposed) if each.text is not None)
