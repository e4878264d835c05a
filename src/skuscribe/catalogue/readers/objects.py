"""JSON as a table: a line an object (JSON Lines), a list of objects, or schema.org's products.

Objects become rows: their keys are the columns. Of schema.org (JSON-LD, in a page or alone) the
names, brands and images that stand deeper are brought up first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from skuscribe.catalogue.product import Trouble
from skuscribe.catalogue.readers.records import LONGEST_LINE
from skuscribe.catalogue.readers.strict_json import parsed
from skuscribe.catalogue.record import Record
from skuscribe.catalogue.table import Table, listed, table_of
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

LOOKED_AT = 200
"""Objects whose keys become columns."""

LARGEST = 50_000_000
"""Bytes of a document that is no JSON Lines; it is read whole."""

SEPARATOR = "|"
"""Between the values of a list in one cell."""

PRODUCTS = frozenset({"Product", "IndividualProduct"})
"""Types of schema.org."""

_OPENING = re.compile(r"<script[^<>]{0,500}application/ld\+json[^<>]{0,500}>", re.IGNORECASE)
_CLOSING = re.compile(r"</script>", re.IGNORECASE)


def open_lines(path: Path, given: Mapping[str, str]) -> Table:
    """Return a file of JSON Lines as a table.

    Raises:
        SkuscribeError: `catalogue.empty`, `catalogue.column_missing`.
    """
    first = list(islice(_lines(path), LOOKED_AT))
    header = _header(each[1] for each in first if not isinstance(each, Trouble))
    if not header:
        broken = next((each for each in first if isinstance(each, Trouble)), None)
        code = broken.code if broken else ErrorCode.CATALOGUE_EMPTY
        said = f"line {broken.row}: {broken.message}" if broken else None
        raise SkuscribeError(code, said, where=path.name)

    def rows() -> Iterator[Record | Trouble]:
        for line in _lines(path):
            yield line if isinstance(line, Trouble) else _row(line[0], line[1], header)

    return listed(table_of(header, rows, given, "utf-8"), SEPARATOR)


def open_document(path: Path, given: Mapping[str, str], encoding: str) -> Table:
    """Return a JSON document, or a page with JSON-LD in it, as a table.

    Raises:
        SkuscribeError: `catalogue.json_invalid`, `catalogue.empty`, `catalogue.column_missing`.
        OSError: the file cannot be read.
    """
    if path.stat().st_size > LARGEST:
        said = f"larger than {LARGEST:,} bytes"
        raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, said, where=path.name)
    text = path.read_bytes().decode(encoding, "replace")
    found = list(chain.from_iterable(_products(_parsed(part, path)) for part in _parts(text)))
    if not found:
        raise SkuscribeError(ErrorCode.CATALOGUE_EMPTY, where=path.name)
    header = _header(found)
    rows = [_row(number, each, header) for number, each in enumerate(found, start=1)]
    return listed(table_of(header, lambda: iter(rows), given, encoding), SEPARATOR)


def _parts(text: str) -> list[str]:
    return list(_scripts(text)) or [text]


def _scripts(text: str) -> Iterator[str]:
    """Yield what stands in scripts of JSON-LD; a page is gone through once."""
    place = 0
    while opening := _OPENING.search(text, place):
        closing = _CLOSING.search(text, opening.end())
        if closing is None:
            return
        yield text[opening.end() : closing.start()]
        place = closing.end()


def _parsed(text: str, path: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return parsed(text)
    except ValueError as error:
        said = f"it is no JSON ({str(error)[:80]})"
        raise SkuscribeError(ErrorCode.CATALOGUE_JSON_INVALID, said, where=path.name) from error


def _products(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield the products of a document: schema.org's wherever they are, else a list's objects."""
    marked = list(_marked(value))
    if marked:
        yield from map(_brought_up, marked)
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))
    elif isinstance(value, dict):
        lists = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        yield from (max(lists, key=len) if lists else [value])


def _marked(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    if isinstance(value, list):
        yield from chain.from_iterable(map(_marked, value))
    elif isinstance(value, dict):
        kinds = value.get("@type", ())
        if PRODUCTS.intersection([kinds] if isinstance(kinds, str) else kinds):
            yield value
        else:
            yield from chain.from_iterable(map(_marked, value.values()))


def _brought_up(product: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _simple(value) for key, value in product.items() if not key.startswith("@")}


def _simple(value: Any) -> Any:  # noqa: ANN401
    """Return what schema.org means by a nested thing: its address, else its name."""
    if isinstance(value, list):
        return [_simple(each) for each in value]
    if isinstance(value, dict):
        return value.get("contentUrl") or value.get("url") or value.get("name") or ""
    return value


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]] | Trouble]:
    with path.open("rb") as stream:
        for number, line in enumerate(iter(partial(stream.readline, LONGEST_LINE), b""), start=1):
            if not line.strip():
                continue
            if len(line) == LONGEST_LINE:
                said = f"line {number} has more than {LONGEST_LINE:,} bytes"
                raise SkuscribeError(ErrorCode.CATALOGUE_CELL_TOO_LONG, said, where=path.name)
            try:
                value, said = parsed(line), "the line is no object"
            except ValueError as error:
                value, said = None, str(error)[:80]
            if isinstance(value, dict):
                yield number, value
            else:
                yield Trouble(ErrorCode.CATALOGUE_JSON_INVALID, said, number)


def _header(found: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(key) for each in found for key in each))


def _row(number: int, value: Mapping[str, Any], header: tuple[str, ...]) -> Record:
    return Record(number, tuple(_cell(value.get(key)) for key in header))


def _cell(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        return SEPARATOR.join(filter(None, map(_cell, value)))
    if value is None or isinstance(value, dict):
        return ""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace").decode("utf-8")
