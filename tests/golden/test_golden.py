"""The records of the sample photos, as a person read and approved them.

SKUSCRIBE_GOLDEN=1 writes them anew; read the difference before committing it. Numbers that another
kind of processor may round otherwise are left out.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from conftest import EXAMPLES
from skuscribe import Record, Settings, Tagger

HERE = Path(__file__).parent
FACTS = {"brand": "Nordholm", "size": "one size"}


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger(Settings(ocr="rapidocr"))


def approved(record: Record) -> dict[str, Any]:
    """What a person reads of a record."""
    whole = json.loads(record.to_json())
    return {
        "category": {
            key: whole["category"][key] for key in ("label", "level", "shopify", "google")
        },
        "attributes": [
            {key: attribute[key] for key in ("name", "value", "standard", "state", "source")}
            for attribute in whole["attributes"]
        ],
        "texts": [text["text"] for text in whole["texts"]],
        "subject": whole["subject"]["method"],
        "description": whole["description"],
        "problems": whole["problems"],
    }


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir()))
def test_the_record_is_the_approved_one(tagger: Tagger, name: str) -> None:
    stored = HERE / f"{name}.json"
    found = approved(tagger.tag(EXAMPLES / name, facts=FACTS))
    if os.environ.get("SKUSCRIBE_GOLDEN") == "1":
        stored.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(stored.read_text(encoding="utf-8"))
