"""Plain wordings that shops write are read: names with a sign, verbs, where a denial ends."""

from __future__ import annotations

import pytest

import made
from skuscribe.describe.verify import verify
from skuscribe.record.model import Attribute, Decided, Decision, Evidence

BOOTS = {
    "category": "boots",
    "brand": "B&O",
    "weight": "300 g",
    "diameter": "30 cm",
    "features": "hood, zip",
    "voltage": "230 V",
    "closure": "zip",
    "waterproof": "no",
    "size": "M",
}


def verdicts(text: str) -> dict[str, str]:
    record = made.record(made.seen("boot"), **BOOTS)  # type: ignore[arg-type]
    return {finding.text: finding.verdict for finding in verify(text, record)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Boots by B&O.", "B&O"),
        ("They weigh 300 g.", "300 g"),
        ("Its diameter is 30 cm.", "30 cm"),
        ("Features include a hood.", "hood"),
        ("It closes with a zip.", "zip"),
        ("It runs on 230 V.", "230 V"),
        ("It is not waterproof and comes in size M.", "size M"),
    ],
)
def test_what_the_record_says_is_supported(text: str, said: str) -> None:
    found = verdicts(text)
    assert found[said] == "supported"
    assert set(found.values()) == {"supported"}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("They're waterproof.", "waterproof"),
        ("Boots by B&W.", "B"),
        ("They weigh 400 g.", "400 g"),
        ("It is not waterproof and comes in size L.", "size L"),
    ],
)
def test_what_it_does_not_say_is_a_fault(text: str, wrong: str) -> None:
    assert any(wrong in said and v != "supported" for said, v in verdicts(text).items())


@pytest.mark.parametrize("word", ["penetrate", "eventually", "philosophy"])
def test_a_common_verb_adverb_or_abstract_noun_claims_nothing(word: str) -> None:
    assert verdicts(f"They {word}.") == {}


@pytest.mark.parametrize(
    "word", ["antiseptic", "slip-cast", "dermatologist", "ebony", "galvanised"]
)
def test_a_describing_or_vouching_word_that_no_table_knows_is_a_fault(word: str) -> None:
    assert set(verdicts(f"Boots, {word}.").values()) == {"supported", "unsupported"}


def test_a_thing_is_where_ours_is_put_only_after_words_of_place() -> None:
    assert "workbench" not in verdicts("Leave them on your workbench.")
    assert verdicts("They come with a workbench.")["workbench"] == "unsupported"


def test_a_word_that_is_also_a_colour_is_the_product_where_the_record_says_so() -> None:
    def faults(word: str, text: str) -> list[str]:
        found = verify(text, made.record(made.seen(word, "hat", "pen")))
        return [finding.text for finding in found if finding.is_fault]

    assert faults("plum", "A red plum.") == []
    assert faults("cup", "A plum cup.") == ["plum"]


def test_a_record_with_measures_and_decisions_is_verified_as_well() -> None:
    evidence = Evidence(measure={"aspect": 1.0})
    shape = Attribute(
        name="shape", value="round", confidence=0.9, source="photo", evidence=evidence
    )
    decision = Decision(field="/facts/note", by="ada", at="now", before=None, after={"a": 1})
    record = made.record().model_copy(
        update={
            "attributes": (*made.record().attributes, shape),
            "decided": Decided(state="approved", fields=(decision,)),
        }
    )
    (round_, *_) = verify("A round red cup.", record)
    assert (round_.text, round_.verdict) == ("round", "supported")
