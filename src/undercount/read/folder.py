"""Many documents: read in processes of their own, given back in order, few of them held.

A document that cannot be read, takes too long or crashes its reader becomes a `Problem`; the others
go on. What one document may cost is in `documents.limits`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from undercount.errors import Problem, UndercountError
from undercount.ledger.records import Reading
from undercount.read.documents.limits import LIMITS, Limits
from undercount.read.documents.load import allowed, named
from undercount.read.documents.worker import Worker
from undercount.read.reading import read_here

_AHEAD: Final = 8  # documents read or waiting for each worker; a slow one must not stop the others


def read_all(
    paths: Iterable[str | Path],
    root: str | Path | None = None,
    *,
    workers: int = 2,
    limits: Limits = LIMITS,
    nlp: bool = False,
    model: bool = True,
) -> Iterator[Reading | Problem]:
    """What is said in each document, in the order of the paths, as soon as it is known.

    Memory does not grow with the number of documents: only a few are read ahead of the one that
    is given back. Ending the iteration early ends the processes.

    Args:
        paths: files, relative to `root` where that is given; any iterable, taken as needed.
        root: the project's folder.
        workers: processes that read at the same time.
        limits: what one document may cost.
        nlp: let spaCy find speakers that the rules miss; much slower.
        model: let the trained network decide the fields: oftener right than the rules, and slower.

    Yields:
        The `Reading` of a document, or the `Problem` that says why there is none.
    """
    crew = [Worker(limits.memory) for _ in range(workers)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in crew:
        idle.put(worker)

    def read(path: str | Path) -> Reading | Problem:
        worker = idle.get()
        try:
            time = allowed(path, root, limits.for_network() if model else limits)
            return worker.call(
                time, named(path, root)[1], read_here, path, root, limits, nlp, model
            )
        except UndercountError as error:
            return error.problems[0]
        finally:
            idle.put(worker)

    # The threads only wait for their processes.
    pool = ThreadPoolExecutor(workers, thread_name_prefix="read")
    waiting: deque[Future[Reading | Problem]] = deque()
    try:
        for path in paths:
            waiting.append(pool.submit(read, path))
            if len(waiting) >= _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in crew:
            worker.kill()
        pool.shutdown()
        for worker in crew:
            worker.close()
