"""JSON as RFC 8259 has it: no NaN, no key twice, no half of a character, nothing too deep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

DEEPEST = 100
"""Lists and objects in each other; readers of what was parsed call themselves for each."""

_SURROGATE = re.compile(r"\\u[dD]")


def parsed(text: str | bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what `text` says.

    Raises:
        ValueError: it is no JSON, or holds what parsers disagree about.
    """
    try:
        text = text if isinstance(text, str) else text.decode("utf-8-sig")
        value = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()  # half of a pair cannot be written
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if text.count("[") + text.count("{") > DEEPEST and _is_deep(value):
        raise ValueError("nested too deeply")
    return value


def _is_deep(value: Any) -> bool:  # noqa: ANN401
    level = [value]
    for _ in range(DEEPEST):
        level = [each for one in level for each in _parts(one)]
    return bool(level)


def _parts(value: Any) -> Iterable[Any]:  # noqa: ANN401
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice")
    return found
