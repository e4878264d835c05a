"""What a second file says of a product joins it by its id; the first file's word counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skuscribe.catalogue.joined import joined
from skuscribe.catalogue.product import Product, Trouble
from skuscribe.catalogue.source import Source
from skuscribe.catalogue.sources import Said, open_source
from skuscribe.catalogue.understood import Understood
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError


@dataclass(frozen=True)
class Given:
    """A source of products that stand in the test."""

    found: tuple[Product | Trouble, ...]
    folder: Path = Path()

    def products(self) -> Iterator[Product | Trouble]:
        yield from self.found

    def understood(self) -> Understood:
        raise NotImplementedError


def product(id: str, *photos: str, title: str = "", **facts: str) -> Product:
    return Product(id, 2, photos, title, facts=MappingProxyType(facts))


def table(path: Path, *seconds: Path) -> Source:
    return open_source(path, Said(seconds=seconds))


def split(found: Iterator[Product | Trouble]) -> tuple[list[Product], list[tuple[str, int]]]:
    whole = list(found)
    troubles = [(str(t.code), t.row) for t in whole if isinstance(t, Trouble)]
    return [p for p in whole if isinstance(p, Product)], troubles


def test_photos_of_a_second_file_stand_behind_those_of_the_first() -> None:
    second = Given((product("1", "b.jpg", "a.jpg", "c.jpg"),))
    (cup,), troubles = split(joined([product("1", "a.jpg")], [second]))
    assert (cup.photos, troubles) == (("a.jpg", "b.jpg", "c.jpg"), [])


def test_the_first_files_word_counts() -> None:
    first = product("1", title="Cup", brand="Nordholm")
    second = Given((product("1", title="Mug", brand="Sol", colour="red"),))
    (cup,), _ = split(joined([first], [second]))
    assert (cup.title, cup.row) == ("Cup", first.row)
    assert cup.facts == {"brand": "Nordholm", "colour": "red"}


def test_what_the_first_file_is_silent_about_the_second_says() -> None:
    (cup,), _ = split(joined([product("1")], [Given((product("1", title="Mug"),))]))
    assert cup.title == "Mug"


def test_several_files_add_up_in_their_order() -> None:
    seconds = [Given((product("1", f"{n}.jpg", title=f"Cup {n}"),)) for n in (2, 3)]
    (cup,), _ = split(joined([product("1")], seconds))
    assert (cup.photos, cup.title) == (("2.jpg", "3.jpg"), "Cup 2")


def test_an_id_without_a_product_is_told_and_makes_none() -> None:
    lost = replace(product("lost", "x.jpg"), row=7)
    products, troubles = split(joined([product("1")], [Given((lost,))]))
    assert [each.id for each in products] == ["1"]
    assert troubles == [("catalogue.parent_missing", 7)]


def test_ids_meet_as_text() -> None:
    seconds = [Given((product("7", "a.jpg"), product("SKU", "b.jpg")))]
    products, troubles = split(joined([product("007"), product("sku")], seconds))
    assert [each.photos for each in products] == [(), ()]
    assert len(troubles) == 2


def test_what_is_wrong_with_either_file_is_told() -> None:
    trouble = Trouble(ErrorCode.CATALOGUE_ROW_SHAPE, "a cell too many", 3)
    _, troubles = split(joined([trouble], [Given((trouble,))]))
    assert troubles == [("catalogue.row_shape", 3)] * 2


ids = st.text("ab", min_size=1, max_size=2)


@given(st.lists(ids, unique=True), st.lists(st.tuples(ids, st.sampled_from("xyz"))))
@settings(deadline=None)
def test_nothing_is_lost_and_nothing_is_made(
    first: list[str], second: list[tuple[str, str]]
) -> None:
    source = Given(tuple(product(id, photo) for id, photo in second))
    products, troubles = split(joined([product(id) for id in first], [source]))
    assert [each.id for each in products] == first
    for each in products:
        assert each.photos == tuple(dict.fromkeys(photo for id, photo in second if id == each.id))
    assert len(troubles) == len({id for id, _ in second}.difference(first))


def test_a_second_table_gives_each_product_its_photos(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sku,title,image\n1,Cup,a.jpg\n2,Hat,\n")
    (tmp_path / "b.csv").write_text("sku;image\n2;b.jpg\n1;c.jpg\n3;d.jpg\n;f.jpg\n")
    (tmp_path / "b.jpg").write_bytes(b"")
    found = table(tmp_path / "a.csv", tmp_path / "b.csv").understood()
    assert [each.photos for each in found.samples] == [("a.jpg", "c.jpg"), ("b.jpg",)]
    assert found.troubles == {"catalogue.id_missing": 1, "catalogue.parent_missing": 1}
    assert (found.rows, found.products, found.photos) == (2, 2, 3)


def test_every_bag_of_a_real_shop_gets_its_photos(data_root: Path) -> None:
    folder = data_root / "catalogues"
    bags = folder / "magento2_sample_gear_bags.csv"
    alone, _ = split(table(bags).products())
    assert alone
    assert not any(bag.photos for bag in alone)
    found, troubles = split(table(bags, folder / f"{bags.stem}_images.csv").products())
    assert [bag.id for bag in found] == [bag.id for bag in alone]
    assert all(bag.photos and bag.title for bag in found)
    assert not troubles


def test_combinations_of_a_real_shop_join_their_products(data_root: Path) -> None:
    folder = data_root / "catalogues"
    first, second = (folder / f"thirtybees_{each}.csv" for each in ("products", "combinations"))
    alone, _ = split(table(first).products())
    told, _ = split(table(second).products())
    found, troubles = split(table(first, second).products())
    assert [(each.id, each.title) for each in found] == [(each.id, each.title) for each in alone]
    photos = {each.id: each.photos for each in told}
    assert any(photos.get(each.id) for each in found)
    for each in found:
        assert set(photos.get(each.id, ())) <= set(each.photos)
    lost = set(photos).difference(each.id for each in alone)
    assert len([code for code, _ in troubles if code == "catalogue.parent_missing"]) == len(lost)


def test_a_second_file_may_be_of_another_format(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sku,title\n1,Cup\n")
    (tmp_path / "b.jsonl").write_text('{"sku": "1", "images": ["a.jpg", "b.jpg"]}\n[]\n')
    (cup,), troubles = split(table(tmp_path / "a.csv", tmp_path / "b.jsonl").products())
    assert (cup.title, cup.photos) == ("Cup", ("a.jpg", "b.jpg"))
    assert troubles == [("catalogue.json_invalid", 2)]


@pytest.mark.parametrize("name", ["gone.csv", "folder"])
def test_a_second_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.csv").write_text("sku,title\n1,Cup\n")
    (tmp_path / "folder").mkdir()
    with pytest.raises(SkuscribeError) as caught:
        table(tmp_path / "a.csv", tmp_path / name)
    assert caught.value.code == "catalogue.unreadable"
