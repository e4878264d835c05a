"""Two fingerprints: what photos were looked at with, and what was made of what was seen.

Equal fingerprints and equal input give equal bytes. Where the second alone differs, records are
settled anew; where the first does, the photos have to be looked at again.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache

from skuscribe.attributes.table import VERSIONS
from skuscribe.attributes.text.lexicon import BRANDS_VERSION
from skuscribe.core.version import __version__
from skuscribe.describe.voice import Voice
from skuscribe.record import model, observed
from skuscribe.record.model import MadeBy
from skuscribe.record.observed import Rule, SeenWith
from skuscribe.shop.profile import Shop
from skuscribe.taxonomy.words import TAXONOMY_VERSION


def seen_with(bundle: str, ocr: str, rule: Rule) -> SeenWith:
    """Return what photos are looked at with.

    Args:
        bundle: the network's identity.
        ocr: the text engine's name and version.
        rule: when a category is stated.
    """
    digest = _digest(observed.SCHEMA, observed.MEASURED, __version__, bundle, ocr)
    return SeenWith(skuscribe=__version__, bundle=bundle, ocr=ocr, hash=digest, rule=rule)


def made_by(seen: SeenWith, shop: Shop, voice: Voice) -> MadeBy:
    """Return what a record is made by."""
    return MadeBy(
        skuscribe=__version__,
        bundle=seen.bundle,
        ocr=seen.ocr,
        taxonomy=f"{TAXONOMY_VERSION}, {VERSIONS}, {BRANDS_VERSION}",
        seen_hash=seen.hash,
        settled_hash=settled_hash(shop.digest, voice),
    )


@cache
def settled_hash(shop: str, voice: Voice) -> str:
    """Return what stands for all that records are settled with; `shop` is the shop's digest."""
    return _digest(
        model.SCHEMA,
        __version__,
        TAXONOMY_VERSION,
        VERSIONS,
        BRANDS_VERSION,
        shop,
        voice.model_dump_json(),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
