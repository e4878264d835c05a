"""What people may change: a fact, which records are settled with, or words that go to the shop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.facts import ALIASES
from skuscribe.record.model import Decided, FieldName, Record

WORDS = frozenset(get_args(FieldName))
FACTS, DESCRIPTION = "/facts/", "/description/"

_KEY = re.compile(r"[a-z][a-z0-9 _-]{0,39}")


def field_of(name: str) -> str:
    """Return the JSON pointer of a field as people name it.

    `colour` and `facts/colour` are the fact, `description/title` the words; with a slash before
    them they are pointers already.

    Raises:
        SkuscribeError: `decision.invalid`.
    """
    plain = name.strip().lower().lstrip("/")
    if plain.startswith("description/"):
        if plain.removeprefix("description/") in WORDS:
            return f"/{plain}"
    elif _KEY.fullmatch(key := plain.removeprefix("facts/")):
        return FACTS + ALIASES.get(key, key)
    words = ", ".join(sorted(WORDS))
    raise SkuscribeError(
        ErrorCode.DECISION_INVALID,
        f"no field is called '{name[:60]}'",
        hint=f"a fact such as colour, or description/ with {words}",
    )


def confirmed(record: Record, field: str) -> dict[str, str]:
    """Return the change, by JSON pointer, that makes a fact of what a record proposes.

    Raises:
        SkuscribeError: `decision.invalid`, it proposes nothing for that field.
    """
    for each in record.proposals:
        if each.field == field:
            return {FACTS + field: each.value}
    raise SkuscribeError(
        ErrorCode.DECISION_INVALID, f"nothing is proposed for '{field[:60]}' any more"
    )


def decided_facts(decided: Decided) -> Mapping[str, str]:
    """Return the facts that people changed, by key; they go over the merchant's.

    An empty one takes the merchant's away.
    """
    return {
        each.field.removeprefix(FACTS): str(each.after)
        for each in decided.fields
        if each.field.startswith(FACTS)
    }
