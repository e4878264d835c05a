"""Photos that cannot be read: each gives its code of the closed list, soon, and never a photo."""

from __future__ import annotations

import io
import os
import socket
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import build
from skuscribe.core.errors import SkuscribeError
from skuscribe.photo import read
from skuscribe.photo.limits import PhotoOptions
from skuscribe.photo.read import PhotoSource, read_photo


def code_of(
    source: PhotoSource, limits: PhotoOptions | None = None, name: str | None = None
) -> str:
    start = time.perf_counter()
    with pytest.raises(SkuscribeError) as caught:
        read_photo(source, limits, name=name)
    assert time.perf_counter() - start < 2
    return str(caught.value.code)


@pytest.mark.parametrize("size", [(1, 1), (15, 400), (400, 15), (19_999, 3), (3, 19_999)])
def test_a_side_under_sixteen_is_too_small(size: tuple[int, int]) -> None:
    assert code_of(build.saved(Image.new("L", size), "PNG")) == "photo.too_small"


@pytest.mark.parametrize("size", [(1000, 16), (16, 1000), (25_000, 1000)])
def test_extreme_shapes(size: tuple[int, int]) -> None:
    assert code_of(build.png_of_one_bit(*size)) == "photo.extreme_shape"


def test_metadata_that_inflates_is_refused() -> None:
    import zlib

    text = b"Comment\0\0" + zlib.compress(b"A" * 5_000_000)
    content = build.saved(build.disc(), "PNG")
    at = content.index(b"IDAT") - 4
    bomb = content[:at] + build.chunk(b"zTXt", text) + content[at:]
    assert code_of(bomb) == "photo.metadata_too_large"


def test_heic_says_which_extra_it_needs() -> None:
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
    with pytest.raises(SkuscribeError) as caught:
        read_photo(heic)
    assert caught.value.code == "photo.format_unsupported"
    assert "skuscribe[heic]" in caught.value.hint


def test_no_bytes() -> None:
    assert code_of(b"") == "photo.empty"


@pytest.mark.parametrize(
    "content",
    [b"x", build.noise().tobytes()[:4096], b"hello", b"<!doctype html><h1>404</h1>", b'{"a": 1}'],
    ids=["one byte", "random", "text", "html", "json"],
)
def test_what_is_no_photo_is_unreadable(content: bytes) -> None:
    assert code_of(content, name="photo.jpg") == "photo.unreadable"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95, 0.999])
def test_a_cut_file_is_never_a_photo(kind: str, share: float) -> None:
    content = build.saved(Image.fromarray(build.noise(200, 200)), kind)
    code = code_of(content[: min(len(content) - 1, int(len(content) * share))])
    assert code in ("photo.truncated", "photo.unreadable")
    if share >= 0.5:
        assert code == "photo.truncated"


@pytest.mark.parametrize("magic", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"II*\0"])
def test_a_magic_number_and_noise(magic: bytes) -> None:
    code = code_of(magic + build.noise().tobytes())
    assert code in ("photo.unreadable", "photo.truncated", "photo.too_many_pixels")


@pytest.mark.parametrize("size", [(0, 0), (0, 5)])
def test_png_without_pixels(size: tuple[int, int]) -> None:
    assert code_of(build.png_header(*size)) in ("photo.zero_size", "photo.unreadable")


def test_jpeg_without_height() -> None:
    assert code_of(build.jpeg_of_size(64, 0)) in ("photo.zero_size", "photo.unreadable")


def test_wrong_checksums() -> None:
    good = bytearray(build.saved(build.disc(), "PNG"))
    data = good.index(b"IDAT")
    good[data + 40] ^= 0xFF
    assert code_of(build.png_header(64, 64, crc=1)) == "photo.unreadable"
    assert code_of(bytes(good)) == "photo.truncated"


@pytest.mark.parametrize(
    "content",
    [
        build.png_header(60_000, 60_000),
        build.png_header(2**31 - 1, 2**31 - 1),
        build.png_of_one_bit(9000, 9000),
        build.png_of_one_bit(7072, 7072),
        build.gif_of_screen(65_535, 65_535),
        build.bmp_header(30_000, 30_000),
        build.jpeg_of_size(65_000, 65_000),
    ],
    ids=["60000", "2^31", "9000", "7072", "gif", "bmp", "jpeg"],
)
def test_too_many_pixels_are_told_from_the_header(content: bytes) -> None:
    assert code_of(content) == "photo.too_many_pixels"


def test_a_tiff_of_2_to_the_31_pixels_width() -> None:
    tags = [(256, 4, 1, 2**31 - 1), *build.TIFF_64[1:]]
    assert code_of(build.tiff(tags)) in ("photo.too_many_pixels", "photo.unreadable")


def test_fifty_megapixels_are_read() -> None:
    photo = read_photo(build.png_of_one_bit(7071, 7071))
    assert (photo.width, photo.height) == (7071, 7071)


