"""The closed list of warning codes: what is odd about a photo or a record, never an error."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from skuscribe.core.codes import ErrorCode


class WarningCode(StrEnum):
    """What is doubtful about a record that was made all the same. Each member: code, message."""

    message: str

    def __new__(cls, code: str, message: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.message = message
        return member

    PHOTO_ANIMATED_FIRST_FRAME = (
        "photo.animated_first_frame",
        "the photo is animated; its first frame was read",
    )
    PHOTO_MULTIPAGE_FIRST_PAGE = (
        "photo.multipage_first_page",
        "the file has several pages; the first was read",
    )
    PHOTO_EXTENSION_MISMATCH = (
        "photo.extension_mismatch",
        "the file's name says another format than its bytes",
    )
    PHOTO_PROFILE_IGNORED = (
        "photo.profile_ignored",
        "the colour profile is damaged; sRGB was assumed",
    )
    PHOTO_ORIENTATION_IGNORED = (
        "photo.orientation_ignored",
        "the orientation mark makes no sense and was ignored",
    )
    PHOTO_TRAILING_BYTES = "photo.trailing_bytes", "the file goes on after the picture's end"
    PHOTO_LEFT_OUT = (
        "photo.left_out",
        "a photo of the product could not be loaded; the others were looked at",
    )
    PHOTO_LOW_RESOLUTION = (
        "photo.low_resolution",
        "the photo is small; fine detail and text may be missed",
    )
    PHOTO_SMALL = (
        "photo.small",
        "shops' channels ask for more: take one of 1,000 pixels or more on its long side",
    )
    PHOTO_BLURRED = (
        "photo.blurred",
        "the product is not sharp; take it again, or use a larger original",
    )
    PHOTO_DARK = "photo.dark", "the photo is dark; use more light or a longer exposure"
    PHOTO_OVEREXPOSED = (
        "photo.overexposed",
        "much of the product has lost its colour to too much light; expose it less",
    )
    PHOTO_CUT_OFF = (
        "photo.cut_off",
        "the product seems to go on beyond the border; show all of it with some room",
    )
    PHOTO_BUSY_GROUND = (
        "photo.busy_ground",
        "the ground is busy; as the first photo take one on a plain white ground",
    )
    PHOTO_FRAMED = "photo.framed", "there is a frame round the photo; cut it away"
    PHOTO_LETTERED = (
        "photo.lettered",
        "there are words beside or across the product; channels refuse words laid on a photo",
    )
    PHOTO_BETTER_FIRST = (
        "photo.better_first",
        "this photo shows the product better than the first one; put it first",
    )
    TEXT_SUSPICIOUS = (
        "text.suspicious",
        "text on the photo reads like an instruction; it is kept as data",
    )
    TEXT_TRUNCATED = "text.truncated", "there is more text on the photo than a record keeps"
    TEXT_CONTRADICTED = (
        "text.contradicted",
        "two photos state different quantities; one of them is of another product",
    )
    BRAND_CONTRADICTED = (
        "brand.contradicted",
        "another brand is read on the product than the fact says; one of them is wrong",
    )
    GTIN_CONTRADICTED = (
        "gtin.contradicted",
        "the barcode on the photo is another than the fact says; one of them is wrong",
    )
    GTIN_SEVERAL = (
        "gtin.several",
        "there are several barcodes on the photos; say which is the product's as a fact: gtin",
    )
    TAXONOMY_ABSTAINED = (
        "taxonomy.abstained",
        "no label is sure enough; say what it is as a fact: category",
    )
    TAXONOMY_CONTRADICTED = (
        "taxonomy.contradicted",
        "two photos show things of different kinds; one of them is of another product",
    )
    TAXONOMY_NOT_A_PRODUCT = (
        "taxonomy.not_a_product",
        "the photo seems to show nothing that is sold; if it does, say what as a fact: category",
    )
    TAXONOMY_UNMAPPED = "taxonomy.unmapped", "the label has no category in a taxonomy"
    COLOUR_UNCERTAIN = (
        "colour.uncertain",
        "the product's colour is not clear; a fact settles it: colour",
    )
    COLOUR_CONTRADICTED = (
        "colour.contradicted",
        "two photos show the product in different colours; one of them is of another product",
    )
    DECISION_OUTDATED = (
        "decision.outdated",
        "what was decided was about another photo; it is not applied",
    )
    SUBJECT_UNCERTAIN = (
        "subject.uncertain",
        "where the product lies is not clear; a plainer ground helps",
    )
    SUBJECT_SEVERAL = (
        "subject.several",
        "the photo seems to show several things; a photo of the product alone is surer",
    )
    CHANNEL_INCOMPLETE = (
        "channel.incomplete",
        "a channel of the shop needs more, or refuses a value; see: skuscribe export --check",
    )


MESSAGES = {
    **{str(code): code.meaning for code in ErrorCode},
    **{str(code): code.message for code in WarningCode},
}
"""What each code says to people."""


def message_of(code: str) -> str:
    """Return what a warning, or an error that did not stop a record, says to people."""
    return MESSAGES[code]
