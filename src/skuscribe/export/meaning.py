"""When two cells of a shop's file say the same, however each system writes it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import unquote, urlsplit

from skuscribe.catalogue.kinds import plainly

Sort = Literal["words", "html", "set", "photo", "place", "value"]

SORTS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("set", re.compile(r"tags?|schlagw.rter|étiquettes|materials|materiali")),
    ("photo", re.compile(r"(image|variant image) (src|url)|.*image url|immagine ?\d+|image ?\d+")),
    ("place", re.compile(r"image position")),
    ("html", re.compile(r"body|body html|(short |product )?(description|descrizione)")),
    ("words", re.compile(r".*(title|titolo|name|sku|handle|code|ean|gtin|barcode|id)\b.*")),
)
"""What a column holds, by its plain name; the first that fits. `value` is any other."""

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
"""Not `007`: that is a name."""


def sort_of(name: str) -> Sort:
    """Return what a column of this name holds."""
    plain = plainly(name)
    return next((sort for sort, pattern in SORTS if pattern.fullmatch(plain)), "value")


def meaning_of(cell: str, sort: Sort) -> str:
    """Return a text that is equal for cells of one meaning.

    Blanks count once, letters by Unicode's composed form; `true` and a number's zeros as shops
    rewrite them; tags as a set; HTML by its words and where its links and pictures lead; a photo
    by the name of its file, wherever it is hosted.
    """
    return _READ[sort](cell)


def _words(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _value(cell: str) -> str:
    words = _words(cell)
    if words.lower() in ("true", "false"):
        return words.lower()
    if not _NUMBER.fullmatch(words):
        return words
    number = Decimal(words)
    return format(number.normalize(), "f") if number else "0"


def _set(cell: str) -> str:
    return "\n".join(sorted({_words(each) for each in cell.split(",") if each.strip()}))


def _photo(cell: str) -> str:
    name = unquote(urlsplit(_words(cell)).path).rsplit("/", 1)[-1] if "://" in cell else cell
    return re.sub(r"\.(jpe?g|png|webp|gif)$", "", _words(name), flags=re.IGNORECASE)


def _place(cell: str) -> str:
    return _value(cell) or "1"  # a shop counts from there where nobody says


class _Text(HTMLParser):
    """Collects the words of HTML, and what it leads to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.links = list[str](), list[str]()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.words.append(" ")
        self.links += [value or "" for name, value in attrs if name in LEADS]

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.words.append(" ")


LEADS = frozenset({"href", "src", "alt"})
BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"table", "tr", "td", "th", "blockquote"}
)


def _html(cell: str) -> str:
    read = _Text()
    read.feed(cell)
    read.close()
    return "\n".join((_words("".join(read.words)), *map(_words, read.links)))


_READ: Mapping[Sort, Callable[[str], str]] = {
    "words": _words,
    "html": _html,
    "set": _set,
    "photo": _photo,
    "place": _place,
    "value": _value,
}
