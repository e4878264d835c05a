"""A merchant's own categories: a CSV file that says which label belongs where in the shop."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from skuscribe.core.errors import ErrorCode, SkuscribeError
from skuscribe.record.model import Node
from skuscribe.record.text import clean_text
from skuscribe.taxonomy.table import labels

EXAMPLE = "the first line is: label,category   and then for example: t-shirt,Men > Tops"
DELIMITERS = ",;\t"


def load_mapping(path: Path) -> Mapping[str, Node]:
    """Return the shop's category of each label that the file names.

    The file is UTF-8 with a header; columns `label`, `category` and, if there, `id` (the category
    itself stands for a missing id).

    Raises:
        SkuscribeError: `config.invalid`, naming the file and the line.
    """
    mapping: dict[str, Node] = {}
    for line, row in _rows(path):
        label = clean_text(row.get("label") or "").casefold()
        category = clean_text(row.get("category") or "")
        if not label or not category:
            raise _invalid(path, line, "label and category must both be filled")
        if label not in labels():
            near = get_close_matches(label, labels(), n=3)
            hint = f"did you mean {' or '.join(near)}?" if near else "see: skuscribe model info"
            raise _invalid(path, line, f"the network knows no label '{label}'", hint)
        if label in mapping:
            raise _invalid(path, line, f"'{label}' is mapped twice", "keep one of the lines")
        mapping[label] = Node(id=clean_text(row.get("id") or "") or category, path=category)
    return mapping


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Yield (line number, cells by column in lower case), blank lines left out."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _invalid(path, 0, "cannot be read", "check the path") from error
    except UnicodeDecodeError as error:
        raise _invalid(path, 0, "is not UTF-8", "save it as CSV UTF-8") from error
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = [name.strip().casefold() for name in next(reader, [])]
        if not {"label", "category"} <= set(columns):
            raise _invalid(path, 1, "the columns label and category are missing", EXAMPLE)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise _invalid(path, reader.line_num, f"is no CSV: {error}", EXAMPLE) from error


def _invalid(path: Path, line: int, message: str, hint: str = EXAMPLE) -> SkuscribeError:
    where = f"{path.name}, line {line}" if line else path.name
    return SkuscribeError(ErrorCode.CONFIG_INVALID, message, hint=hint, where=where)
