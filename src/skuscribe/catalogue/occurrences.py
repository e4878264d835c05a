"""How often each text of a large catalogue has come, in 24 bytes or less a text."""

from __future__ import annotations

from array import array
from hashlib import blake2b

SMALLEST = 1 << 10
"""Places of an empty table."""


class Occurrences:
    """Counts texts by a 64-bit digest, in an open table that is never more than half full.

    A set of a million ids takes 108 MB, this 25 at the most. Of a million texts two share a digest
    with a chance of 3 in 100 million.
    """

    def __init__(self) -> None:
        self._different = 0
        self._digests, self._counts = _empty(SMALLEST)

    def __len__(self) -> int:
        return self._different

    def add(self, text: str) -> int:
        """Count `text`; return how often it has come, this time among them."""
        if 2 * self._different >= len(self._digests):
            self._grow()
        digest = int.from_bytes(
            blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        )
        place = self._place(digest or 1)
        if not self._counts[place]:
            self._digests[place] = digest or 1
            self._different += 1
        self._counts[place] += 1
        return self._counts[place]

    def _place(self, digest: int) -> int:
        digests, mask = self._digests, len(self._digests) - 1
        place = digest & mask
        while digests[place] not in (0, digest):
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        digests, counts = self._digests, self._counts
        self._digests, self._counts = _empty(2 * len(digests))
        for digest, count in zip(digests, counts, strict=True):
            if count:
                place = self._place(digest)
                self._digests[place], self._counts[place] = digest, count


def _empty(size: int) -> tuple[array[int], array[int]]:
    return array("Q", bytes(8 * size)), array("I", bytes(4 * size))
