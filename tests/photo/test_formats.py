"""The format is told by the first bytes; the name only serves the message and one warning."""

from __future__ import annotations

import pytest

import build
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.formats import (
    BY_EXTENSION,
    HEIC_BRANDS,
    REFUSED_EXTENSIONS,
    SUPPORTED,
    extension_of,
    format_of,
    named_otherwise,
)

KINDS = sorted({kind for _, _, kind in SUPPORTED})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["photo", "a.jpg", "a.svg", ""])
def test_the_bytes_tell_the_format_whatever_the_name(kind: str, name: str) -> None:
    assert format_of(build.saved(build.disc(size=64, radius=20), kind), name) == kind


def test_both_byte_orders_of_tiff_and_both_ages_of_gif_are_known() -> None:
    starts = (b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a")
    assert [format_of(start, "") for start in starts] == ["TIFF", "TIFF", "GIF", "GIF"]


@pytest.mark.parametrize("brand", HEIC_BRANDS)
def test_every_brand_of_heic_is_met_with_the_extra(
    brand: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SkuscribeError, match="HEIC photos need an extra") as caught:
        format_of(b"\0\0\0\x18ftyp" + brand, "a.heic")
    assert "skuscribe[heic]" in caught.value.hint


@pytest.mark.parametrize("extension", sorted(REFUSED_EXTENSIONS))
def test_a_known_name_on_unknown_bytes_names_the_format(extension: str) -> None:
    with pytest.raises(SkuscribeError, match=extension[1:].upper()) as caught:
        format_of(b"\0" * 64, f"logo{extension.upper()}")
    assert caught.value.code == "photo.format_unsupported"


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"RIFF\0\0\0\0WAVE", b"\0\0\0\x18ftypmp42"])
def test_what_no_table_knows_is_unreadable_and_says_what_is_read(content: bytes) -> None:
    with pytest.raises(SkuscribeError) as caught:
        format_of(content, "a.jpg")
    assert caught.value.code == "photo.unreadable"
    assert "WebP" in caught.value.hint


def test_svg_is_found_behind_a_long_head_but_not_at_any_depth() -> None:
    codes = []
    for blanks in (4000, 5000):
        with pytest.raises(SkuscribeError) as caught:
            format_of(b" " * blanks + b"<SVG>", "a")
        codes.append(str(caught.value.code))
    assert codes == ["photo.format_unsupported", "photo.unreadable"]


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.JPG", ".jpg"), (" a.png ", ".png"), ("a.tar.gif", ".gif"), ("a", ""), (".jpg", "")],
)
def test_extensions_are_lower_case_and_the_last(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@pytest.mark.parametrize(("extension", "kind"), sorted(BY_EXTENSION.items()))
def test_a_name_differs_only_where_it_stands_for_another_format(extension: str, kind: str) -> None:
    assert not named_otherwise(f"a{extension}", kind)
    assert named_otherwise(f"a{extension}", "WEBP" if kind == "JPEG" else "JPEG")
    assert not named_otherwise("a.unknown", kind)


def test_every_format_that_is_read_has_an_extension() -> None:
    assert set(KINDS) <= set(BY_EXTENSION.values())
    assert not REFUSED_EXTENSIONS & set(BY_EXTENSION)
