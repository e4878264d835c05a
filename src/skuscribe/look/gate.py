"""How far the trained vocabulary is trusted on a photo: a few scores of its logits, one weight.

A network is as sure of a kind that it never saw as of one that it knows; how its logits lie tells
the two apart better than the largest probability does alone (energy: Liu et al. 2020, arXiv
2010.03759; largest logit: Hendrycks et al. 2022, arXiv 1911.11132).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

SCORES = ("largest probability", "energy", "entropy", "margin", "largest logit")


class Gate(BaseModel):
    """A logistic regression on the scores, and the weights between which it decides.

    Attributes:
        weights: of each of `SCORES`.
        intercept: of the regression.
        lowest, highest: weight of the trained vocabulary on a kind that is surely unknown, and on
            one that is surely known; the borrowed one has the rest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    weights: tuple[float, ...] = Field(min_length=len(SCORES), max_length=len(SCORES))
    intercept: float
    lowest: float = Field(ge=0, le=1)
    highest: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _known_kinds_are_trusted_more(self) -> Gate:
        if self.lowest > self.highest:
            raise ValueError("lowest lies above highest")
        return self


def gate_scores(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the scores of each photo, float64 (n, 5), in the order of `SCORES`.

    Args:
        logits: float32 (n, k) of the trained vocabulary, k at least 2.
    """
    values = logits.astype(np.float64)
    largest = values.max(axis=1)
    powers = np.exp(values - largest[:, None])
    total = powers.sum(axis=1)
    probabilities = powers / total[:, None]
    second, first = np.partition(probabilities, -2, axis=1)[:, -2:].T
    entropy = -(probabilities * np.log(probabilities + 1e-12)).sum(axis=1)
    return np.stack([first, np.log(total) + largest, entropy, first - second, largest], axis=1)


def trust(gate: Gate, logits: NDArray[np.float32]) -> float:
    """Return the weight of the trained vocabulary on one photo, between `lowest` and `highest`.

    Args:
        gate: fitted with the network.
        logits: float32 (k,).
    """
    scores = gate_scores(logits[None])[0]
    sure = gate.intercept + float(scores @ np.array(gate.weights))
    known = 1 / (1 + math.exp(-max(-50.0, min(50.0, sure))))
    return gate.lowest + (gate.highest - gate.lowest) * known
