"""A sign of life from long estimates, for whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[str, int, int | None], None] | None] = ContextVar(
    "progress", default=None
)


@contextmanager
def to(callback: Callable[[str, int, int | None], None]) -> Iterator[None]:
    """Inside the block `callback(stage, done, of)` hears of every stage; `of` may be None.

    Stages of this room: "compiling" (0 of 1 before the kernels are compiled for this machine, 1
    of 1 after), "search" (models looked at), "bootstrap" (tables fitted), "sampling" (draws of
    each chain).

    >>> with to(lambda stage, done, of: print(stage, done, of)):
    ...     tell("bootstrap", 10, 1000)
    bootstrap 10 1000
    >>> tell("bootstrap", 20, 1000)
    """
    token = _listener.set(callback)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(stage: str, done: int, of: int | None = None) -> None:
    """Reports that `done` units of a stage are through; nothing happens where nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(stage, done, of)
