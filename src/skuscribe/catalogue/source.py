"""What a source is: products in their order, and where their photos lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.understood import Understood


class Source(Protocol):
    """Where products come from."""

    @property
    def folder(self) -> Path:
        """Where their photos lie, as far as they are files."""

    def products(self) -> Iterator[Product | Trouble]:
        """Yield its products in their order, and what is wrong with parts of it."""

    def understood(self) -> Understood:
        """Read it to its end and say what was understood."""
