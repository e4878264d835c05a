"""The routes of the API and what each answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import Response

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.describe.verify import verify
from skuscribe.record.model import Record
from skuscribe.record.observed import ObservedLine
from skuscribe.serve.api.asked import ToSettle, ToVerify, body_of, product_of, voice_of
from skuscribe.serve.api.metrics import MEDIA_TYPE, Metrics
from skuscribe.serve.api.openapi import SETTLE, TAG, VERIFY, answers, shaped, word
from skuscribe.serve.api.pool import Places, Pool
from skuscribe.settling import Words, settle_line

JSON = "application/json"
CLAIM = {"type": "object", "required": ["text", "verdict"]}
CLAIMS = shaped(
    {
        "type": "object",
        "required": ["claims"],
        "properties": {"claims": {"type": "array", "items": CLAIM}},
        "additionalProperties": False,
    },
    "The claims.",
)
HEALTHY, READY = word("ok", "The server runs."), word("ready", "The models are open.")
NUMBERS = shaped({"type": "string"}, "The numbers.", MEDIA_TYPE.partition(";")[0])


@dataclass(frozen=True)
class Service:
    """What the API consists of.

    Attributes:
        words: what records are settled with.
        pool: looks at photos.
        places: of requests with photos.
        desks: of requests with words alone.
        hands: threads for words.
        metrics: what is counted.
    """

    words: Words
    pool: Pool
    places: Places
    desks: Places
    hands: CapacityLimiter
    metrics: Metrics


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


Here = Annotated[Service, Depends(_service)]
router = APIRouter()


@router.post("/v1/tag", openapi_extra=TAG, responses=answers(Record, "The record."))
async def tag(here: Here, request: Request) -> Response:
    """Look at the photos of one product and return its record, as `skuscribe tag --jsonl` does."""
    with here.places.one():
        product, said = await product_of(request)
        voice = voice_of(here.words.voice, said)
        if not here.pool.ready:
            raise SkuscribeError(ErrorCode.SERVE_NOT_READY)
        tagged = await here.pool.seen(product)
        if voice == here.words.voice:
            return _record(tagged.record)
        line = ObservedLine(facts=dict(product.facts), observed=tagged.observed)
        words = replace(here.words, voice=voice)
        return _record(await _in_thread(here, partial(settle_line, line, words)))


@router.post("/v1/settle", openapi_extra=SETTLE, responses=answers(Record, "The record."))
async def settle(here: Here, request: Request) -> Response:
    """Make a record of what was seen before, as `skuscribe settle --jsonl` does."""
    with here.desks.one():
        asked = await body_of(request, ToSettle)
        said = {"lang": asked.lang, "tone": asked.tone, "length": asked.length}
        voice = voice_of(here.words.voice, said)
        words = replace(here.words, voice=voice, facts=asked.facts)
        try:
            record = await _in_thread(here, partial(settle_line, asked.line, words))
        except ValidationError as error:
            raise SkuscribeError(ErrorCode.OBSERVED_INVALID) from error
        return _record(record)


@router.post("/v1/verify", openapi_extra=VERIFY, responses=CLAIMS)
async def verified(here: Here, request: Request) -> Response:
    """Tell which claims of a text a record supports, as `skuscribe verify --json` does."""
    with here.desks.one():
        asked = await body_of(request, ToVerify)
        lang = voice_of(here.words.voice, {"lang": asked.lang}).lang
        call = partial(verify, asked.text, asked.record, lang, shown=asked.alt)
        found = await _in_thread(here, call)
        claims = {"claims": [each.as_json() for each in found]}
        return Response(f"{json.dumps(claims, ensure_ascii=False)}\n", media_type=JSON)


@router.get("/healthz", responses=HEALTHY)
async def healthz() -> dict[str, str]:
    """Tell that the server runs."""
    return {"status": "ok"}


@router.get("/readyz", responses=READY)
async def readyz(here: Here) -> dict[str, str]:
    """Tell whether the models are open."""
    if not here.pool.ready:
        raise SkuscribeError(ErrorCode.SERVE_NOT_READY)
    return {"status": "ready"}


@router.get("/metrics", responses=NUMBERS, response_class=Response)
async def metrics(here: Here) -> Response:
    """Return what is counted, as Prometheus reads it."""
    return Response(here.metrics.text(), media_type=MEDIA_TYPE)


Found = TypeVar("Found")


async def _in_thread(here: Service, call: partial[Found]) -> Found:
    return await to_thread.run_sync(call, limiter=here.hands)


def _record(record: Record) -> Response:
    return Response(f"{record.to_json()}\n", media_type=JSON)
