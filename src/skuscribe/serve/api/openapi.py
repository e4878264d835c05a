"""What the API's own description says of bodies and answers, with examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from skuscribe.decisions.event import ACTIONS, Event
from skuscribe.describe.languages import LANGUAGES
from skuscribe.describe.lengths import LENGTHS, TONES
from skuscribe.serve.api.asked import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_DECIDED,
    MOST_FACTS,
    MOST_PHOTOS,
)
from skuscribe.serve.api.problem import MEDIA_TYPE

REFUSALS = {
    401: "The token is missing or wrong.",
    403: "Asked from another site.",
    404: "There is no such job.",
    408: "The body came too slowly.",
    409: "The job has no results yet.",
    413: "Too many bytes, or of no stated length.",
    421: "The server does not go by that name.",
    422: "The body, a photo or a fact is refused.",
    500: "A fault of the server's own.",
    503: "Busy, ending or not ready yet; Retry-After says when to ask again.",
}

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "hint"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:skuscribe:error:photo.empty"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "examples": ["photo.empty"]},
        "hint": {"type": "string"},
    },
}

FACTS = {
    "type": "object",
    "maxProperties": MOST_FACTS,
    "additionalProperties": {"type": "string"},
    "examples": [{"brand": "Nordholm", "capacity": "500 ml"}],
}
VOICE = {
    "lang": {"type": "string", "enum": sorted(LANGUAGES)},
    "tone": {"type": "string", "enum": sorted(TONES)},
    "length": {"type": "string", "enum": sorted(LENGTHS)},
}


def answers(model: type[BaseModel] | None, said: str) -> dict[int | str, dict[str, Any]]:
    """Return what a route may answer: what it is for, and every refusal."""
    good: dict[str, Any] = {"description": said} | ({"model": model} if model else {})
    refusals: dict[int | str, dict[str, Any]] = {
        status: {"description": text, "content": {MEDIA_TYPE: {"schema": PROBLEM}}}
        for status, text in REFUSALS.items()
    }
    return {200: good, **refusals}


def shaped(
    schema: dict[str, Any], said: str, kind: str = "application/json"
) -> dict[int | str, dict[str, Any]]:
    """Return what a route may answer whose good answer has a schema of its own."""
    found = answers(None, said)
    found[200]["content"] = {kind: {"schema": schema}}
    return found


def word(said: str, means: str) -> dict[int | str, dict[str, Any]]:
    """Return what a route may answer that says one word."""
    properties = {"status": {"type": "string", "const": said}}
    schema = {"type": "object", "required": ["status"], "properties": properties}
    return shaped(schema | {"additionalProperties": False}, means)


def file_of(targets: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
    """Return what the route of exports may answer."""
    said = f"The file: {', '.join(targets)}."
    return shaped({"type": "string", "format": "binary"}, said, "application/octet-stream")


def _body(kind: str, required: list[str], properties: dict[str, Any]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema}}}}


PHOTO = {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"}
PHOTOS = {"type": "array", "items": PHOTO, "minItems": 1, "maxItems": MOST_PHOTOS}
TAG = _body(
    "multipart/form-data",
    ["photos"],
    {"photos": PHOTOS, "facts": FACTS, "id": {"type": "string", "examples": ["mug-1"]}, **VOICE},
)
SETTLE = _body(
    "application/json",
    ["line"],
    {
        "line": {"type": "object", "description": "A line of `skuscribe tag --observed`."},
        "facts": FACTS,
        **VOICE,
    },
)
VERIFY = _body(
    "application/json",
    ["record", "text"],
    {
        "record": {"type": "object", "description": "A record, as /v1/tag answers it."},
        "text": {
            "type": "string",
            "maxLength": LONGEST_TEXT,
            "examples": ["A navy mug that holds 0.5 l."],
        },
        "alt": {"type": "boolean", "description": "What the photo shows supports it too."},
        "lang": VOICE["lang"],
    },
)
EVENT_FIELDS = tuple(each.name for each in fields(Event))
EVENT = {
    "type": "object",
    "required": list(EVENT_FIELDS),
    "properties": {
        **{name: {"type": "string"} for name in EVENT_FIELDS},
        "action": {"type": "string", "enum": list(ACTIONS)},
    },
    "additionalProperties": False,
}
DECISIONS = shaped({"type": "array", "items": EVENT}, "What was decided.")
DECIDE = _body(
    "application/json",
    ["action", "products", "by"],
    {
        "action": {"type": "string", "enum": list(ACTIONS), "examples": ["approve"]},
        "products": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            "maxItems": MOST_DECIDED,
            "examples": [["mug-1"]],
        },
        "by": {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME, "examples": ["ada"]},
        "field": {
            "type": "string",
            "maxLength": LONGEST_NAME,
            "description": "Of a change: colour, brand ..., description/title ...",
        },
        "value": {
            "type": "string",
            "maxLength": LONGEST_TEXT,
            "description": "Of a change: what it should say; empty for nothing.",
        },
    },
)
WEBHOOK = {
    "type": "string",
    "description": "Is sent the job, signed, when it is done or has failed; with --allow-webhooks.",
    "examples": ["https://shop.example/skuscribe"],
}
JOB = _body(
    "multipart/form-data",
    ["catalogue"],
    {
        "webhook": WEBHOOK,
        "catalogue": PHOTO
        | {"description": "A CSV, or a ZIP of photos, perhaps with a catalogue."},
    },
)
