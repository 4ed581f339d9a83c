"""How fast the queue of figures answers: ids of all, twenty items, one decision.

Run with `python benchmarks/queue_of_figures.py [FIGURES] [JUDGED]`; 10,000 figures of which nobody
has judged one unless given. JUDGED is how many people have judged each figure before. The figures
are those of `benchmarks/review.py`.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from review import project

from undercount.ledger import Ledger
from undercount.review.figures import FiguresQueue

TIMES = 15


def _show(name: str, work: Callable[[], object]) -> None:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    print(f"{name:<28}{statistics.median(took):8.1f} ms (at worst {max(took):.1f})")


def main(figures: int, judged: int) -> None:
    """Print the median time of each call."""
    with tempfile.TemporaryDirectory() as folder:
        root = project(Path(folder), figures)
        queue = FiguresQueue(root, "simulated")
        ids = queue.ids("all")
        with Ledger(root / "ledger.db") as ledger:
            for number in range(judged):
                ledger.judge(ids, "accepted", by=f"simulated {number}", why="")
        print(f"{len(ids):,} figures, each judged by {judged}; median of {TIMES}")
        for which in ("waiting", "second"):
            _show(f'ids("{which}")', lambda which=which: queue.ids(which))
        _show('ids("all", "question")', lambda: queue.ids("all", "question"))
        middle = len(ids) // 2
        _show("items of 20", lambda: queue.items(ids[middle : middle + 20]))
        left = iter(ids)
        _show(
            "decide, on the disk",
            lambda: queue.decide(
                {"key": str(uuid.uuid4()), "id": next(left), "decision": "accepted", "why": ""}
            ),
        )
        _show("summary", queue.summary)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 10_000, given[1] if len(given) > 1 else 0)
