"""Where a picture ends in its file: exact to the byte, and nowhere when it is cut."""

from __future__ import annotations

import struct
import zlib

import pytest
from PIL import Image

import build
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo.ending import end_of, png_lacks_rows
from skuscribe.photo.read import read_photo

MARKED = ("JPEG", "PNG", "GIF", "WEBP", "BMP")


def content_of(kind: str) -> bytes:
    return build.saved(Image.fromarray(build.noise(40, 30)), kind)


@pytest.mark.parametrize("kind", MARKED)
@pytest.mark.parametrize("behind", [b"", b"\0", b"\xff\xd9", b"IEND;" * 40])
def test_the_end_is_where_it_was_whatever_lies_behind(kind: str, behind: bytes) -> None:
    content = content_of(kind)
    assert end_of(content + behind, kind) == len(content)


@pytest.mark.parametrize("kind", MARKED)
def test_a_file_that_lacks_any_of_its_last_bytes_has_no_end(kind: str) -> None:
    content = content_of(kind)
    for cut in range(1, min(200, len(content) - 14)):
        assert end_of(content[:-cut], kind) is None, cut


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_formats_without_a_mark_end_with_the_file(kind: str) -> None:
    assert end_of(b"x" * 123, kind) == 123


def test_a_thumbnail_inside_a_segment_is_stepped_over() -> None:
    content, inner = content_of("JPEG"), content_of("JPEG")[:600] + b"\xff\xd9"
    segment = b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner
    assert end_of(content[:2] + segment + content[2:], "JPEG") == len(content) + len(segment)


def test_scans_of_a_progressive_jpeg_and_restart_marks_are_walked() -> None:
    image = Image.fromarray(build.noise(80, 60))
    for options in ({"progressive": True}, {"restart_marker_blocks": 1}):
        content = build.saved(image, "JPEG", **options)
        assert end_of(content + b"stowaway", "JPEG") == len(content)


def test_fill_bytes_before_a_marker_are_allowed() -> None:
    content = content_of("JPEG")
    filled = content[:-2] + b"\xff\xff" + content[-2:]
    assert end_of(filled, "JPEG") == len(filled)


def test_frames_of_an_animation_belong_to_the_picture() -> None:
    first, *rest = [build.disc((n, 0, 0), size=64, radius=20) for n in (50, 120, 200)]
    for kind in ("GIF", "WEBP", "PNG"):
        content = build.saved(first, kind, save_all=True, append_images=rest)
        assert end_of(content + b"x", kind) == len(content), kind


def test_a_bitmap_that_leaves_its_size_empty_ends_with_the_file() -> None:
    content = bytearray(content_of("BMP"))
    content[2:6] = bytes(4)
    assert end_of(bytes(content), "BMP") == len(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("length", range(0, 16, 3))
def test_a_head_alone_has_no_end_and_does_no_harm(kind: str, length: int) -> None:
    assert end_of(content_of(kind)[:length], kind) is None


def test_a_marker_that_stands_alone_is_stepped_over() -> None:
    content = content_of("JPEG")
    for alone in (b"\xff\x01", b"\xff\xd0"):
        assert end_of(content[:2] + alone + content[2:], "JPEG") == len(content) + 2


def test_the_byte_that_makes_a_webp_even_belongs_to_it() -> None:
    odd = b"RIFF" + (7).to_bytes(4, "little") + b"WEBPabc\0"
    assert end_of(odd + b"behind", "WEBP") == len(odd)


def png_of_rows(rows: int, promised: int, level: int = 6) -> bytes:
    """A red PNG that promises more rows than it holds."""
    head = struct.pack(">IIBBBBB", 40, promised, 8, 2, 0, 0, 0)
    data = zlib.compress((b"\0" + b"\xdc\x1e\x28" * 40) * rows, level)
    parts = (build.chunk(b"IHDR", head), build.chunk(b"IDAT", data), build.chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(("rows", "short"), [(100, True), (299, True), (300, False)])
def test_a_png_with_fewer_rows_than_it_promises_is_cut(rows: int, short: bool) -> None:
    content = png_of_rows(rows, 300)
    assert png_lacks_rows(content) == short
    if short:
        with pytest.raises(SkuscribeError) as caught:
            read_photo(content)
        assert caught.value.code == "photo.truncated"
    else:
        assert read_photo(content).height == 300


def test_a_wrong_checksum_of_pixel_data_is_damage() -> None:
    content = bytearray(png_of_rows(300, 300))
    at = content.index(b"IEND") - 5  # the last byte of IDAT's checksum
    content[at] ^= 1
    assert end_of(bytes(content), "PNG") is None


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "LA", "P", "1", "I;16"])
def test_whole_pngs_of_every_kind_that_end_blank_are_whole(mode: str) -> None:
    content = build.saved(Image.new(mode, (37, 50)), "PNG")
    assert not png_lacks_rows(content)
    assert read_photo(content).width == 37


def half_of_a_jpeg(**options: object) -> bytes:
    """Half of a JPEG's bytes, closed as if nothing were missing."""
    image = Image.fromarray(build.noise(200, 160)).convert(str(options.pop("mode", "RGB")))
    content = build.saved(image, "JPEG", **options)
    return content[: len(content) // 2] + b"\xff\xd9"


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("quality", [30, 75, 95])
@pytest.mark.parametrize("restarts", [0, 4])
def test_half_a_jpeg_with_an_end_mark_is_cut(mode: str, quality: int, restarts: int) -> None:
    content = half_of_a_jpeg(mode=mode, quality=quality, restart_marker_blocks=restarts)
    with pytest.raises(SkuscribeError) as caught:
        read_photo(content)
    assert caught.value.code == "photo.truncated"


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("size", [(64, 64), (37, 50), (2400, 61)])
def test_a_whole_jpeg_that_ends_grey_is_whole(
    options: dict[str, object], size: tuple[int, int]
) -> None:
    grey = Image.new("RGB", size, (128, 128, 128))
    grey.putpixel((3, 3), (255, 0, 0))
    content = build.saved(grey, "JPEG", **options)
    assert read_photo(content + b"\0\0").width == size[0]


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_a_tiff_without_its_end_is_cut(compression: str) -> None:
    content = build.saved(Image.fromarray(build.noise(90, 70)), "TIFF", compression=compression)
    for missing in (1, 100, 2000):
        with pytest.raises(SkuscribeError) as caught:
            read_photo(content[:-missing])
        assert caught.value.code in ("photo.truncated", "photo.unreadable"), missing
        if missing > 700:  # the whole directory, where it stands at the end
            assert caught.value.code == "photo.truncated"


@pytest.mark.parametrize("head", [b"II*\0", b"MM\0*"])
def test_a_tiff_whose_directory_lies_beyond_it_has_no_end(head: bytes) -> None:
    assert end_of(head + b"\x7f" * 60, "TIFF") is None
    assert end_of(head + b"\0" * 60, "TIFF") == len(head) + 60


def test_a_jpeg_of_very_many_segments_is_refused_before_a_decoder_keeps_them() -> None:
    content = content_of("JPEG")
    for count in (500, 20_000):
        crowded = content[:2] + b"\xff\xe5\0\2" * count + content[2:]
        if count == 500:
            assert end_of(crowded, "JPEG") == len(crowded)
            continue
        with pytest.raises(SkuscribeError) as caught:
            read_photo(crowded)
        assert caught.value.code == "photo.metadata_too_large"
