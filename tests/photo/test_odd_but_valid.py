"""Photos that look strange to a decoder and are right all the same: each gives a photo."""

from __future__ import annotations

import io
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image, ImageCms

import build
from skuscribe.photo.read import read_photo


def corner_is_black(content: bytes) -> bool:
    pixels = read_photo(content).pixels
    height, width = pixels.shape[:2]
    return bool(pixels[3, 3].max() < 60 and pixels[height - 4, width - 4].min() > 200)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_mark_ends_top_left_whatever_the_orientation(orientation: int, kind: str) -> None:
    turned = build.rotated_for(orientation, build.mark())
    content = build.saved(turned, kind, exif=build.exif(orientation))

    photo = read_photo(content)

    assert corner_is_black(content)
    assert (photo.width, photo.height) == (320, 240)


@pytest.mark.parametrize(
    "block",
    [build.exif(0), build.exif(9), build.exif(99), build.exif(6, 2), build.exif(6)[:7]],
    ids=["0", "9", "99", "text", "cut"],
)
def test_an_orientation_without_sense_is_ignored_and_told(block: bytes) -> None:
    photo = read_photo(build.saved(build.mark(), "JPEG", exif=block))

    assert photo.problems == ("photo.orientation_ignored",)
    assert (photo.width, photo.height) == (320, 240)


def test_an_orientation_as_long_is_honoured() -> None:
    content = build.saved(
        build.rotated_for(6, build.mark()), "JPEG", exif=build.exif(6, field_type=4)
    )

    assert corner_is_black(content)


def test_tiff_orientation_is_honoured() -> None:
    turned = build.rotated_for(3, build.mark())
    assert corner_is_black(build.saved(turned, "TIFF", tiffinfo={274: 3}))


def mean_colour(content: bytes) -> np.ndarray:
    return np.asarray(read_photo(content).pixels.reshape(-1, 3).mean(axis=0))


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_red_stays_red(kind: str) -> None:
    red = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    assert mean_colour(build.saved(red, kind)) == pytest.approx([255, 0, 0], abs=12)


@pytest.mark.parametrize("mode", ["LAB", "YCbCr"])
def test_other_colour_models_become_srgb(mode: str) -> None:
    plain = Image.new("RGB", (64, 64), (180, 60, 40))
    if mode == "LAB":
        to_lab = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
        )
        image = ImageCms.applyTransform(plain, to_lab)
        assert image is not None
    else:
        image = plain.convert("YCbCr")
    assert mean_colour(build.saved(image, "TIFF")) == pytest.approx([180, 60, 40], abs=4)


@pytest.mark.parametrize(("kind", "options"), [("PNG", {}), ("TIFF", {"compression": "group4"})])
def test_one_bit_pictures(kind: str, options: dict[str, str]) -> None:
    content = build.saved(build.mark().convert("1"), kind, **options)
    assert corner_is_black(content)


def ramp(top: float, kind: type[np.generic]) -> np.ndarray:
    return np.tile(np.linspace(0, top, 256), (32, 1)).astype(kind)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_greys_are_scaled_not_clipped(kind: str) -> None:
    content = build.saved(Image.fromarray(ramp(65535, np.uint16)), kind)
    assert len(np.unique(read_photo(content).pixels)) >= 200


@pytest.mark.parametrize("top", [1.0, 255.0, 4000.0])
def test_float_greys_equal_their_eight_bit_twin(top: float) -> None:
    content = build.saved(Image.fromarray(ramp(top, np.float32)), "TIFF")
    assert read_photo(content).pixels.mean() == pytest.approx(ramp(255, np.uint8).mean(), abs=2)


def test_sixteen_bit_colour() -> None:
    import struct
    import zlib

    row = b"\0" + struct.pack(">HHH", 65535, 32768, 0) * 32
    content = (
        b"\x89PNG\r\n\x1a\n"
        + build.chunk(b"IHDR", struct.pack(">IIBBBBB", 32, 32, 16, 2, 0, 0, 0))
        + build.chunk(b"IDAT", zlib.compress(row * 32))
        + build.chunk(b"IEND", b"")
    )
    assert mean_colour(content) == pytest.approx([255, 128, 0], abs=2)


def test_a_palette_is_resolved() -> None:
    palette = build.disc().convert("P", palette=Image.Palette.ADAPTIVE)
    assert read_photo(build.saved(palette, "PNG")).pixels[200, 200] == pytest.approx(
        build.RED, abs=6
    )


