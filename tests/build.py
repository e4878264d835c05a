"""Photos that the tests draw: valid, odd and hostile. Nothing is stored, nothing is fetched."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageDraw, ImageFont

RED = (220, 30, 40)
WHITE = (255, 255, 255)


def mark(width: int = 320, height: int = 240) -> Image.Image:
    """A white picture with a black L in its upper left corner."""
    image = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 8, height // 2), fill="black")
    draw.rectangle((0, 0, width // 3, height // 8), fill="black")
    return image


def disc(colour: tuple[int, int, int] = RED, size: int = 400, radius: int = 130) -> Image.Image:
    """A disc of one colour on white."""
    image = Image.new("RGB", (size, size), WHITE)
    middle = size // 2
    box = (middle - radius, middle - radius, middle + radius, middle + radius)
    ImageDraw.Draw(image).ellipse(box, fill=colour)
    return image


def lettered(text: str, size: int = 72, width: int = 800, height: int = 300) -> Image.Image:
    """Black text on white."""
    image = Image.new("RGB", (width, height), WHITE)
    middle = (width // 2, height // 2)
    ImageDraw.Draw(image).text(
        middle, text, fill="black", font=ImageFont.load_default(size), anchor="mm"
    )
    return image


def noise(width: int = 64, height: int = 64, seed: int = 1) -> NDArray[np.uint8]:
    """Random pixels, uint8 (h, w, 3)."""
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (height, width, 3), dtype=np.uint8)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of `image` as a file of `kind`."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def exif(value: int, field_type: int = 3) -> bytes:
    """An EXIF block with one orientation field of a TIFF field type (2 text, 3 short, 4 long)."""
    if field_type == 2:
        content = bytes([48 + value, 0, 0, 0])
    else:
        content = struct.pack("<H2x" if field_type == 3 else "<I", value)
    count = 2 if field_type == 2 else 1
    entry = struct.pack("<HHI", 0x0112, field_type, count) + content
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)


def rotated_for(orientation: int, image: Image.Image) -> Image.Image:
    """Turn `image` so that a viewer who honours `orientation` sees it upright again."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return image.transpose(undo[orientation]) if orientation in undo else image


def chunk(name: bytes, content: bytes, crc: int | None = None) -> bytes:
    """A PNG chunk."""
    check = zlib.crc32(name + content) if crc is None else crc
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png_header(width: int, height: int, crc: int | None = None) -> bytes:
    """A PNG that promises a size and holds no pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 16))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head, crc) + data + chunk(b"IEND", b"")


def png_of_one_bit(width: int, height: int) -> bytes:
    """A cheap PNG of any size: one bit a pixel, all white."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bmp_header(width: int, height: int) -> bytes:
    """A BMP that promises a size."""
    info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + info


def jpeg_of_size(width: int, height: int) -> bytes:
    """A small JPEG whose frame header promises another size."""
    content = bytearray(saved(disc(size=64, radius=20), "JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def gif_of_screen(width: int, height: int) -> bytes:
    """A GIF whose screen descriptor promises another size."""
    content = bytearray(saved(disc(size=64, radius=20).convert("P"), "GIF"))
    content[6:10] = struct.pack("<HH", width, height)
    return bytes(content)


def tiff(tags: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    """A little-endian TIFF with one directory of (tag, type, count, value) and no pixels."""
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", following)


TIFF_64 = [
    (256, 3, 1, 64),
    (257, 3, 1, 64),
    (258, 3, 1, 8),
    (259, 3, 1, 1),
    (262, 3, 1, 1),
    (273, 4, 1, 1_000_000),
    (277, 3, 1, 1),
    (278, 3, 1, 64),
    (279, 4, 1, 4096),
]
"""A grey 64 x 64 TIFF whose strip lies behind the file's end."""


def wide_gamut_profile() -> bytes:
    """An sRGB profile whose red and green primaries have changed places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", profile, 128)[0]
    places = {}
    for number in range(count):
        at = 132 + 12 * number
        places[bytes(profile[at : at + 4])] = at
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def grey_profile() -> bytes:
    """A minimal ICC profile (version 2.1) of a grey monitor with gamma 1."""
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, 256) + bytes(2)
    start = 128 + 4 + 2 * 12
    table = struct.pack(">I", 2)
    table += b"wtpt" + struct.pack(">II", start, len(white))
    table += b"kTRC" + struct.pack(">II", start + len(white), len(curve))
    size = start + len(white) + len(curve)
    head = struct.pack(">I4sI", size, b"lcms", 0x02100000) + b"mntrGRAYXYZ "
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + white + curve


SHAPES = ("cross", "disc", "ring", "stripes", "triangle")


def shape(name: str, seed: int, size: int = 160) -> Image.Image:
    """One of `SHAPES` in any colour, place and size on a bright ground: its label is its shape."""
    random = np.random.default_rng(seed)
    light = int(random.integers(225, 256))
    image = Image.new("RGB", (size, size), (light, light, light))
    colour = (int(random.integers(140)), int(random.integers(140)), int(random.integers(140)))
    x, y = (size // 2 + int(shift) for shift in random.integers(-10, 10, 2))
    r = int(random.integers(40, 60))
    bars = {
        "cross": [(x - r, y - 9, x + r, y + 9), (x - 9, y - r, x + 9, y + r)],
        "stripes": [(x - r, top, x + r, top + 8) for top in range(y - r, y + r, 20)],
    }
    draw = ImageDraw.Draw(image)
    if name == "disc":
        draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
    elif name == "ring":
        draw.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=12)
    elif name == "triangle":
        draw.regular_polygon((x, y, r), 3, int(random.integers(-20, 20)), fill=colour)
    for bar in bars.get(name, []):
        draw.rectangle(bar, fill=colour)
    return image
