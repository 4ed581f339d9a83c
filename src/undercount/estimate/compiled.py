"""Whether the kernels are compiled for this machine yet."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from undercount.estimate import progress
from undercount.estimate.roles import unrestricted


def compile_kernel() -> None:
    """Loads the compiled kernel, or compiles it, once for this machine, and says so.

    Compiling takes some ten seconds of one core; whoever listens to `progress` hears "compiling"
    0 of 1 before and 1 of 1 after. Once it is kept on disk neither is told.
    """
    from undercount.estimate import kernel

    if kernel.fit_models.signatures:
        return
    folder = kernel.fit_models.stats.cache_path
    kept = folder is not None and on_disk(Path(folder), Path(kernel.__file__))
    if not kept:
        progress.tell("compiling", 0, 1)
    one, unsized = np.array([[True, True, True, False]]), np.zeros(1, dtype=np.int64)
    table = np.array([0.0, 3.0, 3.0, 3.0])
    kernel.fit_models(table, one, unrestricted(4), unsized, 0.0, np.inf, np.inf, np.empty(0))
    if not kept:
        progress.tell("compiling", 1, 1)


def on_disk(folder: Path, source: Path) -> bool:
    """Whether numba keeps the kernel in a folder, no older than its source."""
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    written = source.stat().st_mtime
    indexes = folder.glob(f"{source.stem}.fit_models-*.{version}.nbi")
    return any(index.stat().st_mtime >= written for index in indexes)
