"""`skuscribe verify`: which claims of a text a record supports."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skuscribe.cli import options
from skuscribe.cli.rows import print_rows
from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.core.exits import ExitStatus

if TYPE_CHECKING:
    from rich.text import Text

    from skuscribe.describe.verify import Finding
    from skuscribe.record.model import Record

EXAMPLES = """
Examples:

skuscribe tag mug.jpg --fact capacity="500 ml" --json > mug.json

skuscribe verify "A navy mug that holds 0.5 l." --record mug.json

skuscribe verify - --record mug.json --json < listing.txt

skuscribe verify "A navy mug with a white rim." --record mug.json --alt
"""

STYLES = {
    "supported": "underline green",
    "contradicted": "underline bold red",
    "unsupported": "underline yellow",
    "not_checkable": "underline dim",
}


def verify(
    text: Annotated[str, typer.Argument(help="The text; - reads it from standard input.")],
    record: Annotated[
        Path, typer.Option(help="The product's record, as tag --json prints it.", metavar="FILE")
    ],
    alt: Annotated[
        bool, typer.Option("--alt", help="It is an alt text: what the photo shows supports it too.")
    ] = False,
    as_json: options.AsJson = False,
    lang: options.Lang = None,
) -> None:
    """Tell which claims of a text the record supports, contradicts or does not speak of.

    Ends with 1 when a claim is contradicted or unsupported.
    """
    from skuscribe.describe.verify import verify as verify_text
    from skuscribe.describe.voice import Voice

    language = options.settings_from(None, lang=lang).settings.voice.lang if lang else Voice().lang
    said = sys.stdin.read() if text == "-" else text
    findings = verify_text(said, _record_of(record), language, shown=alt)
    if as_json:
        rows = [json.dumps({"claims": [f.as_json() for f in findings]}, ensure_ascii=False)]
        print_rows(rows, as_json=True, as_jsonl=False, one=True)
    else:
        _show(said, findings)
    faulty = any(finding.is_fault for finding in findings)
    raise typer.Exit(ExitStatus.SOME_FAILED if faulty else ExitStatus.DONE)


def _record_of(path: Path) -> Record:
    """Read the one record of a file: an object, or an array or lines that hold one.

    Raises:
        SkuscribeError: `config.invalid`, there is not exactly one record.
    """
    from pydantic import ValidationError

    from skuscribe.record.model import Record

    try:
        rows = _rows(path.read_text(encoding="utf-8"))
        if len(rows) != 1:
            raise _refused(path, f"holds {len(rows)} records, not one")
        return Record.model_validate(rows[0])
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error
    except (ValidationError, ValueError) as error:
        raise _refused(path, "is no record") from error


def _rows(text: str) -> list[object]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return found if isinstance(found, list) else [found]


def _refused(path: Path, message: str) -> SkuscribeError:
    hint = "make it with: skuscribe tag PHOTO --json > record.json"
    return SkuscribeError(ErrorCode.CONFIG_INVALID, message, hint=hint, where=str(path))


def _show(text: str, findings: tuple[Finding, ...]) -> None:
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    console.print(_underlined(text, findings))
    for finding in findings:
        console.print(f"{finding.verdict}: ", style=STYLES[finding.verdict], end="")
        places = f" ({', '.join(finding.grounds)})" if finding.grounds else ""
        line = f"{finding.text} [{finding.kind}]: {finding.why}{places}"
        console.print(_printable(line), markup=False)


def _underlined(text: str, findings: tuple[Finding, ...]) -> Text:
    from rich.text import Text

    shown = Text(_printable(text))
    for finding in findings:
        shown.stylize(STYLES[finding.verdict], finding.start, finding.end)
    return shown


def _printable(text: str) -> str:
    """Return text that a terminal shows and does not obey; every character keeps its place."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
