"""From outlined photos to a bundle whose network also says where the product is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from skuscribe.learn.masks.data import outlined
from skuscribe.learn.masks.graft import OUTPUT, grafted, tapped
from skuscribe.learn.masks.train import MaskRecipe, see, train_head
from skuscribe.look.bundle import Bundle, Source, read_bundle, write_bundle


def build_mask(
    data: Path,
    onto: Path | None,
    out: Path,
    cache: Path,
    recipe: MaskRecipe,
    say: Callable[[str], None],
) -> Bundle:
    """Train a mask head and write the bundle with it.

    Args:
        data: folder with `masks/` and, if there, `worn/`.
        onto: bundle whose network it is put onto; the shipped one when None.
        out: folder of the new bundle.
        cache: folder for the trunk's maps and the checkpoint.
        recipe: how to train.
        say: is told how it goes.

    Raises:
        SkuscribeError: `config.invalid`, `model.*`.
    """
    bundle = read_bundle(onto)
    photos = outlined(data, "train")
    cache.mkdir(parents=True, exist_ok=True)
    taps = cache / "taps.onnx"
    taps.write_bytes(tapped(bundle.network, bundle.card.input.size))
    say(f"{len(photos)} outlined photos; the trunk looks at their views")
    seen = see(photos, taps, bundle.card.input.size, cache / "maps")
    head = train_head(seen, recipe, cache / "head.pt", say)
    whole = with_mask(bundle, grafted(bundle.network, bundle.card.input.size, head, cache))
    counts = Counter((photo.source, photo.licence) for photo in photos)
    sources = tuple(
        Source(name=f"masks of {name}", photos=count, licence=licence)
        for (name, licence), count in sorted(counts.items())
    )
    card = whole.card.model_copy(update={"trained_on": (*bundle.card.trained_on, *sources)})
    found = Bundle(card, whole.network)
    write_bundle(out, found)
    say(f"written: {found.identity}")
    return found


def with_mask(bundle: Bundle, network: bytes) -> Bundle:
    """Return a bundle whose network has the output `mask` as well."""
    outputs = bundle.card.outputs.model_copy(update={"mask": OUTPUT})
    digest = hashlib.sha256(network).hexdigest()
    card = bundle.card.model_copy(update={"network_sha256": digest, "outputs": outputs})
    return Bundle(card, network)
