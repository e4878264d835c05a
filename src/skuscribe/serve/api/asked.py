"""What a request asks, taken from its body: photos with facts, an observation, a text."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Action
from skuscribe.describe.voice import Voice
from skuscribe.photo.read import NamedPhoto
from skuscribe.record.facts import given_facts
from skuscribe.record.model import Record
from skuscribe.record.observed import ObservedLine
from skuscribe.record.text import safe_name
from skuscribe.worker import Product

MOST_PHOTOS = 20
"""Photos of one product."""

MOST_FACTS = 200
MOST_DECIDED = 1_000
"""Products of one decision."""

LONGEST_NAME = 200
LONGEST_TEXT = 20_000
VOICE = tuple(Voice.model_fields)
"""Settings that a request may say: they change what is written, never what is seen."""

FIELDS = {"facts", "id", *VOICE}


class Asked(BaseModel):
    """A part of a body; what is not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ToSettle(Asked):
    """An observation and what is said of it."""

    line: ObservedLine
    facts: dict[str, str] = Field(default_factory=dict, max_length=MOST_FACTS)
    lang: str | None = None
    tone: str | None = None
    length: str | None = None


class ToVerify(Asked):
    """A text and the record that it is held against."""

    record: Record
    text: str = Field(max_length=LONGEST_TEXT)
    alt: bool = False
    lang: str | None = None


class ToDecide(Asked):
    """What somebody decided about products of a job."""

    action: Action
    products: list[str] = Field(min_length=1, max_length=MOST_DECIDED)
    by: str = Field(min_length=1, max_length=LONGEST_NAME)
    field: str = Field(default="", max_length=LONGEST_NAME)
    value: str = Field(default="", max_length=LONGEST_TEXT)


Body = TypeVar("Body", bound=Asked)


async def body_of(request: Request, form: type[Body]) -> Body:
    """Return a JSON body.

    Raises:
        SkuscribeError: `serve.request_invalid`, naming the field.
    """
    try:
        return form.model_validate_json(await request.body())
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> SkuscribeError:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the body"
    return SkuscribeError(ErrorCode.SERVE_REQUEST_INVALID, f"{field}: {first['msg']}"[:500])


def refused(said: str) -> SkuscribeError:
    """Return a failure that says what is wrong with a request."""
    return SkuscribeError(ErrorCode.SERVE_REQUEST_INVALID, said)


def voice_of(standard: Voice, said: dict[str, str | None]) -> Voice:
    """Return how descriptions are written, by a request.

    Raises:
        SkuscribeError: `serve.request_invalid`.
    """
    values = {name: value for name, value in said.items() if name in VOICE and value is not None}
    try:
        return Voice.model_validate(standard.model_dump() | values)
    except ValidationError as error:
        raise _invalid(error) from error


async def form_of(request: Request) -> FormData:
    """Return a multipart body; close it.

    Raises:
        SkuscribeError: `serve.request_invalid`.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise refused("send multipart/form-data")
    try:
        return await request.form(max_files=MOST_PHOTOS, max_fields=2 * len(FIELDS))
    except HTTPException as error:  # what starlette makes of a body that its parser refuses
        raise refused(str(error.detail)) from error


async def product_of(request: Request) -> tuple[Product, dict[str, str | None]]:
    """Return the product of a multipart body, and its other fields.

    Raises:
        SkuscribeError: `serve.request_invalid`; `config.invalid`, a fact is empty or given twice.
    """
    form = await form_of(request)
    async with closed(form):
        return await _product(form)


class closed:  # noqa: N801 - a context, used as a function
    """Close a form's files, whatever happens."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_: object) -> None:
        await self._form.close()


async def _product(form: FormData) -> tuple[Product, dict[str, str | None]]:
    said: dict[str, str | None] = {}
    photos: list[NamedPhoto] = []
    for name, value in form.multi_items():
        if name == "photos" and isinstance(value, UploadFile):
            photos.append(NamedPhoto(await value.read(), name_of(value.filename)))
        elif name in FIELDS and isinstance(value, str) and name not in said:
            said[name] = value
        else:
            raise refused(f"the field {name[:LONGEST_NAME]!r} is not known, or comes twice")
    if not photos:
        raise refused("photos: send one file at least")
    id = name_of(said.get("id") or photos[0].name)
    return Product(id, tuple(photos), _facts(said.get("facts") or "{}")), said


def name_of(said: str | None) -> str:
    """Return the last part of a name that a client says, printable."""
    last = re.split(r"[\\/]", said or "")[-1][:LONGEST_NAME]
    return safe_name(last.encode("utf-8", "replace").decode().replace("\0", "")) or "photo"


def _facts(text: str) -> dict[str, str]:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused("facts: no JSON object") from error
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise refused('facts: a JSON object of texts, such as {"brand": "Nordholm"}')
    if len(found) > MOST_FACTS:
        raise refused(f"facts: {MOST_FACTS} are the most")
    given_facts(found)
    return found
