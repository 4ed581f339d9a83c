"""Bringing the answers up to date, one run at a time, beside the pages."""

from __future__ import annotations

from pathlib import Path
from threading import Lock, Thread
from typing import Any

from undercount.errors import UndercountError
from undercount.review.answer import told


class Running:
    """`undercount run` in a thread of its own; the pages ask how far it is.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._state: dict[str, Any] = {"state": "idle", "step": "", "done": 0, "of": None}
        self._found: dict[str, Any] = {"problems": [], "cautions": [], "did": []}

    def look(self) -> dict[str, Any]:
        """Where it is: "idle", "running", "done" or "failed"; what it did, what went wrong."""
        with self._lock:
            return {**self._state, **self._found}

    def start(self) -> None:
        """Begin, unless a run is on its way."""
        with self._lock:
            if self._state["state"] == "running":
                return
            self._state = {"state": "running", "step": "", "done": 0, "of": None}
            self._found = {"problems": [], "cautions": [], "did": []}
        # It dies with the server: a run that is cut off leaves whole files, and the next goes on.
        Thread(target=self._work, name="run", daemon=True).start()

    def _work(self) -> None:
        from undercount.workflow.pipeline import run

        try:
            outcome = run(self._root, self._tell)
        except UndercountError as error:
            self._end("failed", problems=told(error))
        except BaseException:
            what = "the run met an error of its own"
            self._end("failed", problems=[{"what": what, "hint": "Look in the terminal"}])
            raise
        else:
            self._end("done", did=list(outcome.done), cautions=list(outcome.cautions))

    def _tell(self, step: str, done: int, of: int | None) -> None:
        with self._lock:
            self._state.update(step=step, done=done, of=of)

    def _end(self, state: str, **found: list[Any]) -> None:
        with self._lock:
            self._state["state"] = state
            self._found.update(found)
