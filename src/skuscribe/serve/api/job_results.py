"""The routes of what a job has made: one record, what people decided, a file for a shop."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.decisions.event import Event
from skuscribe.decisions.fields import field_of
from skuscribe.decisions.store import decisions_of
from skuscribe.export.options import ExportOptions
from skuscribe.export.selected import Selected, selected_of
from skuscribe.export.targets import TARGETS
from skuscribe.record.text import clean_text
from skuscribe.run.deciding import decide
from skuscribe.run.folder import RECORDS, head_of
from skuscribe.serve.api.asked import LONGEST_TEXT, ToDecide, body_of, refused
from skuscribe.serve.api.job_routes import Here
from skuscribe.serve.api.jobs import Jobs
from skuscribe.serve.api.openapi import DECIDE, DECISIONS, file_of, shaped

CHUNK = 1 << 16
router = APIRouter(prefix="/v1/jobs/{id}")
LINE = {"type": "object", "required": ["id"]}
RECORD = shaped(LINE, "The product's line of the records.")


@router.get("/records/{product:path}", response_class=Response, responses=RECORD)
def record(here: Here, id: str, product: str) -> Response:
    """Return one product's record, or why it has none: its line of `/records`."""
    with (here.finished(id) / RECORDS).open("rb") as stream:
        for line in stream:
            if json.loads(line)["id"] == product:
                return Response(line, media_type="application/json")
    raise SkuscribeError(ErrorCode.SERVE_RECORD_UNKNOWN)


@router.get("/decisions", responses=DECISIONS)
def decisions(here: Here, id: str) -> list[dict[str, Any]]:
    """Return what people decided; what was done to one product stands together, oldest first."""
    found = decisions_of(here.finished(id))
    return [asdict(event) for events in found.values() for event in events]


@router.post("/decisions", openapi_extra=DECIDE, responses=DECISIONS)
async def decided(here: Here, id: str, request: Request) -> list[dict[str, Any]]:
    """Keep what somebody decided, as `skuscribe decisions` does; return what was kept."""
    asked = await body_of(request, ToDecide)
    return [asdict(each) for each in await to_thread.run_sync(partial(_decided, here, id, asked))]


def _decided(here: Jobs, id: str, asked: ToDecide) -> list[Event]:
    run, field = here.finished(id), ""
    if asked.action == "change":
        if len(asked.products) != 1:
            raise refused("products: a change is of one product")
        field = field_of(asked.field)
    elif asked.field or asked.value:
        raise refused("field, value: of a change alone")
    if not (by := clean_text(asked.by)):
        raise refused("by: say who decides")
    lines = (clean_text(line, LONGEST_TEXT) for line in asked.value.splitlines())
    return decide(run, asked.action, asked.products, by, field, "\n".join(lines).strip())


@router.get("/export", response_class=Response, responses=file_of(TARGETS))
def export(
    here: Here,
    id: str,
    to: Annotated[str, Query(json_schema_extra={"enum": sorted(TARGETS)})],
    every: Annotated[bool, Query(alias="all")] = False,
    currency: Annotated[str, Query(pattern="^([A-Z]{3})?$")] = "",
) -> StreamingResponse:
    """Return the approved products as a file, the bytes of `skuscribe export`.

    `all` has also those in it that nobody has approved; X-Skuscribe-Listed and -Stayed count them.
    """
    if to not in TARGETS:
        raise refused(f"to: one of {', '.join(sorted(TARGETS))}")
    run = here.finished(id)
    selected = selected_of(run, TARGETS[to].channel, every=every, currency=currency)
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    try:
        return _sent(stream, _written(selected, to, run, stream))
    except BaseException:
        stream.close()
        raise


def _written(selected: Selected, to: str, run: Path, stream: BinaryIO) -> dict[str, str]:
    """Write a file; return the headers that tell what became of the products."""
    TARGETS[to].write(selected, stream, ExportOptions(title=head_of(run).source or "Products"))
    stayed = sum(selected.tally.stayed.values())
    return {
        "X-Skuscribe-Listed": str(selected.tally.listed),
        "X-Skuscribe-Stayed": str(stayed),
        "Content-Length": str(stream.tell()),
    }


def _sent(stream: BinaryIO, headers: dict[str, str]) -> StreamingResponse:
    stream.seek(0)
    return StreamingResponse(
        _chunks(stream),
        headers=headers,
        media_type="application/octet-stream",
        background=BackgroundTask(stream.close),
    )


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
