"""Path, bytes, PIL image or array to an upright sRGB `Photo`."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import threading
import warnings
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.warning_codes import WarningCode
from skuscribe.photo import colourspace
from skuscribe.photo.ending import end_of, jpeg_goes_on, png_lacks_rows
from skuscribe.photo.formats import format_of, named_otherwise
from skuscribe.photo.limits import PhotoOptions, refuse_size
from skuscribe.photo.orient import UPRIGHT, is_sideways, orientation_of, turned
from skuscribe.photo.resize import SMALL_SIDE, fitted, reduced
from skuscribe.photo.source import checked, read_bytes
from skuscribe.record.stations import Photo
from skuscribe.record.text import safe_name


@dataclass(frozen=True)
class NamedPhoto:
    """A photo whose name is not that of its file, such as one from an address."""

    source: Path | bytes
    name: str


PhotoSource = str | os.PathLike[str] | bytes | Image.Image | NDArray[np.uint8] | NamedPhoto

UNNAMED = "photo"
WORKING_SIDE = 1600
"""Long side in pixels that photos are scaled down to, never up."""

LOW_RESOLUTION = 200
"""Short side in pixels up to which text and fine detail are lost."""

# What Pillow raises on damaged files, by its own documentation and by trial.
DAMAGE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    ZeroDivisionError,
    MemoryError,
    RuntimeError,
    AttributeError,
    struct.error,
    zlib.error,
)

# Pillow warns of damaged metadata and of large sizes; both are checked here, in every thread.
warnings.filterwarnings("ignore", module=r"PIL\.")


def read_photo(
    source: PhotoSource,
    limits: PhotoOptions | None = None,
    *,
    name: str | None = None,
    side: int = WORKING_SIDE,
) -> Photo:
    """Read a photo.

    Args:
        source: a path, the bytes of a file, a PIL image, or a uint8 array (h, w), (h, w, 3) or
            (h, w, 4) in RGB order.
        limits: what the photo may cost.
        name: how the record calls it; the file's name by default.
        side: long side in pixels that it is scaled down to, never up.

    Returns:
        The photo. Of images and arrays `sha256` is that of their size, mode and pixels.

    Raises:
        SkuscribeError: a code of the area `photo`.
    """
    limits = limits or PhotoOptions()
    if isinstance(source, NamedPhoto):
        return read_photo(source.source, limits, name=name or source.name, side=side)
    if isinstance(source, Image.Image | np.ndarray):
        image = source if isinstance(source, Image.Image) else _from_array(source)
        refuse_size(*image.size, limits)
        _load(image)
        head = f"{image.mode} {image.size}".encode()
        digest = hashlib.sha256(head + image.tobytes()).hexdigest()
        return _photo(image, (), name or UNNAMED, digest, side)
    if isinstance(source, bytes):
        name, content = name or UNNAMED, checked(source, len(source), limits.max_bytes)
    else:
        name = name or safe_name(Path(source).name)
        content = read_bytes(source, limits.max_bytes)
    digest = hashlib.sha256(content).hexdigest()
    decode = lambda: _decoded(content, name, digest, limits, side)  # noqa: E731
    return _in_time(decode, limits.decode_seconds)


def _in_time(decode: Callable[[], Photo], seconds: float) -> Photo:
    """Run `decode`, give up after `seconds`.

    A decoder that hangs keeps its thread: only a worker process can be ended, and that is the
    batch's work. This keeps one photo from stopping a program.
    """
    outcome: list[Photo | BaseException] = []

    def run() -> None:
        try:
            outcome.append(decode())
        except BaseException as error:  # handed to the caller's thread as it is
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True, name="skuscribe-decode")
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise SkuscribeError(
            ErrorCode.PHOTO_DECODE_TIMEOUT, f"not decoded within {seconds:g} seconds"
        )
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


def _decoded(content: bytes, name: str, digest: str, limits: PhotoOptions, side: int) -> Photo:
    kind = format_of(content, name)
    end = end_of(content, kind)  # before a decoder keeps what it should not
    image = _opened(content, kind)
    refuse_size(*image.size, limits)
    if end is None:
        raise SkuscribeError(ErrorCode.PHOTO_TRUNCATED)
    problems = []
    if named_otherwise(name, kind):
        problems.append(WarningCode.PHOTO_EXTENSION_MISMATCH)
    if content[end:].strip(b"\0\r\n ") and image.format != "MPO":
        problems.append(WarningCode.PHOTO_TRAILING_BYTES)
    photo = _photo(image, tuple(problems), name, digest, side)
    if _lacks_rows(image, content[:end], kind):
        raise SkuscribeError(ErrorCode.PHOTO_TRUNCATED)
    return photo


def _lacks_rows(image: Image.Image, content: bytes, kind: str) -> bool:
    """Tell whether a picture that ends well was cut; asked in full only where it looks so."""
    if kind == "PNG":
        return _ends_with(image, 0) and png_lacks_rows(content)
    if kind == "JPEG" and image.format != "MPO" and _ends_with(image, 128):
        longer = _opened(jpeg_goes_on(content, len(content)), kind)
        longer.draft(None, image.size)
        _load(longer)
        return longer.tobytes() != image.tobytes()
    return False


def _ends_with(image: Image.Image, value: int) -> bool:
    """Tell whether the last pixel has what decoders put where they found no data."""
    last = image.crop((image.width - 1, image.height - 1, image.width, image.height))
    return set(last.tobytes()) == {value}


def _opened(content: bytes, kind: str) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=(kind,))  # noqa: TID251 - the one place
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise SkuscribeError(
            ErrorCode.PHOTO_TOO_MANY_PIXELS, "the header tells of far too many pixels"
        ) from error
    except UnidentifiedImageError as error:
        cut = kind == "TIFF" and end_of(content, kind) is None
        code = ErrorCode.PHOTO_TRUNCATED if cut else ErrorCode.PHOTO_UNREADABLE
        raise SkuscribeError(code) from error
    except DAMAGE as error:
        raise _damaged(error) from error


def _photo(
    image: Image.Image, problems: tuple[str, ...], name: str, digest: str, side: int
) -> Photo:
    width, height = image.size
    pixels, alpha, found = _rendered(image, side)
    # Metadata may stand behind the pixels: it is known only now.
    orientation = orientation_of(image)
    sideways = is_sideways(orientation or UPRIGHT)
    several = _several(image)
    opacity = None
    if alpha is not None:
        opaque = np.asarray(turned(alpha, orientation or UPRIGHT)) >= 128
        opacity = None if opaque.all() else opaque
    checks = (
        (orientation is None, WarningCode.PHOTO_ORIENTATION_IGNORED),
        (several is not None, several),
        (min(width, height) <= LOW_RESOLUTION, WarningCode.PHOTO_LOW_RESOLUTION),
    )
    told = (*problems, *found, *(code for true, code in checks if true and code))
    upright = np.ascontiguousarray(turned(pixels, orientation or UPRIGHT), np.uint8)
    return Photo(
        name=name,
        sha256=digest,
        width=height if sideways else width,
        height=width if sideways else height,
        pixels=upright,
        small=reduced(upright, SMALL_SIDE),
        opacity=opacity,
        problems=tuple(str(code) for code in told),
    )


def _rendered(
    image: Image.Image, side: int
) -> tuple[Image.Image, Image.Image | None, tuple[str, ...]]:
    """Return the pixels in sRGB on white, the alpha channel, and problems; both scaled down."""
    size = fitted(*image.size, side)
    # JPEG decoders scale by 1/2, 1/4, 1/8 on the way, at a fraction of the cost.
    image.draft(None, size)
    _load(image)
    try:
        colours, alpha = colourspace.on_white(colourspace.eight_bit(image))
        profile = image.info.get("icc_profile")
        if alpha is not None:
            alpha = alpha.resize(size, Image.Resampling.BOX)
        if colours.size != size:
            colours = colours.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    except DAMAGE as error:
        raise _damaged(error) from error
    try:
        return colourspace.to_srgb(colours, profile), alpha, ()
    except colourspace.ProfileError:
        return colours.convert("RGB"), alpha, (WarningCode.PHOTO_PROFILE_IGNORED,)


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except DAMAGE as error:
        raise _damaged(error) from error


def _several(image: Image.Image) -> WarningCode | None:
    """Tell of further frames or pages without walking them."""
    if image.format == "TIFF":
        more = bool(getattr(image, "tag_v2", None) and image.tag_v2.next)  # type: ignore[attr-defined]
        return WarningCode.PHOTO_MULTIPAGE_FIRST_PAGE if more else None
    try:
        more = bool(getattr(image, "is_animated", False))
    except DAMAGE:
        return None
    if not more:
        return None
    pages = image.format == "MPO"
    return (
        WarningCode.PHOTO_MULTIPAGE_FIRST_PAGE if pages else WarningCode.PHOTO_ANIMATED_FIRST_FRAME
    )


def _from_array(array: NDArray[np.uint8]) -> Image.Image:
    shaped = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))
    if array.dtype != np.uint8 or not shaped or 0 in array.shape:
        raise SkuscribeError(
            ErrorCode.PHOTO_FORMAT_UNSUPPORTED,
            f"an array of {array.dtype} {array.shape} is no photo",
            hint="give uint8 (h, w), (h, w, 3) or (h, w, 4) in RGB order",
        )
    return Image.fromarray(array)


def _damaged(error: BaseException) -> SkuscribeError:
    """Say what kind of damage it is, as far as the decoder's words tell."""
    words = str(error).lower()
    if "too large" in words or "too much memory" in words or "max_text" in words:
        return SkuscribeError(ErrorCode.PHOTO_METADATA_TOO_LARGE)
    unreadable = ("cannot identify", "unknown", "unsupported", "not a ", "invalid", "decoder error")
    if any(sign in words for sign in unreadable):
        return SkuscribeError(ErrorCode.PHOTO_UNREADABLE)
    return SkuscribeError(ErrorCode.PHOTO_TRUNCATED)
