"""Two fingerprints: each changes with what it stands for, and with nothing else."""

from __future__ import annotations

import made
from skuscribe.describe.voice import Voice
from skuscribe.fingerprint import made_by, seen_with
from skuscribe.record.observed import Rule, SeenWith
from skuscribe.shop.profile import NO_SHOP, Shop


def seen(bundle: str, ocr: str, rule: Rule = made.RULE) -> SeenWith:
    return seen_with(bundle, ocr, rule)


SEEN = seen("hybrid 1 abc", "rapidocr 3")


def test_what_photos_are_looked_at_with() -> None:
    assert seen("hybrid 1 abc", "rapidocr 3") == SEEN
    others = {seen("hybrid 2 abc", "rapidocr 3").hash, seen("hybrid 1 abc", "none").hash}
    assert len(others | {SEEN.hash}) == 3


def test_parts_do_not_run_into_each_other() -> None:
    assert seen("a", "bc").hash != seen("ab", "c").hash


def test_the_rule_goes_with_what_was_seen_because_records_are_settled_by_it() -> None:
    assert SEEN.rule == made.RULE
    other = Rule(from_level=(0.8, 0.5, 0.4), scale=(0.1, 1.2, 0.3))
    assert seen("hybrid 1 abc", "rapidocr 3", other).rule == other


def test_what_records_are_settled_with() -> None:
    plain = made_by(SEEN, NO_SHOP, Voice())
    assert made_by(SEEN, NO_SHOP, Voice()) == plain
    long = made_by(SEEN, NO_SHOP, Voice(length="long"))
    shop = made_by(SEEN, Shop(digest="f" * 64), Voice())
    assert len({plain.settled_hash, long.settled_hash, shop.settled_hash}) == 3
    assert {plain.seen_hash, long.seen_hash, shop.seen_hash} == {SEEN.hash}


def test_facts_change_no_fingerprint_because_the_record_holds_them() -> None:
    assert made.record(brand="Nordholm").made_by == made.record().made_by


def test_the_record_names_the_versions_of_every_table() -> None:
    taxonomy = made.record().made_by.taxonomy
    assert all(word in taxonomy for word in ("shopify", "google", "words", "colours"))
