"""What a user may ask of an export, and what one tells when it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class ExportOptions:
    """How a file is written.

    Attributes:
        dialect: which names Shopify's columns have.
        new: the products are new to the shop; see `delimited`.
        title: of the feed.
        site: the shop's address; empty where nobody says.
    """

    dialect: Literal["today", "legacy"] = "today"
    new: bool = False
    title: str = "Products"
    site: str = ""


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        left_out: columns that only some products fill, and how many of them.
    """

    left_out: Mapping[str, int] = field(default_factory=dict)
