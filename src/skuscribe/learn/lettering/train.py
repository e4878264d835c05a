"""Fit one linear layer on the embedding: does the photo show text? And put it onto the network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.learn.lettering.data import Read, read_all
from skuscribe.look.bundle import Bundle, read_bundle, write_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.read import read_photo

OUTPUT = "lettering"
LETTERS = 3
"""Letters from which a photo shows text."""

KEPT = 0.985
"""Share of the photos with text that must still be read."""

FOLDS, FEWEST = 5, 10
"""Fits that judge photos which they have not seen, and photos of each kind that they need."""

Told = Callable[[str], None]


@dataclass(frozen=True)
class LetteringRecipe:
    """How to fit. The ridge was chosen on validation photos."""

    ridge: float = 0.1
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Layer:
    """A linear layer: `weights` float64 (d,); from a logit of 0 on there is text to read."""

    weights: NDArray[np.float64]
    intercept: float


def build_lettering(
    data: Path, onto: Path | None, out: Path, cache: Path, recipe: LetteringRecipe, say: Told
) -> Bundle:
    """Fit the layer and write the bundle with it; what the network gave before, it still gives.

    Args:
        data: folder with `index.csv` and `photos/`.
        onto: bundle whose network it is put onto; the shipped one when None.
        out: folder of the new bundle.
        cache: folder for what was read.
        recipe: how to fit.
        say: is told how it goes.

    Raises:
        SkuscribeError: `config.invalid`, there are too few photos with or without text.
    """
    bundle = read_bundle(onto)
    photos = read_all(data, cache, recipe.seed, say)
    looker = Looker(bundle)
    seen = np.stack([looker.look(read_photo(each.path)).embedding for each in photos])
    layer = fit(seen, photos, recipe)
    _tell(seen, photos, recipe, say)
    network = with_layer(bundle.network, bundle.card.outputs.embedding, layer)
    outputs = bundle.card.outputs.model_copy(update={"lettering": OUTPUT})
    digest = hashlib.sha256(network).hexdigest()
    card = bundle.card.model_copy(update={"network_sha256": digest, "outputs": outputs})
    found = Bundle(card, network)
    write_bundle(out, found)
    say(f"written: {found.identity}")
    return found


def fit(seen: NDArray[np.float32], photos: Sequence[Read], recipe: LetteringRecipe) -> Layer:
    """Return a logistic regression whose zero lies where `KEPT` of the photos with text are above.

    Each photo is judged by a fit that has not seen it: `FOLDS` fits say where the zero lies, one
    on all photos is the layer.

    Args:
        seen: float32 (n, d), embeddings.
        photos: n.
        recipe: how to fit.

    Raises:
        SkuscribeError: `config.invalid`, there are too few photos with or without text.
    """
    text = _has_text(photos)
    if min(text.sum(), (~text).sum()) < FEWEST:
        raise SkuscribeError(ErrorCode.CONFIG_INVALID, "too few photos with or without text")
    inputs = seen.astype(np.float64)
    unseen = judged_unseen(inputs, text, recipe)
    weights, intercept = _logistic(inputs, text, recipe.ridge)
    return Layer(weights, float(intercept - np.quantile(unseen[text], 1 - KEPT)))


def _tell(
    seen: NDArray[np.float32], photos: Sequence[Read], recipe: LetteringRecipe, say: Told
) -> None:
    text = _has_text(photos)
    logits = judged_unseen(seen.astype(np.float64), text, recipe)
    passed = float((logits[~text] < np.quantile(logits[text], 1 - KEPT)).mean())
    say(f"{int(text.sum())} photos with text, {int((~text).sum())} without")
    say(f"where {KEPT} of those with text are read, {passed:.3f} of those without are passed over")


def judged_unseen(
    inputs: NDArray[np.float64], text: NDArray[np.bool_], recipe: LetteringRecipe
) -> NDArray[np.float64]:
    """Return the logit of each photo, float64 (n,), by a fit on the other folds."""
    fold = np.random.default_rng(recipe.seed).permutation(len(text)) % FOLDS
    logits = np.zeros(len(text))
    for each in range(FOLDS):
        inside = fold == each
        weights, intercept = _logistic(inputs[~inside], text[~inside], recipe.ridge)
        logits[inside] = inputs[inside] @ weights + intercept
    return logits


def _has_text(photos: Sequence[Read]) -> NDArray[np.bool_]:
    return np.array([each.letters >= LETTERS for each in photos])


def _logistic(
    seen: NDArray[np.float64], text: NDArray[np.bool_], ridge: float
) -> tuple[NDArray[np.float64], float]:
    """Fit by Newton-like steps; both sides count the same, however many photos they have."""
    scale = np.sqrt(seen.shape[1])  # embeddings have unit length: their values have 1 / scale
    inputs, wanted = torch.from_numpy(seen * scale), torch.from_numpy(text).double()
    weigh = torch.where(wanted > 0, 0.5 / wanted.sum(), 0.5 / (1 - wanted).sum())
    layer = torch.zeros(seen.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([layer], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        logits = inputs @ layer[1:] + layer[0]
        each = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        loss = (each * weigh).sum() + ridge * layer[1:].square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    found = layer.detach().numpy()
    return found[1:] * scale, float(found[0])


def with_layer(network: bytes, embedding: str, layer: Layer) -> bytes:
    """Return the network with one more output, `lettering`: a probability (n, 1).

    A layer that was put onto it before is taken off first.

    Args:
        network: an ONNX file.
        embedding: its output that the layer reads.
        layer: to put onto it.
    """
    import onnx
    from onnx import helper, numpy_helper

    model = _without_layer(onnx.load_from_string(network))
    weights = layer.weights.astype(np.float32)[:, None]
    values = {"weights": weights, "intercept": np.array([layer.intercept], np.float32)}
    for name, value in values.items():
        model.graph.initializer.append(numpy_helper.from_array(value, f"{OUTPUT}.{name}"))
    inputs = [embedding, f"{OUTPUT}.weights", f"{OUTPUT}.intercept"]
    model.graph.node.append(helper.make_node("Gemm", inputs, [f"{OUTPUT}.logit"]))
    model.graph.node.append(helper.make_node("Sigmoid", [f"{OUTPUT}.logit"], [OUTPUT]))
    model.graph.output.append(
        helper.make_tensor_value_info(OUTPUT, onnx.TensorProto.FLOAT, ["n", 1])
    )
    return bytes(model.SerializeToString())


def _without_layer(model: Any) -> Any:  # noqa: ANN401 - onnx has no types
    graph = model.graph
    for node in [n for n in graph.node if n.output[0].startswith(OUTPUT)]:
        graph.node.remove(node)
    for weight in [w for w in graph.initializer if w.name.startswith(f"{OUTPUT}.")]:
        graph.initializer.remove(weight)
    for value in [v for v in graph.output if v.name == OUTPUT]:
        graph.output.remove(value)
    return model
