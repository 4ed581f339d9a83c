"""What the answers on the page are, and what they would be with what was decided since."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any, Final

from undercount.errors import MissingFileError, UndercountError
from undercount.reconcile.result import Reconciled
from undercount.report.suppress import too_few
from undercount.review.answer import told
from undercount.workflow.would_be import WouldBe, would_be

_KNOWN: Final = 16
"""Answers kept, so that who takes a decision back does not wait again."""
_LOOKED_AT: Final = (
    "ledger.db",
    "ledger.db-wal",
    "undercount.toml",
    "hand/aliases.csv",
    ".undercount/steps.json",
    "conflicts.json",
)


class Moved:
    """The answers then and now, worked out beside the pages, once for each state of the ledger.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = Lock()
        self._of: object = None
        self._found: dict[str, Any] = {"state": "working", "problems": []}
        self._working = False
        self._known: dict[str, dict[str, Any]] = {}

    def look(self) -> dict[str, Any]:
        """What is known now, at once.

        {"state": "ready", "working" (what comes with it, if anything, is of an earlier state of
        the ledger), "never" (no run yet) or "failed", "problems", "seconds": how long it took,
        "unread": steps whose inputs have changed, "answers": [{"series", "title", "day",
        "level", "moved", "then", "now"}]; then and now are each {"median", "lower", "upper",
        "figures"}, {"few": n} where the report prints no number below n, {"reason", "would_help"}
        where nothing can be estimated, or None where that day was not asked for,
        "contradictions": {"then", "now"}: how many, of figures that people accepted}.
        """
        state = self._state()
        with self._lock:
            if state == self._of:
                return dict(self._found)
            if not self._working:
                self._working = True
                Thread(target=self._work, args=(state,), name="moved", daemon=True).start()
            return {**self._found, "state": "working"}

    def _state(self) -> object:
        """Changes whenever somebody decides or runs."""
        seen: list[tuple[int, int, int] | None] = []
        for name in _LOOKED_AT:
            try:
                stat = (self._root / name).stat()
                seen.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
            except OSError:
                seen.append(None)
        return tuple(seen)

    def _work(self, state: object) -> None:
        began = monotonic()
        found: dict[str, Any] = {"state": "failed", "problems": []}
        try:
            made = would_be(self._root, self._known)
            found = {"state": "ready", "problems": [], **compared(made)}
        except MissingFileError as error:
            found = {"state": "never", "problems": told(error)}
        except UndercountError as error:
            found["problems"] = told(error)
        except BaseException:
            what = "the comparison met an error of its own"
            found["problems"] = [{"what": what, "hint": "Look in the terminal"}]
            raise
        finally:
            with self._lock:
                self._of, self._working = state, False
                self._found = {**found, "seconds": round(monotonic() - began, 1)}
                while len(self._known) > _KNOWN:
                    self._known.pop(next(iter(self._known)))


def compared(made: WouldBe) -> dict[str, Any]:
    """The answers of a run beside those of another, by series and day."""
    few = made.project.report.suppress_below
    answers = []
    for settings, then, now in zip(
        made.project.series, made.page.series, made.now.series, strict=True
    ):
        before, after = _by_day(then, few), _by_day(now, few)
        answers += [
            {
                "series": settings.name,
                "title": settings.title or settings.name,
                "day": day,
                "level": settings.level,
                "moved": before.get(day) != after.get(day),
                "then": before.get(day),
                "now": after.get(day),
            }
            for day in sorted(before.keys() | after.keys())
        ]
    return {
        "answers": answers,
        "contradictions": {
            "then": made.page.contradictions,
            "now": made.now.contradictions,
        },
        "unread": list(made.unread),
    }


def _by_day(item: Mapping[str, Any], few: int) -> dict[str, dict[str, Any]]:
    """A series' answers, each day's; what its report would not print is not told here either."""
    if "not_estimable" in item:
        return {"": {"reason": item["not_estimable"], "would_help": item["what_would_help"]}}
    series = Reconciled.from_dict(dict(item))
    hidden = too_few(series, few)
    figures = len(series.observations)
    return {
        answer.day.isoformat(): {"few": few}
        if hidden
        else {
            "median": answer.median,
            "lower": answer.lower,
            "upper": answer.upper,
            "figures": figures,
        }
        for answer in series.answers
    }
