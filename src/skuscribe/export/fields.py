"""What we say in a shop's own columns: one table of fields, found by the columns' names.

Photos, prices, stock and variants are never among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from skuscribe.catalogue.columns import Columns
from skuscribe.catalogue.kinds import plainly
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.export.cells import harmless, one_line
from skuscribe.export.google import attributes_of, cell
from skuscribe.export.listing import Listing
from skuscribe.export.rewrite import Edits
from skuscribe.export.sheet import Sheet
from skuscribe.export.shopify import METAFIELDS, html_of, rows_of

Say = Callable[[Listing], str]


@dataclass(frozen=True)
class Field:
    """A field that we fill.

    Attributes:
        name: ours, as people lock it.
        says: what stands in it.
        columns: plain names of its column; the first that is there counts.
        role: of `Columns` that names its column instead.
        full: the column's whole name instead.
        kinds: systems that it is for; empty for all that no other row of the name is for.
    """

    name: str
    says: Say
    columns: tuple[str, ...] = ()
    role: str = ""
    full: str = ""
    kinds: frozenset[str] = frozenset()


def _words(field: str) -> Say:
    return lambda listing: harmless(one_line(listing.one(f"/description/{field}")))


def _text(listing: Listing) -> str:
    """Return text and bullets for a cell without HTML."""
    bullets = "\n".join(f"• {bullet}" for bullet in listing.say("/description/bullets"))
    text = harmless(listing.one("/description/text"))
    return "\n\n".join(filter(None, (text, bullets)))


def _shopify(column: str) -> Say:
    return lambda listing: rows_of(listing)[0].get(column, "")


def _google(name: str) -> Say:
    return lambda listing: cell(name, attributes_of(listing).get(name, ()))


def _etsy_tags(listing: Listing) -> str:
    """Return tags as Etsy takes them: 13 of at most 20 letters, `_` for a blank."""
    tags = (harmless(tag.replace(",", " ")) for tag in listing.say("/description/tags"))
    short = [one_line(tag).replace(" ", "_") for tag in tags if 0 < len(tag) <= 20]
    return ",".join(short[:13])


HTML = frozenset(
    {"shopify", "woocommerce", "wix", "squarespace", "bigcommerce", "shopware", "vendure"}
    | {"prestashop", "opencart", "magento"}
)
"""Systems whose descriptions are HTML."""

SHOPIFY, GOOGLE, ETSY = frozenset({"shopify"}), frozenset({"google"}), frozenset({"etsy"})

NO_TITLES = frozenset({"model"})
"""What names a product where it has no title, and is not ours to write."""

OTHER_SIGN = "(x;y"
"""In the name of a column whose lists have no comma between their items."""

FIELDS = (
    Field("title", _google("title"), role="title", kinds=GOOGLE),
    Field("title", _words("title"), role="title"),
    Field("description", html_of, role="description", kinds=HTML),
    Field("description", _google("description"), role="description", kinds=GOOGLE),
    Field("description", _text, role="description"),
    *(
        Field(name, _google(name), (name,), kinds=GOOGLE)
        for name in ("structured_title", "structured_description", "product_type", "material")
    ),
    Field("color", _google("color"), ("color", "colour"), kinds=GOOGLE),
    Field("tags", _etsy_tags, ("tags", "tag"), kinds=ETSY),
    Field("tags", _shopify("Tags"), ("tags", "schlagwörter", "étiquettes", "tag", "etiquetas")),
    Field("vendor", _shopify("Vendor"), ("vendor", "brand", "manufacturer", "marke")),
    Field("type", _shopify("Type"), ("type", "custom product type"), kinds=SHOPIFY),
    Field("category", _shopify("Product category"), ("product category",), kinds=SHOPIFY),
    Field(
        "google_category",
        _google("google_product_category"),
        ("google_product_category", "google product category"),
    ),
    Field(
        "google_category",
        _google("google_product_category"),
        ("google shopping / google product category",),
        kinds=SHOPIFY,
    ),
    Field("seo_title", _words("meta_title"), ("seo title", "meta title", "meta_title")),
    Field(
        "seo_description",
        _words("meta_description"),
        ("seo description", "meta description", "meta_description"),
    ),
    Field("alt_text", _words("alt_text"), ("image alt text", "alt text"), kinds=SHOPIFY),
    *(
        Field(key.removeprefix("shopify/"), _shopify(name), full=name, kinds=SHOPIFY)
        for key, name in METAFIELDS.items()
    ),
)


def fields_in(columns: Columns) -> Mapping[int, Field]:
    """Return the fields that a file has a column for, by the column's place."""
    plain, found = [plainly(name) for name in columns.header], dict[int, Field]()
    mine = sorted(FIELDS, key=lambda field: not field.kinds)  # a system's own row before the rest
    named = set[str]()
    for field in mine:
        if field.name in named or (field.kinds and columns.kind.name not in field.kinds):
            continue
        place = _place(field, columns, plain)
        if place is not None and place not in found and place != columns.id:
            found[place] = field
            named.add(field.name)
    return found


def _place(field: Field, columns: Columns, plain: list[str]) -> int | None:
    if field.role:
        place = columns.title if field.role == "title" else columns.description
        return None if place is not None and plain[place] in NO_TITLES else place
    if field.full:
        key = field.full.partition("(")[2]
        return next((n for n, name in enumerate(columns.header) if key in name), None)
    found = next((plain.index(name) for name in field.columns if name in plain), None)
    return None if found is not None and OTHER_SIGN in columns.header[found] else found


def said_in(sheet: Sheet, listings: Iterable[Listing]) -> tuple[Edits, int]:
    """Return what listings say in a file's cells, and how many of them it has no row for.

    Raises:
        SkuscribeError: `export.other_file`, it has none of them.
    """
    fields, said, lost = fields_in(sheet.columns), dict[int, dict[int, str]](), 0
    for listing in listings:
        row = sheet.products.get(listing.id)
        if row is None:
            lost += 1
        else:
            cells = {place: field.says(listing) for place, field in fields.items()}
            said[row] = {place: cell for place, cell in cells.items() if cell}
    if lost and not said:
        raise SkuscribeError(ErrorCode.EXPORT_OTHER_FILE, where=sheet.name)
    return said, lost


def places_named(sheet: Sheet, names: Iterable[str]) -> frozenset[int]:
    """Return the columns that names stand for: a field of ours, or a column's own name.

    Raises:
        SkuscribeError: `catalogue.column_missing`.
    """
    fields, places = fields_in(sheet.columns), set[int]()
    plain = [plainly(name) for name in sheet.columns.header]
    for name in names:
        found = {n for n, field in fields.items() if field.name == name.casefold()}
        found |= {n for n, column in enumerate(plain) if column == plainly(name)}
        if not found:
            near = ", ".join(dict.fromkeys(field.name for field in fields.values()))
            said, hint = f"'{name}' is no field or column of it", f"fields are {near}"
            code = ErrorCode.CATALOGUE_COLUMN_MISSING
            raise SkuscribeError(code, said, hint=hint, where=sheet.name)
        places |= found
    return frozenset(places)
