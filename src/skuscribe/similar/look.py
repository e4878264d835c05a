"""One photo, looked at with the network that a run was looked at with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.look.bundle import read_bundle
from skuscribe.look.looker import Looker
from skuscribe.photo.read import read_photo
from skuscribe.record.observed import packed, vector_of
from skuscribe.run.products import records_of


def embedding_of(path: Path, run: Path, model: Path | None) -> NDArray[np.float32]:
    """Return the embedding, float32 (d,), of a photo as a run keeps them.

    Raises:
        SkuscribeError: `photo.*`, `model.*`; `run.invalid`, another network saw the run.
    """
    bundle = read_bundle(model)
    record = next(records_of(run), None)
    if record is not None and record["made_by"]["bundle"] != bundle.identity:
        hint = "name that bundle with --model, or run the catalogue again"
        said = f"its photos were seen by the bundle {record['made_by']['bundle']}"
        raise SkuscribeError(ErrorCode.RUN_INVALID, said, hint=hint, where=str(run))
    return vector_of(packed(Looker(bundle).look(read_photo(path)).embedding))
