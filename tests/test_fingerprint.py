"""Two fingerprints: each changes with what it stands for, and with nothing else."""

from __future__ import annotations

import made
from skuscribe.describe.voice import Voice
from skuscribe.fingerprint import made_by, seen_with
from skuscribe.shop.profile import NO_SHOP, Shop

SEEN = seen_with("hybrid 1 abc", "rapidocr 3")


def test_what_photos_are_looked_at_with() -> None:
    assert seen_with("hybrid 1 abc", "rapidocr 3") == SEEN
    others = {seen_with("hybrid 2 abc", "rapidocr 3").hash, seen_with("hybrid 1 abc", "none").hash}
    assert len(others | {SEEN.hash}) == 3


def test_parts_do_not_run_into_each_other() -> None:
    assert seen_with("a", "bc").hash != seen_with("ab", "c").hash


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
    assert all(word in taxonomy for word in ("shopify", "google", "labels", "colours"))
