"""The trained network, run by onnxruntime on one core: no network, no randomness."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from undercount.read.model.mentions import CLASSES
from undercount.read.model.windows import Window

if TYPE_CHECKING:
    import onnxruntime

FILE: Final = "reader.onnx"


@cache
def session() -> onnxruntime.InferenceSession:
    """The network, loaded once in a process."""
    import onnxruntime

    # Its builds for Windows count their uses; nothing here reports to anybody.
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.enable_cpu_mem_arena = False  # gives back what a long window took
    options.log_severity_level = 3
    with as_file(files(__package__).joinpath("weights", FILE)) as path:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(window: Window) -> tuple[Mapping[str, NDArray[np.float32]], NDArray[np.float32]]:
    """What the network makes of a window of T pieces and M numbers.

    Returns:
        Log probabilities: for each of `CLASSES` (M, words); and (M, 4, 2, T), that each of `SPANS`
        begins and ends at a piece, the first piece standing for "named nowhere".
    """
    given = {
        "ids": window.ids, "flags": window.flags, "lines": window.lines,
        "sentences": window.sentences, "first": window.first, "last": window.last,
        "features": window.features, "hints": window.hints,
    }  # fmt: skip
    *words, points = session().run(None, given)
    shaped = np.asarray(points, dtype=np.float32).reshape(len(window.mentions), -1, 2,
                                                          len(window.ids))  # fmt: skip
    classes = {name: _log_softmax(np.asarray(w)) for name, w in zip(CLASSES, words, strict=True)}
    return classes, _log_softmax(shaped)


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    total = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.asarray(shifted - total, dtype=np.float32)
