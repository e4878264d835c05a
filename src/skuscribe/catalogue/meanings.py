"""Columns that mean the same whatever system wrote them: facts, and what a product is."""

from __future__ import annotations

FACTS = {
    "brand": ("brand", "vendor", "manufacturer", "supplier", "marke", "marque", "marca"),
    "colour": ("color", "colour", "farbe", "couleur", "colore"),
    "size": ("size", "größe", "taille", "taglia"),
    "material": ("material", "materials", "materiali", "matière"),
    "gtin": ("gtin", "ean", "ean13", "barcode", "variant barcode", "upc", "gtin14", "gtin13"),
    "price": ("price", "variant price", "regular price", "prezzo", "preis", "prix"),
}
"""Fact keys, and the columns that hold them."""

LABELS = (
    *(
        "label",
        "type",
        "product type",
        "product_type",
        "category",
        "categories",
        "product category",
    ),
    *("kategorie", "kategorien", "catégories", "catégorie", "categoria", "categorie", "categorías"),
    "google_product_category",
)
"""Columns that say what a product is."""
