"""The one door to onnxruntime: open a network from bytes, run it, check what comes out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skuscribe.core.codes import ErrorCode
from skuscribe.core.errors import SkuscribeError
from skuscribe.look.graph import refuse_dangerous

Array = NDArray[np.float32]

LONGEST_RUN = 30.0
"""Seconds that a network may take for one batch; ours takes 0.02 a photo."""


class Session:
    """A network held open: one thread, the CPU, no spinning between calls.

    One thread a session keeps results the same whatever the machine does beside it; photos run
    in parallel instead.

    Raises:
        SkuscribeError: `model.invalid`, `model.too_new`, `model.external_data`.
    """

    def __init__(self, model: bytes) -> None:
        import onnxruntime

        refuse_dangerous(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        try:
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's own errors share no base class
            raise _refused(str(error)) from error
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        kinds = {place.type for place in (*inputs, *outputs)}
        if len(inputs) != 1 or kinds != {"tensor(float)"}:
            raise SkuscribeError(
                ErrorCode.MODEL_INVALID, "the network takes or gives something else than floats"
            )
        self._input = inputs[0]
        self.outputs: tuple[str, ...] = tuple(output.name for output in outputs)

    @property
    def input_shape(self) -> tuple[Any, ...]:
        """Shape of the input as the file states it; free axes are names."""
        return tuple(self._input.shape)

    def run(self, batch: Array) -> Mapping[str, Array]:
        """Return every output by name.

        Args:
            batch: float32 (n, 3, size, size).

        Raises:
            SkuscribeError: `model.output_invalid` when an output is not finite.
        """
        values = self._run_in_time(batch)
        named = dict(zip(self.outputs, values, strict=True))
        for name, value in named.items():
            if not np.isfinite(value).all():
                raise SkuscribeError(
                    ErrorCode.MODEL_OUTPUT_INVALID, f"output '{name}' is not finite"
                )
        return named

    def _run_in_time(self, batch: Array) -> list[Array]:
        """Run, and give up after `LONGEST_RUN`: a network from somewhere may never end."""
        import onnxruntime

        options = onnxruntime.RunOptions()
        watch = threading.Timer(LONGEST_RUN, setattr, (options, "terminate", True))
        watch.daemon = True
        watch.start()
        try:
            found: list[Array] = self._session.run(None, {self._input.name: batch}, options)
        except Exception as error:  # onnxruntime's own errors share no base class
            raise SkuscribeError(
                ErrorCode.MODEL_INVALID, "the network fails, or does not end, when it runs"
            ) from error
        finally:
            watch.cancel()
        return found


_REFUSALS = (
    ("external", ErrorCode.MODEL_EXTERNAL_DATA),
    ("ir version", ErrorCode.MODEL_TOO_NEW),
    ("opset", ErrorCode.MODEL_TOO_NEW),
)


def _refused(reason: str) -> SkuscribeError:
    code = next((c for sign, c in _REFUSALS if sign in reason.lower()), None)
    if code is None:
        return SkuscribeError(ErrorCode.MODEL_INVALID, "the network cannot be opened")
    return SkuscribeError(code)
