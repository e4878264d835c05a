"""Whatever the facts: fields within their limits, spans that hold, and no word without a ground."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from skuscribe.attributes.text.brand import told_brand
from skuscribe.describe.facts import facts_of
from skuscribe.describe.languages.en.words import nouns
from skuscribe.describe.voice import Voice
from skuscribe.describe.write import describe
from skuscribe.record.limits import FIELD_LIMITS
from skuscribe.record.model import (
    Attribute,
    Category,
    Description,
    GivenFact,
    Standard,
    TextSpan,
)
from skuscribe.record.text import clean_text

FUNCTION_WORDS = frozenset(
    "a an and are as brand by care color come comes for here in is it made meet of on pair product "  # noqa: SIM905
    "read reads shape shown size text the these they this".split()
)

words = st.text(min_size=1, max_size=60).map(clean_text).filter(bool)
categories = st.sampled_from([None, *nouns()]).map(
    lambda label: Category(
        label=label, confidence=0.9, level="leaf" if label else "unknown", origin="trained"
    )
)
attributes = st.lists(
    st.builds(
        lambda name, value, state: Attribute(
            name=name,
            value=value if state == "shown" else "",
            standard=Standard(vocabulary="shopify/color", value="Blue"),
            confidence=0.8,
            source="photo",
            photo=0,
            state=state,
        ),
        st.sampled_from(["colour", "shape", "pattern"]),
        st.sampled_from(["navy", "sky blue", "orange", "round", "striped"]),
        st.sampled_from(["shown", "unsure", "not_visible"]),
    ),
    max_size=5,
)
spans = st.lists(
    st.builds(
        lambda text, confidence: TextSpan(photo=0, text=text, confidence=confidence, polygon=()),
        words,
        st.floats(0.5, 1),
    ),
    max_size=4,
)
keys = st.sampled_from(["brand", "name", "colour", "category", "material", "size", "care", "sku"])
facts = st.dictionaries(keys, words, max_size=5).map(
    lambda table: tuple(GivenFact(key=key, value=value) for key, value in table.items())
)
lengths = st.sampled_from(["short", "medium", "long"])


def fields_of(found: Description) -> dict[str, str]:
    return {name: getattr(found, name) for name in FIELD_LIMITS} | {
        "bullets": "\n".join(found.bullets),
        "tags": "\n".join(found.tags),
    }


@given(categories, attributes, spans, facts, lengths)
@settings(max_examples=150, deadline=None)
def test_every_description_keeps_its_promises(category, seen, texts, given_, length) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    brand = told_brand(given_)
    told = facts_of(category, seen, texts, brand, given_)
    found = describe(told, Voice(length=length))
    fields = fields_of(found)

    assert describe(told, Voice(length=length)) == found
    for name, limit in FIELD_LIMITS.items():
        assert len(fields[name]) <= limit
        assert "  " not in fields[name]
        assert fields[name] == fields[name].strip()
    assert len(found.bullets) <= 5
    assert all(0 < len(bullet) <= 150 for bullet in found.bullets)
    assert len(set(found.tags)) == len(found.tags)
    if found.text:
        assert found.text[-1] in ".!?"

    covered = {name: [False] * len(text) for name, text in fields.items()}
    counts = {"attributes": len(seen), "texts": len(texts), "facts": len(given_)}
    for claim in found.claims:
        assert 0 <= claim.start < claim.end <= len(fields[claim.field])
        assert fields[claim.field][claim.start : claim.end].strip()
        covered[claim.field][claim.start : claim.end] = [True] * (claim.end - claim.start)
        for pointer in claim.grounds:
            part, *rest = pointer.strip("/").split("/")
            assert part in ("category", "brand") or int(rest[0]) < counts[part]
    for name, text in fields.items():
        bare = "".join(" " if hidden else c for c, hidden in zip(text, covered[name], strict=True))
        assert set(re.findall(r"\w+", bare.casefold())) <= FUNCTION_WORDS
