"""What a language is: the functions of its grammar, and how one is opened."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from skuscribe.describe.phrase import Phrase
from skuscribe.describe.plan import Plan
from skuscribe.describe.style import Style


class Language(Protocol):
    """The module `grammar` of a language's folder."""

    def sentences(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return the text's sentences, the most important first."""
        ...

    def photo_sentences(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return what the photo shows, for those who cannot see it."""
        ...

    def title(self, plan: Plan, limit: int, style: Style) -> Phrase:
        """Return a title of at most `limit` characters; empty when nothing is known."""
        ...

    def bullets(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return one kind of fact a line."""
        ...

    def tags(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return words for a shop's search, each once."""
        ...

    def reword(self, phrase: Phrase, prefer: Mapping[str, str]) -> Phrase:
        """Return a phrase with the shop's words in place of others; its grammar still agrees."""
        ...


def open_language(code: str) -> Language:
    """Return a language of the table `languages.LANGUAGES`."""
    return cast(Language, import_module(f"skuscribe.describe.languages.{code}.grammar"))
