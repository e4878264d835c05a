"""Whose product it is: the merchant's word, else a known brand that is read on the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from skuscribe.attributes.text.known import Naming, fits, is_rivalled, namings
from skuscribe.attributes.text.lettering import Lettering, on_product
from skuscribe.attributes.text.lexicon import KnownBrand, Lexicon, folded, shipped, shops
from skuscribe.attributes.text.unknown import DOUBT, likeliest
from skuscribe.core.warning_codes import WarningCode
from skuscribe.record.facts import told
from skuscribe.record.model import Brand, Category, Evidence, GivenFact, Proposal, TextSpan
from skuscribe.record.observed import SeenPhoto


@dataclass(frozen=True)
class Branded:
    """What is known of the brand: stated, proposed, or neither.

    `doubts` are warning codes, each with a JSON pointer (RFC 6901) to what it doubts.
    """

    brand: Brand | None = None
    proposals: tuple[Proposal, ...] = ()
    doubts: tuple[tuple[WarningCode, str], ...] = ()


def told_brand(facts: Sequence[GivenFact]) -> Brand | None:
    """Return the merchant's brand, None when none is given."""
    said = told(facts, "brand")
    if said is None:
        return None
    return Brand(value=said[1], confidence=1.0, evidence=Evidence(fact=said[0]))


def settle_brand(
    photos: Sequence[SeenPhoto],
    texts: Sequence[TextSpan],
    facts: Sequence[GivenFact],
    category: Category,
    carried: Mapping[str, tuple[str, ...]],
    lexicon: Lexicon | None = None,
) -> Branded:
    """Return the brand: what the merchant says wins, and is doubted where another is read.

    Args:
        photos: of the product.
        texts: the record's, of those photos.
        facts: the merchant's.
        category: what the product is.
        carried: the shop's brands, by name with their aliases.
        lexicon: known brands beside the shop's; those that are shipped when it is None.
    """
    said = told_brand(facts)
    known = (_carried(tuple(carried.items())), lexicon or shipped())
    read = read_brand(on_product(photos, texts), category, *known)
    if said is None:
        return read
    agrees = read.brand is None or is_same_brand(said.value, read.brand.value, known)
    return Branded(said, doubts=() if agrees else ((WarningCode.BRAND_CONTRADICTED, "/brand"),))


@lru_cache(maxsize=16)
def _carried(brands: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    return shops(dict(brands))


def read_brand(
    lines: Sequence[Lettering], category: Category, carried: Lexicon, lexicon: Lexicon
) -> Branded:
    """Return the brand that is read: the shop's own first, then a known one, then a likely word."""
    tallest = max((line.height for line in lines), default=0.0)
    own = namings(lines, carried)
    if own:
        return _stated(own[0]) if not is_rivalled(own[0], own) else _proposed(own[0], RIVALLED)
    found = namings(lines, lexicon)
    fitting = [each for each in found if fits(each, category, tallest)]
    if fitting:
        rivalled = is_rivalled(fitting[0], fitting)
        return _proposed(fitting[0], RIVALLED) if rivalled else _stated(fitting[0])
    elsewhere = [each for each in found if not each.match.brand.common]
    if elsewhere:
        return _proposed(elsewhere[0], UNFIT)
    # A common word on goods that its brand does not make is a word.
    usual = {each.line.index for each in found if each.whole and category.google is not None}
    return _likely([line for line in lines if line.index not in usual])


RIVALLED = "several brands are named in letters as tall"
UNFIT = "it is known on other kinds of goods, or its letters are small"


def _stated(naming: Naming) -> Branded:
    evidence = Evidence(text=naming.line.index)
    value = naming.match.brand.name
    return Branded(Brand(value=value, confidence=naming.confidence, evidence=evidence))


def _proposed(naming: Naming, why: str) -> Branded:
    reasons = "; ".join(filter(None, (f"a known brand, but {why}", naming.match.why)))
    return _proposal(naming.match.brand.name, DOUBT * naming.confidence, naming.line, reasons)


def _likely(lines: Sequence[Lettering]) -> Branded:
    found = likeliest(lines)
    if found is None:
        return Branded()
    return _proposal(found.value, DOUBT * found.line.span.confidence, found.line, found.why)


def _proposal(value: str, confidence: float, line: Lettering, why: str) -> Branded:
    evidence = Evidence(text=line.index)
    proposal = Proposal(
        field="brand", value=value, confidence=confidence, evidence=evidence, why=why
    )
    return Branded(proposals=(proposal,))


def is_same_brand(said: str, read: str, lexicons: Sequence[Lexicon]) -> bool:
    """Tell whether two names mean one brand, by an alias or as a part of the other.

    Args:
        said: by the merchant.
        read: as a lexicon writes it, or as it was read.
        lexicons: that know aliases of what is said.
    """
    named = [_named(lexicon, said) for lexicon in lexicons]
    one, other = folded(said), folded(read)
    return one in other or other in one or any(brand and brand.name == read for brand in named)


def _named(lexicon: Lexicon, said: str) -> KnownBrand | None:
    match = lexicon.match(said, exactly=True)
    return match.brand if match else None
