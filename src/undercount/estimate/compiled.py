"""Whether compiled functions are there for this machine yet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from undercount.estimate import progress


@contextmanager
def announced(function: Any) -> Iterator[None]:
    """Around the first use of a compiled function, says so if it must be compiled first.

    Compiling takes some ten seconds of one core, once for each machine; whoever listens to
    `progress` hears "compiling" 0 of 1 before and 1 of 1 after. Once it is kept on disk neither
    is told.
    """
    folder = function.stats.cache_path
    source = Path(function.py_func.__code__.co_filename)
    kept = folder is not None and on_disk(Path(folder), source, function.py_func.__name__)
    new = not function.signatures and not kept
    if new:
        progress.tell("compiling", 0, 1)
    yield
    if new:
        progress.tell("compiling", 1, 1)


def on_disk(folder: Path, source: Path, name: str) -> bool:
    """Whether numba keeps a function in a folder, no older than its source."""
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    written = source.stat().st_mtime
    indexes = folder.glob(f"{source.stem}.{name}-*.{version}.nbi")
    return any(index.stat().st_mtime >= written for index in indexes)
