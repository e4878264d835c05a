"""What every HTML page shares: templates that escape all they are given, pictures as data URLs."""

from __future__ import annotations

import base64
import io

import jinja2
from PIL import Image


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
    return environment.get_template(name)


def data_url(image: Image.Image, kind: str, quality: int) -> str:
    """Return a picture as a data URL, in Pillow's format `kind`."""
    stream = io.BytesIO()
    image.save(stream, kind, quality=quality, optimize=True)
    encoded = base64.b64encode(stream.getvalue()).decode("ascii")
    return f"data:image/{kind.lower()};base64,{encoded}"