@pytest.mark.parametrize(
    "content",
    [
        build.tiff(build.TIFF_64, following=8),
        build.tiff([(65_000 + n % 500, 3, 1, 1) for n in range(5000)]),
        build.tiff(build.TIFF_64),
        build.tiff([*build.TIFF_64[:5], (322, 3, 1, 0), (323, 3, 1, 0), (324, 4, 1, 8)]),
    ],
    ids=["loop", "tags", "strip", "tile"],
)
def test_tiffs_with_impossible_directories(content: bytes) -> None:
    assert code_of(content) in ("photo.unreadable", "photo.truncated")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
        (b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'a'>]><svg>&a;</svg>", "a.svg"),
        (b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a SYSTEM 'file:///x'>]><svg>&a;</svg>", "a"),
        (b"%PDF-1.7\n", "a.pdf"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a.eps"),
        (b"8BPS\0\1" + b"\0" * 20, "a.psd"),
        (build.saved(build.disc(size=64), "ICO"), "a.ico"),
        (build.saved(build.disc(size=64), "PPM"), "a.ppm"),
        (build.saved(build.disc(size=64), "TGA"), "a.tga"),
        (build.saved(build.disc(size=64), "JPEG2000"), "a.jp2"),
    ],
    ids=["svg", "laughs", "entity", "pdf", "eps", "psd", "ico", "ppm", "tga", "jp2"],
)
def test_formats_that_shops_do_not_send_are_refused(content: bytes, name: str) -> None:
    assert code_of(content, name=name) == "photo.format_unsupported"


def test_an_opened_image_whose_file_is_cut_has_its_code() -> None:
    content = build.saved(Image.fromarray(build.noise(200, 200)), "JPEG")
    with Image.open(io.BytesIO(content[:9000])) as image:
        assert code_of(image) == "photo.truncated"


def test_the_limit_of_bytes_is_exact(tmp_path: Path) -> None:
    content = build.saved(build.disc(), "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(content)
    limit = PhotoOptions(max_bytes=len(content))

    assert read_photo(path, limit).width == 400
    assert code_of(path, PhotoOptions(max_bytes=len(content) - 1)) == "photo.too_many_bytes"
    assert code_of(content, PhotoOptions(max_bytes=len(content) - 1)) == "photo.too_many_bytes"


def test_a_huge_file_is_not_read_to_be_refused(tmp_path: Path) -> None:
    path = tmp_path / "sparse.jpg"
    with path.open("wb") as stream:
        stream.truncate(50_000_000_000)
    assert code_of(path) == "photo.too_many_bytes"


def test_what_is_no_ordinary_file_never_blocks(tmp_path: Path) -> None:
    pipe, link, door = tmp_path / "pipe", tmp_path / "link", tmp_path / "door"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "nowhere")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(door))
        assert code_of(door) == "photo.not_a_file"
    assert code_of(pipe) == "photo.not_a_file"
    assert code_of(tmp_path) == "photo.not_a_file"
    assert code_of("/dev/zero") == "photo.not_a_file"
    assert code_of(link) == "photo.not_found"
    assert code_of(tmp_path / "missing.jpg") == "photo.not_found"
    assert code_of("a\0b.jpg") == "photo.not_found"
    assert code_of("x" * 5000) == "photo.not_found"


@pytest.mark.parametrize("left", [0, 500])
def test_a_file_that_shrinks_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(build.saved(build.disc(), "JPEG"))
    opened = Path.open

    def shrinking(self: Path, mode: str) -> object:
        os.truncate(self, left)
        return opened(self, mode)

    monkeypatch.setattr(Path, "open", shrinking)
    assert code_of(path) == ("photo.truncated" if left else "photo.empty")


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(build.saved(build.disc(), "PNG"))
    path.chmod(0)
    tmp_path.chmod(0o755)
    user = os.geteuid()
    try:
        if user == 0:
            for folder in tmp_path.parents:
                if folder.stat().st_mode & 0o005 != 0o005:
                    folder.chmod(folder.stat().st_mode | 0o005)
            os.seteuid(65534)  # root may read everything
        assert code_of(path) == "photo.permission"
    finally:
        os.seteuid(user)


def test_a_decoder_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(content: bytes, kind: str) -> Image.Image:
        time.sleep(1.0)
        raise AssertionError

    monkeypatch.setattr(read, "_opened", sleep)
    content = build.saved(build.disc(), "PNG")
    assert code_of(content, PhotoOptions(decode_seconds=0.05)) == "photo.decode_timeout"


@pytest.mark.parametrize(
    "array",
    [np.zeros((4, 4, 3), np.float32), np.zeros((4, 4, 7), np.uint8), np.zeros(9, np.uint8)],
    ids=["float", "seven channels", "flat"],
)
def test_arrays_that_are_no_photo(array: np.ndarray) -> None:
    assert code_of(array) == "photo.format_unsupported"


@pytest.mark.parametrize(
    "name",
    [
        "a b.png",
        "%2e%2e.png",
        "-rf.png",
        "a\nb.png",
        "a\u202egnp.png",
        "😀.png",
        "é" * 100 + ".png",
    ],
)
def test_any_file_name_is_a_label_only(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(build.saved(build.disc(), "PNG"))

    photo = read_photo(path)

    assert photo.name.isprintable()
    photo.name.encode("utf-8")


def test_undecodable_names_are_escaped(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png"))
    path.write_bytes(build.saved(build.disc(), "PNG"))
    assert read_photo(path).name == "\\xff.png"
