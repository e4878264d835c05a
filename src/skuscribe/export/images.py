"""Photos of listings as files for a shop: upright, in sRGB, on white, scaled down, JPEG."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from PIL import Image

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.files import read_small, write_whole
from skuscribe.export.listing import Listing
from skuscribe.export.selected import Addresses
from skuscribe.photo.read import read_photo
from skuscribe.record.channels import Fields

SIDE, QUALITY = 2048, 90
MARK = b"made by skuscribe"
"""Comment in each file, by which it is known that it may be written over."""


def image_name(handle: str, place: int) -> str:
    """Return the name of a product's photo, counted from 1."""
    return f"{handle}-{place}.jpg"


def addresses_at(base: str, *, written: bool) -> Addresses:
    """Return where photos can be loaded that somebody puts at `base`.

    Args:
        base: address of a folder.
        written: whether they are those that `write_images` makes, else the merchant's own.
    """

    def of(record: Fields, handle: str) -> list[str]:
        names = [photo["name"] for photo in record["photos"]]
        if written:
            names = [image_name(handle, place) for place in range(1, len(names) + 1)]
        return [f"{base.rstrip('/')}/{quote(name)}" for name in names]

    return of


class Originals:
    """Finds the files that a run saw.

    Args:
        run: folder of the run; it keeps photos from addresses.
        photos: folder of the others; None where there is none.
    """

    def __init__(self, run: Path, photos: Path | None) -> None:
        self._kept = dict(_kept(run / "photos"))
        self._folder = photos

    def find(self, photo: Mapping[str, str]) -> Path:
        """Return the file with the bytes that were seen.

        Raises:
            SkuscribeError: `photo.not_found`, it is not there or another one now.
        """
        for path in self._places(photo):
            try:
                if hashlib.sha256(path.read_bytes()).hexdigest() == photo["sha256"]:
                    return path
            except OSError:
                continue
        said = "the photo that was looked at is not there" if self._folder else "no such photo"
        hint = "name the folder of the photos with --photos"
        raise SkuscribeError(ErrorCode.PHOTO_NOT_FOUND, said, hint=hint, where=photo["name"])

    def _places(self, photo: Mapping[str, str]) -> Iterator[Path]:
        if photo["sha256"] in self._kept:
            yield self._kept[photo["sha256"]]
        if self._folder is not None:
            place = self._folder / photo["name"]
            if place.resolve().is_relative_to(self._folder.resolve()):
                yield place


def write_images(
    listing: Listing, originals: Originals, folder: Path, side: int = SIDE
) -> list[SkuscribeError]:
    """Write the photos of a listing; return why some are not there.

    Raises:
        SkuscribeError: `config.invalid`, a file of another's stands there.
        OSError: the folder cannot be written.
    """
    failures = []
    for place, photo in enumerate(listing.record["photos"], start=1):
        target = folder / image_name(listing.handle, place)
        _refuse_another(target)
        try:
            content = _jpeg(originals.find(photo), side)
        except SkuscribeError as error:
            failures.append(error)
        else:
            write_whole(target, content)
    return failures


def _jpeg(path: Path, side: int) -> bytes:
    photo, stream = read_photo(path, side=side), io.BytesIO()
    options = {"quality": QUALITY, "optimize": True, "comment": MARK}
    Image.fromarray(photo.pixels).save(stream, "JPEG", **options)
    return stream.getvalue()


def _refuse_another(path: Path) -> None:
    """Refuse to write over a file that this program did not write."""
    try:
        with path.open("rb") as stream:
            ours = MARK in stream.read(2_000)
    except FileNotFoundError:
        return
    if not ours:
        raise SkuscribeError(
            ErrorCode.CONFIG_INVALID,
            "another file stands there; it is not written over",
            hint="choose another folder for --images",
            where=str(path),
        )


def _kept(folder: Path) -> Iterator[tuple[str, Path]]:
    for note in folder.glob("*/*.json"):
        try:
            yield str(json.loads(read_small(note, 10_000))["sha256"]), note.with_suffix("")
        except (OSError, ValueError, KeyError, TypeError):
            continue