@pytest.mark.parametrize("alpha", [0, bytes([0, 255])], ids=["index", "bytes"])
def test_a_transparent_palette_entry_is_laid_on_white(alpha: int | bytes) -> None:
    palette = Image.new("P", (64, 64), 1)
    palette.putpalette([0, 0, 0, 200, 20, 20])
    palette.paste(0, (0, 0, 32, 64))

    photo = read_photo(build.saved(palette, "PNG", transparency=alpha))

    assert photo.pixels[32, 5] == pytest.approx([255, 255, 255])
    assert photo.pixels[32, 60] == pytest.approx([200, 20, 20])
    assert photo.opacity is not None
    assert photo.opacity.mean() == pytest.approx(0.5)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_black_under_full_transparency_becomes_white(mode: str) -> None:
    image = Image.new(mode, (64, 64), (0,) * len(Image.new(mode, (1, 1)).getbands()))
    image.paste(Image.new(mode, (32, 32), (90, 90, 90, 255)[-len(image.getbands()) :]), (16, 16))

    photo = read_photo(build.saved(image, "PNG"))

    assert photo.pixels[2, 2].min() == 255
    assert photo.pixels[32, 32].max() < 120


def test_a_colour_key_is_transparency() -> None:
    image = Image.new("RGB", (64, 64), (10, 200, 30))
    photo = read_photo(build.saved(image, "PNG", transparency=(10, 200, 30)))
    assert photo.pixels.min() == 255


@pytest.mark.parametrize(
    "options", [{"progressive": True}, {"subsampling": "4:2:0"}, {"restart_marker_blocks": 2}]
)
def test_jpeg_variants_equal_the_baseline(options: dict[str, object]) -> None:
    plain = read_photo(build.saved(build.disc(), "JPEG", quality=95, subsampling="4:4:4")).pixels
    other = read_photo(build.saved(build.disc(), "JPEG", quality=95, **options)).pixels
    assert np.abs(plain.astype(int) - other.astype(int)).mean() < 3


def test_a_profile_is_converted() -> None:
    disc = build.disc()
    plain = read_photo(build.saved(disc, "PNG")).pixels
    swapped = read_photo(build.saved(disc, "PNG", icc_profile=build.wide_gamut_profile())).pixels
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = read_photo(build.saved(disc, "PNG", icc_profile=srgb)).pixels

    assert np.abs(plain[200, 200].astype(int) - swapped[200, 200].astype(int)).max() > 60
    assert np.abs(plain.astype(int) - same.astype(int)).max() <= 1


def test_a_grey_profile_is_converted() -> None:
    grey = Image.new("L", (64, 64), 100)
    plain = read_photo(build.saved(grey, "PNG"))
    linear = read_photo(build.saved(grey, "PNG", icc_profile=build.grey_profile()))
    assert linear.problems == plain.problems
    assert int(linear.pixels[5, 5, 0]) > int(plain.pixels[5, 5, 0]) + 40


def test_a_profile_of_another_colour_model_is_ignored_and_told() -> None:
    photo = read_photo(build.saved(build.disc(), "PNG", icc_profile=build.grey_profile()))
    assert photo.problems == ("photo.profile_ignored",)


@pytest.mark.parametrize("profile", [b"\0" * 60_000, b"junk"], ids=["zeros", "junk"])
def test_a_damaged_profile_is_ignored_and_told(profile: bytes) -> None:
    photo = read_photo(build.saved(build.disc(), "PNG", icc_profile=profile))
    assert photo.problems == ("photo.profile_ignored",)


def frames(count: int, size: int = 240) -> list[Image.Image]:
    return [build.disc((200, 10 * (n % 20), 40), size=size, radius=60) for n in range(count)]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_the_first_frame_of_an_animation_is_read(kind: str) -> None:
    first, *rest = frames(3)
    photo = read_photo(build.saved(first, kind, save_all=True, append_images=rest))

    assert photo.problems == ("photo.animated_first_frame",)
    assert photo.pixels[120, 120] == pytest.approx([200, 0, 40], abs=8)


def test_frames_are_never_walked() -> None:
    first, *rest = [Image.new("P", (32, 32), n % 2) for n in range(3000)]
    content = build.saved(first, "GIF", save_all=True, append_images=rest, optimize=False)

    start = time.perf_counter()
    photo = read_photo(content)

    assert time.perf_counter() - start < 1
    assert "photo.animated_first_frame" in photo.problems


@pytest.mark.parametrize("kind", ["TIFF", "MPO"])
def test_the_first_page_is_read(kind: str) -> None:
    first, *rest = frames(3)
    photo = read_photo(build.saved(first, kind, save_all=True, append_images=rest))
    assert photo.problems == ("photo.multipage_first_page",)


