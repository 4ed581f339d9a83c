"""Which queues a project has, each opened when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock

from undercount.review.queue import Queue

Opener = Callable[[], Queue]
"""Gives the queue, or raises an `UndercountError` that says why it is closed."""


class Desks:
    """The queues of one project, for one person.

    A queue that is closed (the project was never run, the person is not named) is asked for again
    at the next look: what was missing may have been made meanwhile.

    Args:
        openers: the queues by name, in the order in which they are shown.
    """

    def __init__(self, openers: Mapping[str, Opener]) -> None:
        self._openers = dict(openers)
        self._open: dict[str, Queue] = {}
        self._lock = Lock()
        self.names = tuple(self._openers)

    def queue(self, name: str) -> Queue:
        """The queue of that name.

        Raises:
            UndercountError: it is closed; the problems say why.
        """
        with self._lock:
            if name not in self._open:
                self._open[name] = self._openers[name]()
            return self._open[name]


def desks_of(root: Path, by: str, why: str) -> Desks:
    """The three queues of the project at `root`, for who decides there."""

    # A queue's own imports (numpy, DuckDB) are paid for when somebody goes to it.
    def figures() -> Queue:
        from undercount.review.figures import FiguresQueue

        return FiguresQueue(root, by)

    def links() -> Queue:
        from undercount.review.links import open_queue

        return open_queue(root, by=by, why=why)

    def tracing() -> Queue:
        from undercount.review.tracing import open_queue

        return open_queue(root, by=by, why=why)

    return Desks({"figures": figures, "links": links, "tracing": tracing})
