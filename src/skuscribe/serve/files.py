"""The pages' own styles and scripts."""

from __future__ import annotations

from importlib import resources

from fastapi.responses import PlainTextResponse, Response

STATIC = {
    "review.css": "text/css",
    "review.js": "text/javascript",
    "drop.css": "text/css",
    "drop.js": "text/javascript",
}


def static_file(name: str) -> Response:
    """Return a style or script; there is no other file."""
    if name not in STATIC:
        return PlainTextResponse("no such file", 404)
    content = (resources.files("skuscribe.serve") / "static" / name).read_bytes()
    return Response(content, media_type=STATIC[name])
