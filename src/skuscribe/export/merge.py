"""What we say, what the shop's file says now and what it said last time: which cell is written.

A cell that somebody else changed is never written over, and none is blanked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from skuscribe.export.differences import places_in, rows_by_key
from skuscribe.export.meaning import Sort, meaning_of, sort_of
from skuscribe.export.rewrite import Edits
from skuscribe.export.sheet import Sheet

Verdict = Literal["same", "write", "keep", "conflict"]


@dataclass(frozen=True)
class Conflict:
    """A cell that both sides changed, each to something else; theirs stays.

    Attributes:
        product: its id.
        line: of their file.
        column: its name.
        base, theirs, ours: what it said, what it says now, and what we would say.
    """

    product: str
    line: int
    column: str
    base: str
    theirs: str
    ours: str


@dataclass(frozen=True)
class Merged:
    """What comes of a merge.

    Attributes:
        edits: the cells that are written.
        conflicts: cells that both sides changed.
        kept: cells that stay though we would say something else, by column; conflicts apart.
        locked: the same of columns that are locked.
    """

    edits: Edits
    conflicts: tuple[Conflict, ...]
    kept: Mapping[str, int]
    locked: Mapping[str, int]


def verdict(base: str | None, theirs: str, ours: str, sort: Sort) -> Verdict:
    """Return what becomes of a cell.

    Args:
        base: what it said last time; None when nobody knows.
        theirs: what it says now.
        ours: what we would say; empty for nothing.
        sort: what the column holds.
    """
    mine, yours = meaning_of(ours, sort), meaning_of(theirs, sort)
    if not ours.strip() or mine == yours:
        return "same"
    if base is None:
        return "keep" if theirs.strip() else "write"
    last = meaning_of(base, sort)
    if yours == last:
        return "write" if mine != last else "same"
    return "keep" if mine == last else "conflict"


def merged(
    theirs: Sheet,
    ours: Edits,
    base: Sheet | None = None,
    *,
    locked: Collection[int] = (),
    replaced: Collection[int] = (),
    appended: Collection[int] = (),
) -> Merged:
    """Merge what we say into the shop's file.

    Args:
        theirs: the file as it is now.
        ours: what we say, by row and column of that file.
        base: the file as it was last time; without it only empty cells are filled.
        locked: columns that are never written.
        replaced: columns that are written over where nobody knows what they said last time.
        appended: columns of lists with commas, which get our items behind theirs.
    """
    names, edits = theirs.columns.header, dict[int, dict[int, str]]()
    conflicts, kept, held = list[Conflict](), Counter[str](), Counter[str]()
    for row, place, new, old in _cells(theirs, ours, base, appended):
        said = theirs.rows[row].cell(place)
        found = verdict(old, said, new, sort_of(names[place]))
        if found != "same" and place in locked:
            held[names[place]] += 1
        elif found == "write" or (found == "keep" and old is None and place in replaced):
            edits.setdefault(row, {})[place] = new
        elif found == "conflict":
            key, line = theirs.rows[row].key, theirs.rows[row].line
            conflicts.append(Conflict(key[0], line, names[place], old or "", said, new))
        elif found == "keep":
            kept[names[place]] += 1
    return Merged(edits, tuple(conflicts), kept, held)


def with_items(theirs: str, ours: str, base: str = "") -> str:
    """Return their list with our items behind it, but none that they took out since last time."""
    there, last = _items(theirs), _items(base)
    known = {each.casefold() for each in (*there, *last)}
    fresh = [each for each in _items(ours) if each.casefold() not in known]
    sign = "," if theirs and ", " not in theirs and "," in theirs else ", "
    return sign.join((theirs, *fresh) if theirs else fresh) if fresh else theirs


def _items(cell: str) -> list[str]:
    return [item for each in cell.split(",") if (item := each.strip())]


def _cells(
    theirs: Sheet, ours: Edits, base: Sheet | None, appended: Collection[int]
) -> Iterator[tuple[int, int, str, str | None]]:
    """Yield row, column, our word and the word of last time for every cell we say something of."""
    former = rows_by_key(base) if base else {}
    places = places_in(base) if base else {}
    for row, cells in ours.items():
        last = former.get(theirs.rows[row].key)
        for place, word in cells.items():
            there = places.get(theirs.columns.header[place].casefold())
            known = last is not None and there is not None
            new, old = word, last.cell(there) if last and known else None
            if place in appended:  # nothing of theirs is lost: what they changed does not matter
                said = theirs.rows[row].cell(place)
                new, old = with_items(said, new, old or ""), said
            yield row, place, new, old
