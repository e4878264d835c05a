"""The routes of jobs: send a catalogue, see how far it is, get its records, cancel it."""

from __future__ import annotations

from dataclasses import asdict, fields
from functools import partial
from pathlib import PurePosixPath
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from pydantic import TypeAdapter
from starlette.datastructures import FormData, UploadFile
from starlette.responses import FileResponse, Response

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.run.folder import RECORDS
from skuscribe.serve.api.asked import closed, form_of, refused
from skuscribe.serve.api.jobs import Job, Jobs
from skuscribe.serve.api.openapi import JOB, shaped

NAMES = {".csv": "catalogue.csv", ".zip": "catalogue.zip"}
"""What a catalogue is stored as, by how the name that was sent ends."""


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


Here = Annotated[Jobs, Depends(_jobs)]
router = APIRouter(prefix="/v1/jobs")
STANDING = {
    **TypeAdapter(Job).json_schema(),
    "required": [each.name for each in fields(Job)],
    "additionalProperties": False,
}
SAID = shaped(STANDING, "The job.")
EVERY = shaped({"type": "array", "items": STANDING}, "The jobs, oldest first.")
RECORDS_OF = shaped({"type": "string"}, "The records, JSON Lines.", "application/jsonl")


@router.post("", openapi_extra=JOB, responses=SAID)
async def add(here: Here, request: Request) -> dict[str, Any]:
    """Take a catalogue; once this is answered, a kill of the server does not lose it.

    With `webhook` an address is told when the job has ended.
    """
    form = await form_of(request)
    async with closed(form):
        name, file = _catalogue(form)
        return asdict(await to_thread.run_sync(partial(_added, here, name, file, _webhook(form))))


def _added(here: Jobs, name: str, file: UploadFile, webhook: str | None) -> Job:
    asked = None if webhook is None else here.webhooks.asked(webhook)
    try:
        return here.add(name, file.file, asked)
    except OSError as error:
        raise SkuscribeError(ErrorCode.RUN_DISK_FULL) from error


def _webhook(form: FormData) -> str | None:
    said = form.getlist("webhook")
    if not said:
        return None
    if len(said) > 1 or not isinstance(said[0], str):
        raise refused("webhook: one address")
    return said[0]


def _catalogue(form: FormData) -> tuple[str, UploadFile]:
    fields = [each for each in form.multi_items() if each[0] != "webhook"]
    if len(fields) != 1 or fields[0][0] != "catalogue" or not isinstance(fields[0][1], UploadFile):
        raise refused("catalogue: send one file, and nothing else but webhook")
    file = fields[0][1]
    ending = PurePosixPath(file.filename or "").suffix.lower()
    if ending not in NAMES:
        raise refused("catalogue: a file whose name ends with .csv or .zip")
    return NAMES[ending], file


@router.get("", responses=EVERY)
def every(here: Here) -> list[dict[str, Any]]:
    """Return how every job stands."""
    return [asdict(here.job(id)) for id in here.ids()]


@router.get("/{id}", responses=SAID)
def one(here: Here, id: str) -> dict[str, Any]:
    """Return how a job stands."""
    return asdict(here.job(id))


@router.get("/{id}/records", response_class=Response, responses=RECORDS_OF)
def records(here: Here, id: str) -> FileResponse:
    """Return a finished job's records, the bytes of `skuscribe run`'s records.jsonl."""
    return FileResponse(here.finished(id) / RECORDS, media_type="application/jsonl")


@router.delete("/{id}", responses=SAID)
def cancel(here: Here, id: str) -> dict[str, Any]:
    """End a job that is not done, for good."""
    return asdict(here.cancel(id))
