"""A true sentence in which one thing is changed is no longer supported."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made
from skuscribe.describe.languages.en.lexicon import entailed, phrases, senses, words_in
from skuscribe.describe.verify import verify
from skuscribe.describe.voice import Voice
from skuscribe.pipeline import settle
from skuscribe.shop.profile import NO_SHOP

EXAMPLES = 240


def values(property: str) -> list[str]:
    """The values of a kind that mean one thing everywhere: silver on a table is two."""
    told = [s.value for s in senses() if s.property == property and not s.regulated]
    return [value for value in told if len(phrases().get(words_in(value), ())) == 1]


VALUES = {kind: values(kind) for kind in ("colour", "material", "performance")}
SHARES, AMOUNTS = st.integers(5, 95), st.integers(20, 900)
SAID = (
    "A {colour} cup made of {share}% {material}. It holds {amount} ml. It is {performance}.",
    "You will love this {colour} cup: {share}% {material}, {amount} ml and {performance}.",
    "This {performance} cup is {colour}. Material: {share}% {material}. Capacity: {amount} ml.",
)


@st.composite
def others(draw: st.DrawFn, kind: str) -> tuple[str, str]:
    """A value, and one that does not follow from it."""
    value = draw(st.sampled_from(VALUES[kind]))
    follows = {name for _, name in entailed(kind, value)}
    return value, draw(st.sampled_from([v for v in VALUES[kind] if v not in follows]))


@pytest.mark.slow
def test_nearly_every_mutant_is_killed_and_every_true_sentence_stands() -> None:
    killed: list[tuple[bool, str, str]] = []
    stood: list[tuple[bool, str]] = []

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @given(
        others("colour"),
        others("material"),
        others("performance"),
        SHARES,
        AMOUNTS,
        st.sampled_from(SAID),
        st.integers(1, 9),
    )
    def collect(
        colour: tuple[str, str],
        material: tuple[str, str],
        performance: tuple[str, str],
        share: int,
        amount: int,
        said: str,
        more: int,
    ) -> None:
        true = {
            "colour": colour[0],
            "material": material[0],
            "performance": performance[0],
            "share": share,
            "amount": amount,
        }
        changes = {
            "colour": colour[1],
            "material": material[1],
            "performance": performance[1],
            "share": share + more,
            "amount": amount + 10 * more,
        }
        facts = {
            "colour": colour[0],
            "material": f"{share}% {material[0]}",
            "performance": performance[0],
            "capacity": f"{amount} ml",
        }
        record = settle(made.observed(made.seen()), facts, NO_SHOP, Voice())
        text = said.format(**true)
        stood.append((not any(f.is_fault for f in verify(text, record)), text))
        mutants = [said.format(**{**true, name: value}) for name, value in changes.items()]
        mutants.append(said.format(**{**true, "performance": f"not {performance[0]}"}))
        for mutant in mutants:
            killed.append((any(f.is_fault for f in verify(mutant, record)), mutant, text))

    collect()
    assert len(killed) >= 1000
    missed = [(mutant, text) for was_killed, mutant, text in killed if not was_killed]
    assert len(missed) <= 0.01 * len(killed), (len(missed), len(killed), missed[:20])
    fallen = [text for stands, text in stood if not stands]
    assert len(fallen) <= 0.01 * len(stood), (len(fallen), len(stood), fallen[:20])
