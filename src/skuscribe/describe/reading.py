"""What reading a language is: text to claims, and how its words stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from skuscribe.describe.claims import Entry, TextClaim

Phrases = Mapping[tuple[str, ...], tuple[Entry, ...]]


class Reading(Protocol):
    """The module `reading` of a language's folder."""

    def read(
        self, text: str, own: Phrases = ..., property: str = "", part: str = ""
    ) -> list[TextClaim]:
        """Return the claims of a text in order; `own` are words of this one product."""
        ...

    def words_in(self, wording: str) -> tuple[str, ...]:
        """Return the words that a wording is matched by."""
        ...

    def stems_in(self, text: str) -> frozenset[str]:
        """Return the words of a text without their endings."""
        ...

    def is_denial(self, text: str) -> bool:
        """Tell whether a few words deny something."""
        ...

    def meaning_of_key(self, key: str) -> tuple[str, str]:
        """Return property and part of a merchant's key; the key itself where it means neither."""
        ...

    def entailed(self, property: str, value: str) -> frozenset[tuple[str, str]]:
        """Return a value and all that it entails."""
        ...

    def excluded(self, property: str, value: str) -> frozenset[tuple[str, str]]:
        """Return what a value excludes."""
        ...

    def grounds_of(self, property: str) -> str:
        """Return what may ground such claims: `any`, `said`, `merchant` or `none`."""
        ...

    def is_single(self, property: str) -> bool:
        """Tell whether another value contradicts a claim of this kind."""
        ...

    def is_named(self, property: str) -> bool:
        """Tell whether merchants have names of their own for values of a kind."""
        ...


def open_reading(code: str) -> Reading:
    """Return how a language of the table `languages.LANGUAGES` is read."""
    return cast(Reading, import_module(f"skuscribe.describe.languages.{code}.reading"))
