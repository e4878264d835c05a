"""What every HTML page shares: templates that escape all they are given, pictures as data URLs."""

from __future__ import annotations

import base64
import io

import jinja2
from markupsafe import Markup
from PIL import Image

HEAD = Markup(
    """<meta name="generator" content="made by skuscribe">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">"""  # noqa: E501
)
"""Begins every page that is one file: it loads nothing and runs nothing, whatever is in it."""


def template(package: str, name: str) -> jinja2.Template:
    """Return the template `name` of a package's folder `templates`.

    Whatever is put in is escaped, and a name that is not given is an error.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(package, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share: f"{100 * share:.1f}"
    environment.globals["head"] = HEAD
    return environment.get_template(name)


def data_url(image: Image.Image, kind: str, quality: int) -> str:
    """Return a picture as a data URL, in Pillow's format `kind`."""
    stream = io.BytesIO()
    image.save(stream, kind, quality=quality, optimize=True)
    encoded = base64.b64encode(stream.getvalue()).decode("ascii")
    return f"data:image/{kind.lower()};base64,{encoded}"
