"""One run at a time in a project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from undercount.errors import BusyError, Problem


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the project's lock; the system frees it when the process ends, however it ends.

    Raises:
        BusyError: another process is at work in the same project.
    """
    from filelock import FileLock, Timeout

    folder = root / ".undercount"
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        hint = "Wait until it has ended, then run again"
        raise BusyError(
            Problem("another run is at work in this project", file=str(root), hint=hint)
        ) from error
    try:
        yield
    finally:
        lock.release()
