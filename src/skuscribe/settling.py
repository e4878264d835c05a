"""A file of observations to records: one line a product, no photo is looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from skuscribe.core.codes import BY_CODE, ErrorCode
from skuscribe.core.errors import SkuscribeError, unexpected
from skuscribe.describe.voice import Voice
from skuscribe.look.bundle import read_card
from skuscribe.pipeline import settle
from skuscribe.record.model import Record
from skuscribe.record.observed import ObservedLine
from skuscribe.settings import Settings
from skuscribe.shop.profile import Shop, read_shop
from skuscribe.taxonomy.mapping import refuse_unknown_words

Settled = tuple[str, Record | SkuscribeError]
"""A product's id, and its record or why there is none."""


def settle_file(path: Path, facts: Mapping[str, str], settings: Settings) -> Iterator[Settled]:
    """Yield the record of each line, in order.

    A line that holds an error, as `tag` writes for a photo that it could not read, is that error.

    Args:
        path: what `tag --observed` wrote.
        facts: what goes over the facts of every line.
        settings: the voice and the shop.

    Raises:
        SkuscribeError: the file cannot be read, or the shop is wrong.
    """
    shop = read_shop(settings.shop)
    refuse_unknown_words(shop, read_card(settings.model).labels)
    for number, line in enumerate(_lines(path), start=1):
        yield _settled(line, f"{path.name}, line {number}", facts, shop, settings.voice)


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


def _settled(
    line: bytes, place: str, facts: Mapping[str, str], shop: Shop, voice: Voice
) -> Settled:
    try:
        found = ObservedLine.model_validate_json(line)
    except ValidationError as error:
        return _no_observation(line, place, error)
    id = found.observed.id
    try:
        return id, settle(found.observed, _over(found.facts, facts), shop, voice)
    except ValidationError as error:
        return id, _invalid(error, place)
    except SkuscribeError as error:
        return id, error.at(id)
    except Exception as error:  # a bug met by one product must not harm the others
        return id, unexpected(error, id)


def _over(facts: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return `facts` with `given` in the place of those of the same key."""
    keys = {key.strip().lower() for key in given}
    return {k: v for k, v in facts.items() if k.strip().lower() not in keys} | dict(given)


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
