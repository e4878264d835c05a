"""The shop systems whose files are known: which column holds what, in every language they write.

Column names are compared plainly: lower case, without stars, marks and what stands in brackets.
Names and rules were read off real exports and the systems' own documentation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

Grouping = Literal["each row", "same id", "row above", "parent"]
"""How rows make a product: each is one; rows of one id; a row without a title belongs to the one
above; a row names its parent."""

Names = tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """What a system's file looks like.

    Attributes:
        name: of the system.
        needs: sets of names; of each set one must be there.
        id, title, description: names in the order of preference.
        images: names; `#` stands for a number.
        separator: between several images in a cell; empty when a cell holds one.
        grouping: how rows make a product.
        parent: the column that rows are grouped by, if it is not `id`.
        variant: the column that names the variant.
        only: if there are any, the table has no other columns than these and those it needs.
    """

    name: str
    needs: tuple[Names, ...]
    id: Names
    title: Names
    description: Names
    images: Names
    separator: str = ""
    grouping: Grouping = "each row"
    parent: Names = ()
    variant: Names = ()
    only: Names = ()

    def writes(self, names: Collection[str]) -> bool:
        """Tell whether the system writes columns of these names."""
        wanted = {name for each in self.needs for name in each}
        others = set(names) - wanted - set(self.only)
        return all(set(names).intersection(each) for each in self.needs) and not (
            self.only and others
        )


WOO_ID = ("sku", "ugs", "cod", "artikelnummer", "артикул")
WOO_NAME = ("name", "nom", "nome", "nombre", "имя")
WOO_IMAGES = ("images", "immagini", "bilder", "imágenes", "изображения")
WOO_PARENT = (
    "parent",
    "genitore",
    "übergeordnet",
    "übergeordnetes produkt",
    "superior",
    "родительский",
)
WOO_TEXT = ("description", "descrizione", "beschreibung", "descripción", "описание")

KINDS = (
    Kind(
        name="shopify",
        needs=(("handle", "url handle"), ("title",), ("image src", "variant sku", "option1 name")),
        id=("handle", "url handle"),
        title=("title",),
        description=("body", "body html", "description"),
        images=("image src", "product image url", "variant image url"),
        grouping="same id",
        variant=("variant sku", "sku"),
    ),
    Kind(
        name="woocommerce",
        needs=(WOO_ID, WOO_NAME, WOO_IMAGES, WOO_PARENT),
        id=(*WOO_ID, "id"),
        title=WOO_NAME,
        description=WOO_TEXT,
        images=WOO_IMAGES,
        separator=", ",
        grouping="parent",
        parent=WOO_PARENT,
    ),
    Kind(
        name="etsy",
        needs=(
            ("title", "titolo", "titel", "titre", "título"),
            ("image1", "immagine1", "bild1", "imagen1"),
        ),
        id=("sku",),
        title=("title", "titolo", "titel", "titre", "título"),
        description=("description", "descrizione", "beschreibung", "descripción"),
        images=("image#", "immagine#", "bild#", "imagen#"),
    ),
    Kind(
        name="wix",
        needs=(("handleid",), ("productimageurl",)),
        id=("handleid",),
        title=("name",),
        description=("description",),
        images=("productimageurl",),
        separator=";",
        grouping="same id",
        variant=("sku",),
    ),
    Kind(
        name="squarespace",
        needs=(("hosted image urls",), ("title",)),
        id=("product id", "product url", "sku"),
        title=("title",),
        description=("description",),
        images=("hosted image urls",),
        separator=" ",
        grouping="row above",
        variant=("sku",),
    ),
    Kind(
        name="bigcommerce",
        needs=(("product name", "name"), ("product image file", "product image url", "item type")),
        id=("product code/sku", "product id", "sku", "code"),
        title=("product name", "name"),
        description=("product description", "description"),
        images=("product image file", "product image file - #", "product image url - #"),
        grouping="row above",
        variant=("sku",),
    ),
    Kind(
        name="shopware",
        needs=(("ordernumber",), ("mainnumber",)),
        id=("ordernumber",),
        title=("name",),
        description=("description_long", "description"),
        images=("imageurl", "images"),
        separator="|",
        grouping="parent",
        parent=("mainnumber",),
        variant=("ordernumber",),
    ),
    Kind(
        name="vendure",
        needs=(("slug",), ("assets",), ("sku",)),
        id=("sku",),
        title=("name",),
        description=("description",),
        images=("assets", "variantassets"),
        separator="|",
        grouping="row above",
        variant=("sku",),
    ),
    Kind(
        name="prestashop variants",
        needs=(("product id",), ("attribute",), ("image url",)),
        id=("product id",),
        title=(),
        description=(),
        images=("image url",),
        grouping="same id",
        variant=("reference",),
    ),
    Kind(
        name="prestashop",
        needs=(("image urls",), ("name",), ("id", "product id")),
        id=("product id", "id"),
        title=("name",),
        description=("description", "short description"),
        images=("image urls",),
        separator=",",
    ),
    Kind(
        name="google",
        needs=(("id",), ("title",), ("image_link", "image link")),
        id=("id",),
        title=("title",),
        description=("description", "summary", "content"),
        images=("image_link", "image link", "additional_image_link", "additional image link"),
        separator=",",
        grouping="same id",
        parent=("item_group_id", "item group id"),
        variant=("id",),
    ),
    Kind(
        name="heureka",
        needs=(("item_id",), ("productname", "product"), ("imgurl",)),
        id=("item_id",),
        title=("productname", "product"),
        description=("description",),
        images=("imgurl", "imgurl_alternative"),
    ),
    Kind(
        name="opencart",
        needs=(("product_id",), ("model",), ("image",)),
        id=("product_id",),
        title=("name", "model"),
        description=("description",),
        images=("image",),
    ),
    Kind(
        name="magento",
        needs=(
            ("sku",),
            ("name",),
            ("attribute_set", "attribute_set_code", "_attribute_set", "product_type", "_type"),
        ),
        id=("sku",),
        title=("name",),
        description=("description", "short_description"),
        images=("base_image", "image", "small_image", "additional_images", "thumbnail_image"),
        separator=",",
    ),
    Kind(
        name="schema.org",
        needs=(("name",), ("offers", "inproductgroupwithid", "sku"), ("image",)),
        id=("sku", "productid", "gtin14", "gtin13", "gtin", "mpn", "url", "name"),
        title=("name",),
        description=("description",),
        images=("image",),
    ),
    Kind(
        name="image list",
        needs=(("sku", "id"), ("image",)),
        id=("sku", "id"),
        title=(),
        description=(),
        images=("image",),
        grouping="same id",
        only=("position", "label", "alt", "alt text", "role"),
    ),
)
"""In the order in which they are tried."""

PLAIN = Kind(
    name="table",
    needs=(),
    id=(
        *("id", "sku", "product id", "product_id", "item id", "item number", "article number"),
        *("artikelnummer", "artikelnr", "artikel-nr.", "référence", "reference", "codice", "code"),
        *("part number", "part_num", "handle", "gtin", "ean", "barcode"),
    ),
    title=(
        *("title", "name", "product", "product name", "product title", "titel", "bezeichnung"),
        *("artikelbezeichnung", "titre", "nom", "titolo", "nome", "título", "nombre"),
    ),
    description=(
        *("description", "text", "body", "beschreibung", "langtext", "descrizione", "descripción"),
        *("details", "product description", "long description"),
    ),
    images=(
        *(
            "image",
            "images",
            "photo",
            "photos",
            "picture",
            "file",
            "path",
            "image url",
            "image_url",
        ),
        *("img", "img_url", "bild", "bilder", "bild-url", "foto", "fotos", "immagine", "immagini"),
        *("image #", "image#", "image_#", "photo#", "photo #", "photo_#", "url", "filename"),
        *("image_link", "additional_image_link", "imageurl", "additional_imageurl", "imgurl"),
    ),
    separator=",",
)
"""Any table; its columns are found by what people call them."""

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def plainly(name: str) -> str:
    """Return a column's name as names are compared."""
    bare = _BRACKETS.sub(" ", name).replace("\xa0", " ").strip(" *?#:\ufeff'\"")
    return " ".join(bare.casefold().split())


def kind_of(header: Sequence[str]) -> Kind:
    """Return the system that writes such columns; `PLAIN` when none is known to."""
    names = {plainly(name) for name in header}
    return next((kind for kind in KINDS if kind.writes(names)), PLAIN)