@pytest.mark.parametrize("size", [(16, 16), (800, 16), (16, 800)])
def test_photos_at_the_limit_are_read(size: tuple[int, int]) -> None:
    photo = read_photo(build.saved(Image.new("RGB", size, build.RED), "PNG"))
    assert (photo.width, photo.height) == size


@pytest.mark.parametrize(
    "options",
    [{"exif": b"Exif\0\0" + b"A" * 60_000}, {"comment": b"B" * 60_000}],
    ids=["exif", "comment"],
)
def test_large_metadata_does_no_harm(options: dict[str, bytes]) -> None:
    photo = read_photo(build.saved(build.disc(), "JPEG", **options))
    assert photo.pixels.shape == (400, 400, 3)


def test_thirty_segments_do_no_harm() -> None:
    content = build.saved(build.disc(), "JPEG")
    extra = b"".join(b"\xff\xe9\x00\x12" + b"segment-content!" for _ in range(30))
    assert read_photo(content[:2] + extra + content[2:]).problems == ()


def test_avif_is_read() -> None:
    photo = read_photo(build.saved(build.disc(), "AVIF"), name="a.avif")
    assert photo.pixels[200, 200] == pytest.approx(build.RED, abs=12)
    assert photo.problems == ()


def test_a_jpeg_named_png_is_read_and_told() -> None:
    content = build.saved(build.disc(), "JPEG")
    assert read_photo(content, name="a.png").problems == ("photo.extension_mismatch",)


@pytest.mark.parametrize("name", ["photo", "a.JPG", "a.jpeg "])
def test_usual_and_missing_extensions_are_no_problem(name: str) -> None:
    assert read_photo(build.saved(build.disc(), "JPEG"), name=name).problems == ()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_bytes_behind_the_picture_are_told(kind: str) -> None:
    content = build.saved(build.disc(), kind) + b"PK\x03\x04 and a stowaway"
    assert read_photo(content).problems == ("photo.trailing_bytes",)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_plain_files_have_no_problem(kind: str) -> None:
    assert read_photo(build.saved(build.disc(), kind)).problems == ()


@pytest.mark.parametrize("size", [60, 200])
def test_small_photos_are_told(size: int) -> None:
    photo = read_photo(build.saved(build.disc(size=size, radius=size // 3), "PNG"))
    assert photo.problems == ("photo.low_resolution",)


@pytest.mark.parametrize("value", [0, 255, 128])
def test_single_colours_are_read(value: int) -> None:
    photo = read_photo(np.full((300, 300, 3), value, np.uint8))
    assert (photo.pixels == value).all()


def test_large_jpegs_are_scaled_while_decoding() -> None:
    big = build.disc().resize((4000, 3000))
    photo = read_photo(build.saved(big, "JPEG"))

    assert (photo.width, photo.height) == (4000, 3000)
    assert photo.pixels.shape == (1200, 1600, 3)


def test_pixels_are_never_enlarged() -> None:
    assert read_photo(build.saved(build.disc(), "PNG")).pixels.shape == (400, 400, 3)


def test_path_bytes_image_and_array_give_the_same_pixels(tmp_path: object) -> None:
    from pathlib import Path

    image = build.disc()
    path = Path(str(tmp_path)) / "disc.png"
    path.write_bytes(build.saved(image, "PNG"))

    photos = [read_photo(s) for s in (path, str(path), path.read_bytes(), image, np.asarray(image))]

    for photo in photos:
        assert (photo.pixels == photos[0].pixels).all()
    assert photos[0].name == "disc.png"
    assert photos[0].sha256 == photos[2].sha256
    assert photos[3].sha256 == photos[4].sha256


def test_no_warning_escapes_even_where_warnings_are_errors() -> None:
    content = build.saved(build.mark(), "JPEG", exif=build.exif(6)[:12])
    code = (
        "import sys; from skuscribe.photo.read import read_photo;"
        "print(read_photo(sys.stdin.buffer.read()).problems)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], input=content, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"orientation_ignored" in done.stdout
    assert done.stderr == b""


def test_a_users_image_is_left_as_it_was() -> None:
    image = build.mark(2400, 1800)
    before = image.tobytes()

    read_photo(image)

    assert image.size == (2400, 1800)
    assert image.tobytes() == before


def test_reading_in_threads_gives_the_same(examples: object) -> None:
    from concurrent.futures import ThreadPoolExecutor

    content = build.saved(build.mark(), "JPEG", exif=build.exif(6)[:12])
    with ThreadPoolExecutor(4) as pool:
        photos = list(pool.map(read_photo, [content] * 24))
    assert len({photo.pixels.tobytes() for photo in photos}) == 1
    assert io.BytesIO(content).getbuffer().nbytes == len(content)
