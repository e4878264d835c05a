"""Labelled photos of a folder of folders, or of a CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.formats import BY_EXTENSION, extension_of
from skuscribe.taxonomy.words import path_of, word_of

FILE_COLUMNS = ("path", "file")


@dataclass(frozen=True)
class Labelled:
    """A photo and what it shows.

    Attributes:
        path: of the photo.
        label: as the source calls it.
        truth: where the label stands on Google's tree; empty where it is no word of the table.
        source: whose photo it is; figures are told by source.
    """

    path: Path
    label: str
    truth: tuple[str, ...]
    source: str

    @property
    def word(self) -> str:
        """The table's word for the label, the label itself where there is none."""
        found = word_of(self.label)
        return found.word if found else self.label


def read_labelled(source: Path, where: Mapping[str, str] | None = None) -> list[Labelled]:
    """Return the labelled photos of `source`.

    Args:
        source: a folder with a folder for each label, or a CSV with columns `path` or `file`,
            `label` and, if there, `source`. Paths are relative to the CSV or to `photos/` beside
            it. The same label on all rows may come in any spelling.
        where: of a CSV, the values that a column may have, with `|` between them.

    Raises:
        SkuscribeError: `config.invalid` when there is nothing to read or a column is missing.
    """
    if where and not source.is_file():
        raise _invalid(source, "is no CSV, so it has no columns to choose rows by", HINT)
    found = list(_from_csv(source, where or {}) if source.is_file() else _from_folders(source))
    if not found:
        raise _invalid(source, "holds no labelled photo", HINT)
    return found


HINT = "give a folder with a folder of photos for each label, or a CSV with path and label"


def _from_folders(folder: Path) -> Iterator[Labelled]:
    if not folder.is_dir():
        raise _invalid(folder, "there is no such folder or file", HINT)
    for path in sorted(folder.glob("*/*")):
        if extension_of(path.name) in BY_EXTENSION:
            label = path.parent.name.replace("_", " ").replace("-", " ").lower()
            label = label if word_of(label) else path.parent.name.lower()
            yield labelled(path, label, folder.name)


def _from_csv(path: Path, where: Mapping[str, str]) -> Iterator[Labelled]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            columns = rows.fieldnames or []
            file = next((name for name in FILE_COLUMNS if name in columns), None)
            missing = [name for name in where if name not in columns]
            if file is None or "label" not in columns or missing:
                wanted = ", ".join(missing) or "path (or file) and label"
                raise _invalid(path, f"has no column {wanted}", HINT)
            folder = _folder_of(path)
            for row in rows:
                if not (row[file] and row["label"]):
                    raise _invalid(path, f"line {rows.line_num} has no photo or no label", HINT)
                if all(row[name] in values.split("|") for name, values in where.items()):
                    source = row.get("source") or path.stem
                    yield labelled(folder / row[file], row["label"].strip(), source)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _invalid(path, f"cannot be read ({error})", HINT) from error


def _folder_of(path: Path) -> Path:
    photos = path.parent / "photos"
    return photos if photos.is_dir() else path.parent


def labelled(path: Path, label: str, source: str) -> Labelled:
    """Return a photo with the place of its label on the tree."""
    word = word_of(label)
    return Labelled(path, label, path_of(word.google) if word else (), source)


def _invalid(path: Path, message: str, hint: str) -> SkuscribeError:
    return SkuscribeError(ErrorCode.CONFIG_INVALID, message, hint=hint, where=str(path))
