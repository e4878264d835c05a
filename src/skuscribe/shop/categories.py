"""`categories.csv`: our word for a product, and where it belongs in the shop."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small
from skuscribe.record.model import Node
from skuscribe.record.text import clean_text

EXAMPLE = "the first line is: label,category   and then for example: t-shirt,Men > Tops"
DELIMITERS = ",;\t"


def read_categories(path: Path) -> Mapping[str, Node]:
    """Return the shop's category of each word that the file names, in lower case.

    The file is UTF-8 with a header; columns `label`, `category` and, if there, `id` (the category
    itself stands for a missing id). Lines that begin with `#` are notes.

    Raises:
        SkuscribeError: `config.invalid`, naming the file and the line.
    """
    mapping: dict[str, Node] = {}
    for line, row in _rows(path):
        label = clean_text(row.get("label") or "").casefold()
        category = clean_text(row.get("category") or "")
        if not label or not category:
            raise _invalid(path, line, "label and category must both be filled")
        if label in mapping:
            raise _invalid(path, line, f"'{label}' is mapped twice", "keep one of the lines")
        mapping[label] = Node(id=clean_text(row.get("id") or "") or category, path=category)
    return mapping


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, cells by column in lower case), blank lines and notes left out."""
    text = _text(path)
    header = next((ln for ln in text.splitlines() if ln.strip() and ln[0] != "#"), "")
    delimiter = max(DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if columns:
                yield reader.line_num, dict(zip(columns, cells, strict=False))
                continue
            columns = [name.strip().casefold() for name in cells]
            if not {"label", "category"} <= set(columns):
                raise _invalid(path, reader.line_num, MISSING)
    except csv.Error as error:
        raise _invalid(path, reader.line_num, f"is no CSV: {error}") from error
    if not columns:
        raise _invalid(path, 1, MISSING)


MISSING = "the columns label and category are missing"


def _text(path: Path) -> str:
    try:
        return read_small(path).decode("utf-8-sig")
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        raise _invalid(path, 0, reason, "check the path") from error
    except UnicodeDecodeError as error:
        raise _invalid(path, 0, "is not UTF-8", "save it as CSV UTF-8") from error


def _invalid(path: Path, line: int, message: str, hint: str = EXAMPLE) -> SkuscribeError:
    where = f"{path.name}, line {line}" if line else path.name
    return SkuscribeError(ErrorCode.CONFIG_INVALID, message, hint=hint, where=where)
