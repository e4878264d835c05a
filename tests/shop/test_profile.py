"""A shop's folder: read as data, what is wrong named with its line, an example to begin with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from skuscribe.core.errors import SkuscribeError
from skuscribe.settings import resolve
from skuscribe.shop.categories import read_categories
from skuscribe.shop.init import init_shop
from skuscribe.shop.profile import NO_SHOP, read_shop

EXAMPLE_LINE = re.compile(r"# (\w+ = |\[prefer\]$|[\w-]+,[^,]+,\w*$|\w+,#[0-9a-f]{6}$)")


def write(folder: Path, content: str | bytes, name: str = "categories.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_categories_and_their_ids(tmp_path: Path) -> None:
    found = read_categories(
        write(tmp_path, "label,category,id\nT-Shirt , Men > Tops ,17\ncup,Mugs,\n")
    )
    assert (found["t-shirt"].id, found["t-shirt"].path) == ("17", "Men > Tops")
    assert found["cup"].id == "Mugs"


@pytest.mark.parametrize(
    "content",
    [
        "\ufefflabel;category\r\nhat;Kopf, Hüte\r\n",
        'category,label\n"Kopf, Hüte",hat\n',
        "LABEL\tCategory\n\nhat\tKopf, Hüte\n",
        '# our hats, all of them\nlabel,category\n# cup,Mugs\nhat,"Kopf, Hüte"\n',
    ],
    ids=["semicolon and BOM", "quoted", "tab", "notes"],
)
def test_common_csv_dialects_are_read(tmp_path: Path, content: str) -> None:
    assert {k: v.path for k, v in read_categories(write(tmp_path, content)).items()} == {
        "hat": "Kopf, Hüte"
    }


@pytest.mark.parametrize(
    ("content", "where", "says"),
    [
        ("", "line 1", "missing"),
        ("label,shelf\nhat,A\n", "line 1", "missing"),
        ("label,category\nhat,\n", "line 2", "filled"),
        ("label,category\nhat,A\nhat,B\n", "line 3", "twice"),
        ('label,category\nhat,"A\n', "line", "CSV"),
        (b"label,category\nhat,H\xfcte\n", "categories.csv", "UTF-8"),
    ],
    ids=["empty", "column", "cell", "twice", "quote", "encoding"],
)
def test_a_broken_table_is_named_with_its_line(
    tmp_path: Path, content: str | bytes, where: str, says: str
) -> None:
    with pytest.raises(SkuscribeError, match=says) as caught:
        read_categories(write(tmp_path, content))
    assert caught.value.code == "config.invalid"
    assert where in caught.value.where


def test_an_empty_folder_says_nothing(tmp_path: Path) -> None:
    shop = read_shop(tmp_path)
    assert (shop.profile, dict(shop.categories)) == (NO_SHOP.profile, {})
    assert read_shop(None) is NO_SHOP


def test_what_the_shop_says_changes_its_digest_and_nothing_else_does(tmp_path: Path) -> None:
    first = read_shop(tmp_path).digest
    write(tmp_path, "a note", "notes.txt")
    assert read_shop(tmp_path).digest == first
    write(tmp_path, "label,category\nhat,A\n")
    second = read_shop(tmp_path).digest
    write(tmp_path, 'name = "Nordholm"\n', "shop.toml")
    assert len({first, second, read_shop(tmp_path).digest}) == 3
    assert read_shop(tmp_path).profile.name == "Nordholm"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("name = 3", "config.invalid"),
        ("name =", "config.invalid"),
        (b"name = '\xff'", "config.invalid"),
        ("colour = 'red'", "config.unknown_key"),
    ],
    ids=["type", "syntax", "encoding", "key"],
)
def test_a_broken_profile_is_named(tmp_path: Path, content: str | bytes, code: str) -> None:
    write(tmp_path, content, "shop.toml")
    with pytest.raises(SkuscribeError) as caught:
        read_shop(tmp_path)
    assert (caught.value.code, caught.value.where) == (code, "shop.toml")
    assert caught.value.hint


def test_a_folder_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SkuscribeError) as caught:
        read_shop(tmp_path / "nowhere")
    assert "skuscribe shop init" in caught.value.hint


def test_the_shops_voice_gives_way_to_every_setting(tmp_path: Path) -> None:
    write(tmp_path, 'length = "long"\n', "shop.toml")
    of_shop = resolve({"shop": tmp_path}, {})
    assert (of_shop.settings.length, of_shop.origins["length"]) == ("long", "shop")
    flag = resolve({"shop": tmp_path, "length": "short"}, {})
    assert (flag.settings.length, flag.origins["length"]) == ("short", "flag")
    assert resolve({"shop": str(tmp_path)}, {}).settings.voice.length == "long"


def test_a_voice_that_there_is_not_is_named_with_the_shop(tmp_path: Path) -> None:
    write(tmp_path, 'tone = "shrill"\n', "shop.toml")
    with pytest.raises(SkuscribeError, match="from the shop"):
        resolve({"shop": tmp_path}, {})


def test_the_example_says_nothing_until_it_is_edited_and_is_never_written_over(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "myshop"
    written = init_shop(folder)
    names = ["brands.csv", "categories.csv", "palette.csv", "shop.toml", "voice.toml"]
    assert sorted(path.name for path in written) == names
    shop = read_shop(folder)
    assert (shop.profile, dict(shop.categories)) == (NO_SHOP.profile, {})
    write(folder, 'name = "Mine"\n', "shop.toml")
    assert init_shop(folder) == ()
    assert read_shop(folder).profile.name == "Mine"


def test_every_line_of_the_example_works_once_its_mark_is_taken_off(tmp_path: Path) -> None:
    init_shop(tmp_path)
    for name in ("shop.toml", "categories.csv", "palette.csv", "voice.toml"):
        lines = (tmp_path / name).read_text().splitlines()
        free = [ln[2:] if EXAMPLE_LINE.match(ln) else ln for ln in lines]
        write(tmp_path, "\n".join(free), name)
    shop = read_shop(tmp_path)
    assert shop.profile.name == "Nordholm"
    assert shop.profile.voice == {"lang": "en", "tone": "plain", "length": "medium"}
    assert shop.categories["mug"].path == "Kitchen > Mugs"
    assert shop.palette["Fjord"] == "#24507a"
    assert shop.wording.prefer == {"gray": "grey"}
    assert (shop.wording.avoid, len(shop.wording.require)) == (("cheap", "here is"), 1)
    assert shop.wording.forbid == ("origin", "material: leather")
