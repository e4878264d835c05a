"""Tell a photo's format by its first bytes, never by its name."""

from __future__ import annotations

import importlib.util
from pathlib import PurePath

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.extras import EXTRAS

# (offset, bytes, Pillow's format). MPO arrives as JPEG; naming it to Pillow breaks other formats.
SUPPORTED = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (8, b"WEBP", "WEBP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"BM", "BMP"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypavis", "AVIF"),
)

HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")

# Formats that shops do not send and whose readers have the worst record of faults.
REFUSED = (
    (0, b"%PDF", "PDF"),
    (0, b"%!PS", "EPS"),
    (0, b"\xc5\xd0\xd3\xc6", "EPS"),
    (0, b"8BPS", "PSD"),
    (0, b"\0\0\1\0", "ICO"),
    (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
    *((0, b"P%d" % number, "PNM") for number in range(1, 8)),
)

BY_EXTENSION = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".mpo": "JPEG",
    ".png": "PNG",
    ".apng": "PNG",
    ".gif": "GIF",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
    ".avif": "AVIF",
    ".heic": "HEIF",
    ".heif": "HEIF",
}

REFUSED_EXTENSIONS = frozenset({".tga", ".svg", ".eps", ".psd", ".ico", ".pdf", ".jp2"})


def format_of(content: bytes, name: str) -> str:
    """Return Pillow's name of the format.

    Args:
        content: the file's bytes; only the first ones are looked at.
        name: the file's name, for a better message where the bytes tell nothing.

    Raises:
        SkuscribeError: `photo.format_unsupported` for a known format that is not read,
            `photo.unreadable` for anything else.
    """
    for offset, magic, kind in SUPPORTED:
        if content[offset : offset + len(magic)] == magic:
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return _heic()
    for offset, magic, kind in REFUSED:
        if content[offset : offset + len(magic)] == magic:
            raise _unsupported(kind)
    if b"<svg" in content[:4096].lower():
        raise _unsupported("SVG")
    extension = extension_of(name)
    if extension in REFUSED_EXTENSIONS:
        raise _unsupported(extension[1:].upper())
    raise SkuscribeError(
        ErrorCode.PHOTO_UNREADABLE,
        "this is no photo, or its beginning is damaged",
        hint="JPEG, PNG, WebP, GIF, TIFF, BMP and AVIF are read",
    )


def named_otherwise(name: str, kind: str) -> bool:
    """Tell whether the name's extension stands for another format than `kind`."""
    return BY_EXTENSION.get(extension_of(name), kind) != kind


def extension_of(name: str) -> str:
    """Return the extension of a file name in lower case, with its dot."""
    return PurePath(name.strip()).suffix.lower()


def _heic() -> str:
    if importlib.util.find_spec("pillow_heif") is None:
        raise SkuscribeError(
            ErrorCode.PHOTO_FORMAT_UNSUPPORTED,
            "HEIC photos need an extra",
            hint=EXTRAS["heic"].install,
        )
    import pillow_heif

    pillow_heif.register_heif_opener()
    return "HEIF"


def _unsupported(kind: str) -> SkuscribeError:
    return SkuscribeError(ErrorCode.PHOTO_FORMAT_UNSUPPORTED, f"{kind} files are not read")
