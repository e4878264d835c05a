"""The one door to onnxruntime: open a network from bytes, run it, check what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skuscribe.core.errors import ErrorCode, SkuscribeError

Array = NDArray[np.float32]


class Session:
    """A network held open: one thread, the CPU, no spinning between calls.

    One thread a session keeps results the same whatever the machine does beside it; photos run
    in parallel instead.

    Raises:
        SkuscribeError: `model.invalid`, `model.too_new`, `model.external_data`.
    """

    def __init__(self, model: bytes) -> None:
        import onnxruntime

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
        self._input = self._session.get_inputs()[0]
        self.outputs: tuple[str, ...] = tuple(output.name for output in self._session.get_outputs())

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
        values = self._session.run(None, {self._input.name: batch})
        named = dict(zip(self.outputs, values, strict=True))
        for name, value in named.items():
            if not np.isfinite(value).all():
                raise SkuscribeError(
                    ErrorCode.MODEL_OUTPUT_INVALID, f"output '{name}' is not finite"
                )
        return named


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
