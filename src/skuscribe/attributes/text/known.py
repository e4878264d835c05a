"""Known brands among the lines on a product: which line names which, and what may be stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from skuscribe.attributes.text.lettering import Lettering, is_stacked
from skuscribe.attributes.text.lexicon import Lexicon, Match, folded, label_words
from skuscribe.record.model import Category
from skuscribe.taxonomy.words import path_of

MOST_WORDS = 4
"""Words of the longest brand."""

LARGE = 0.5
"""Height, of the tallest letters on the product, from which letters are large."""

ALIKE = 0.5
"""Height, of the first brand's letters, from which another brand is as likely the product's."""


@dataclass(frozen=True)
class Naming:
    """A place where a brand is named.

    Attributes:
        line: where its first word stands.
        match: the brand.
        height: of the letters.
        whole: whether nothing else stands on the line.
    """

    line: Lettering
    match: Match
    height: float
    whole: bool

    @property
    def confidence(self) -> float:
        """How sure the reading and the match are together, 0..1."""
        return self.line.span.confidence * self.match.sureness


def namings(lines: Sequence[Lettering], lexicon: Lexicon) -> list[Naming]:
    """Return where brands of `lexicon` are named, the tallest letters first, then the surest."""
    found = [naming for line in lines for naming in _on_line(line, lexicon)]
    found += [
        Naming(upper, match, min(upper.height, lower.height), whole=True)
        for upper in lines
        for lower in lines
        if upper is not lower and is_stacked(upper, lower)
        if (match := lexicon.match(f"{upper.span.text} {lower.span.text}")) is not None
    ]
    return sorted(found, key=lambda each: (-each.height, -each.confidence, each.line.index))


def _on_line(line: Lettering, lexicon: Lexicon) -> Iterator[Naming]:
    words = line.span.text.split()
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + MOST_WORDS) + 1):
            said = words[start:end]
            usual = any(folded(word) in label_words() for word in said)
            match = lexicon.match(" ".join(said), exactly=usual)
            if match is not None:
                yield Naming(line, match, line.height, whole=len(said) == len(words))


def fits(naming: Naming, category: Category, tallest: float) -> bool:
    """Tell whether the brand is on such goods; of unknown goods, whether its letters are large."""
    brand, kind = naming.match.brand, path_of(category.google)[:1]
    if not brand.kinds:
        return True
    if kind:
        return kind[0] in brand.kinds
    return not brand.common and naming.height >= LARGE * tallest


def is_rivalled(first: Naming, others: Sequence[Naming]) -> bool:
    """Tell whether another brand is named in letters about as tall."""
    return any(
        each.match.brand != first.match.brand and each.height >= ALIKE * first.height
        for each in others
    )
