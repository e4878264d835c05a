"""A file of observations to records: one line a product, no photo is looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from skuscribe.core.codes import BY_CODE, ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.core.warning_codes import WarningCode
from skuscribe.decisions.event import Event, digest_of
from skuscribe.decisions.fields import decided_facts
from skuscribe.decisions.standing import standing
from skuscribe.describe.facts import ALIASES
from skuscribe.describe.voice import Voice
from skuscribe.look.bundle import read_card
from skuscribe.pipeline import settle
from skuscribe.record.model import Record
from skuscribe.record.observed import ObservedLine
from skuscribe.review.rules import Doubt
from skuscribe.settings import Settings
from skuscribe.shop.profile import Shop, read_shop
from skuscribe.taxonomy.mapping import refuse_other_examples, refuse_unknown_words

Settled = tuple[str, Record | SkuscribeError]
"""A product's id, and its record or why there is none."""


@dataclass(frozen=True)
class Words:
    """What records are settled with, beside what was seen.

    Attributes:
        shop: one merchant's own words.
        voice: how descriptions are written.
        facts: what goes over the facts of every product.
        decisions: what people did, by product, oldest first.
    """

    shop: Shop
    voice: Voice
    facts: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[str, Sequence[Event]] = field(default_factory=dict)


def words_of(
    settings: Settings,
    facts: Mapping[str, str] | None = None,
    decisions: Mapping[str, Sequence[Event]] | None = None,
) -> Words:
    """Return what records are settled with, by the settings.

    Raises:
        SkuscribeError: `config.*`, the shop is wrong; `model.*`.
    """
    shop = read_shop(settings.shop)
    refuse_unknown_words(shop, read_card(settings.model).labels)
    return Words(shop, settings.voice, facts or {}, decisions or {})


def settle_file(path: Path, words: Words) -> Iterator[Settled]:
    """Yield the record of each line, in order.

    A line that holds an error, as `tag` writes for a photo that it could not read, is that error.

    Args:
        path: what `tag --observed` wrote, or a run.
        words: what it is settled with.

    Raises:
        SkuscribeError: the file cannot be read.
    """
    for number, line in enumerate(_lines(path), start=1):
        yield _settled(line, f"{path.name}, line {number}", words)


def settle_line(line: ObservedLine, words: Words) -> Record:
    """Return the record of one product, with what people decided about it.

    Raises:
        SkuscribeError: see `pipeline.settle`.
    """
    refuse_other_examples(words.shop, line.observed.seen_with.bundle)
    digest = digest_of(photo.info.sha256 for photo in line.observed.photos)
    found = standing(words.decisions.get(line.observed.id, ()), digest)
    doubts: list[Doubt] = []
    if line.left_out:
        doubts.append((WarningCode.PHOTO_LEFT_OUT, "/photos"))
    if found.outdated:
        doubts.append((WarningCode.DECISION_OUTDATED, "/decided"))
    facts = _over(_over(line.facts, words.facts), decided_facts(found.decided))
    return settle(line.observed, facts, words.shop, words.voice, found.decided, doubts)


def count_lines(path: Path) -> int:
    """Return how many products a file of observations holds.

    Raises:
        SkuscribeError: the file cannot be read.
    """
    return sum(1 for _ in _lines(path))


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            yield from (line for line in stream if line.strip())
    except OSError as error:
        raise SkuscribeError(
            ErrorCode.OBSERVED_INVALID, f"cannot be read ({error.strerror})", where=path.name
        ) from error


def _settled(line: bytes, place: str, words: Words) -> Settled:
    try:
        found = ObservedLine.model_validate_json(line)
    except ValidationError as error:
        return _no_observation(line, place, error)
    id = found.observed.id
    try:
        return id, settle_line(found, words)
    except ValidationError as error:
        return id, _invalid(error, place)
    except SkuscribeError as error:
        return id, error.at(id)
    except Exception as error:  # a bug met by one product must not harm the others
        return id, unexpected(error, id)


def _over(facts: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return `facts` with `given` in the place of those of the same meaning; an empty one goes."""
    meant = {_meaning(key) for key in given}
    left = {key: value for key, value in facts.items() if _meaning(key) not in meant}
    return left | {key: value for key, value in given.items() if value}


def _meaning(key: str) -> str:
    plain = key.strip().lower()
    return ALIASES.get(plain, plain)


def _no_observation(line: bytes, place: str, error: ValidationError) -> Settled:
    try:
        row: Any = json.loads(line)
        failure = row["error"]
        code = BY_CODE[failure["code"]]
        told = SkuscribeError(code, str(failure["message"]), hint=str(failure["hint"]))
        return str(row["id"]), told.at(str(row["id"]))
    except (ValueError, KeyError, TypeError):
        return place, _invalid(error, place)


def _invalid(error: ValidationError, place: str) -> SkuscribeError:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "the whole"
    return SkuscribeError(ErrorCode.OBSERVED_INVALID, f"{field}: {first['msg']}", where=place)
