"""An XML file as a stream of tags, within limits; entities are refused, no tree is built."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError

DEEPEST = 100
"""Elements in one another."""

MOST_NAMES = 50_000
"""Different names of elements and attributes; the parser keeps each."""

LONGEST_TAG = 2_000_000
"""Bytes of a tag or a comment; it is held in memory whole."""

EACH = 100
"""Characters that an element counts as where they are bounded."""

CHUNK = 1 << 16


class Target(Protocol):
    """What takes the tags of a file."""

    line: Callable[[], int]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def data(self, text: str) -> None:
        """Take text."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""


def fed(path: Path, target: Target) -> Generator[None, None, None]:
    """Hand the file's tags to `target`, and pause after each part of the file."""
    parser = _parser(target)
    try:
        with path.open("rb") as stream:
            for part in iter(partial(stream.read, CHUNK), b""):
                parser.feed(part)
                if stream.tell() - parser.parser.CurrentByteIndex > LONGEST_TAG:
                    said = f"a tag has more than {LONGEST_TAG:,} bytes"
                    raise SkuscribeError(ErrorCode.CATALOGUE_CELL_TOO_LONG, said)
                yield
            parser.close()
    except SkuscribeError as error:
        raise error.at(f"{path.name}, line {target.line()}") from error
    except DefusedXmlException as error:
        raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, ENTITIES, where=path.name) from error
    except ParseError as error:
        said, where = (
            f"it is no whole XML ({str(error)[:80]})",
            f"{path.name}, line {target.line()}",
        )
        raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, said, where=where) from error
    except (LookupError, ValueError) as error:  # of the codec that the declaration names
        said, hint = f"its encoding is not read ({str(error)[:80]})", "save it as UTF-8"
        raise SkuscribeError(
            ErrorCode.CATALOGUE_ENCODING, said, hint=hint, where=path.name
        ) from error


ENTITIES = "it defines entities, which are refused"


def _parser(target: Target) -> Any:  # noqa: ANN401 - defusedxml has no types
    parser = DefusedXMLParser(target=target)
    parser.parser.StartDoctypeDeclHandler = _doctype
    target.line = lambda: int(parser.parser.CurrentLineNumber)
    return parser


def _doctype(_name: str, _system: str | None, _public: str | None, defines: int) -> None:
    """Refuse definitions; a DTD that is only named (as Yandex's YML does) is never loaded."""
    if defines:
        raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, ENTITIES)


@dataclass
class OpenElements:
    """The elements that are open, within limits."""

    names: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def push(self, tag: str, attributes: Iterable[str]) -> None:
        """Open an element."""
        self.names.append(local_name(tag))
        self.known.add(tag)
        self.known.update(attributes)
        if len(self.names) > DEEPEST:
            said = f"more than {DEEPEST} elements stand in one another"
            raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, said)
        if len(self.known) > MOST_NAMES:
            said = f"it has more than {MOST_NAMES:,} names of elements"
            raise SkuscribeError(ErrorCode.CATALOGUE_UNREADABLE, said)


def local_name(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]
