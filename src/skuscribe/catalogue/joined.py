"""Two files of one shop: what the second says of a product, its photos most of all, joins it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.source import Source
from skuscribe.core.codes import ErrorCode


def joined(
    first: Iterable[Product | Trouble], seconds: Sequence[Source]
) -> Iterator[Product | Trouble]:
    """Yield the products of `first` with what `seconds` say of them; what says nothing is told.

    Products meet by id. On what both say the first file's word counts. The second files are held
    in memory.
    """
    found: dict[str, Product] = {}
    for each in (each for second in seconds for each in second.products()):
        if isinstance(each, Trouble):
            yield each
        else:
            found[each.id] = _with(found[each.id], each) if each.id in found else each
    for each in first:
        more = found.pop(each.id, None) if isinstance(each, Product) else None
        yield _with(each, more) if isinstance(each, Product) and more else each
    for id, lost in found.items():
        said = f"no product of the first file is '{id}'"
        yield Trouble(ErrorCode.CATALOGUE_PARENT_MISSING, said, lost.row)


def _with(product: Product, more: Product) -> Product:
    return replace(
        product,
        photos=tuple(dict.fromkeys((*product.photos, *more.photos))),
        title=product.title or more.title,
        description=product.description or more.description,
        facts=MappingProxyType({**more.facts, **product.facts}),
        variants=tuple(dict.fromkeys((*product.variants, *more.variants))),
    )
