"""The extras: what each is for and how to get it, said once."""

from __future__ import annotations

from dataclasses import dataclass

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError


@dataclass(frozen=True)
class Extra:
    """A part that is installed only when it is wanted.

    Attributes:
        package: the package whose version tells whether it is there.
        purpose: what it is for, a few words.
        install: the command that gets it.
    """

    package: str
    purpose: str
    install: str


EXTRAS = {
    "easyocr": Extra(
        "easyocr",
        "second text engine",
        'pip install "skuscribe[easyocr]"; pip install --no-deps easyocr==1.7.2',
    ),
    "heic": Extra("pillow-heif", "photos in HEIC", 'pip install "skuscribe[heic]"'),
    "parquet": Extra("pyarrow", "catalogues in Parquet", 'pip install "skuscribe[parquet]"'),
    "xlsx": Extra("openpyxl", "catalogues in Excel", 'pip install "skuscribe[xlsx]"'),
    "serve": Extra("fastapi", "the review page", 'pip install "skuscribe[serve]"'),
    "similar": Extra("ImageHash", "near-duplicate photos", 'pip install "skuscribe[similar]"'),
    "train": Extra("torch", "training", 'pip install "skuscribe[train]"'),
}


def missing(extra: str, package: str | None) -> SkuscribeError:
    """Return the failure of a command that needs `extra` and did not find `package`."""
    part = EXTRAS[extra]
    return SkuscribeError(
        ErrorCode.CONFIG_EXTRA_MISSING, f"{part.purpose} needs {package}", hint=part.install
    )
