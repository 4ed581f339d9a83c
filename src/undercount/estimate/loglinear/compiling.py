"""The compiled kernel, ready before the first fit."""

from __future__ import annotations

import numpy as np

from undercount.estimate.compiled import announced
from undercount.estimate.loglinear.roles import unrestricted


def compile_kernel() -> None:
    """Loads the compiled log-linear kernel, or compiles it and says so."""
    from undercount.estimate.loglinear import kernel

    if kernel.fit_models.signatures:
        return
    one, unsized = np.array([[True, True, True, False]]), np.zeros(1, dtype=np.int64)
    table = np.array([0.0, 3.0, 3.0, 3.0])
    with announced(kernel.fit_models):
        kernel.fit_models(table, one, unrestricted(4), unsized, 0.0, np.inf, np.inf, np.empty(0))
