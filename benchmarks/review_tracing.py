"""How fast the queue of tracing answers: 1,000 cases with ten suggestions each, 10,000 requests.

Run with `python benchmarks/review_tracing.py`. People are invented and all of one name: the queue
does not compare them. Times are medians of the Python calls that a page makes, in milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from tests.review.made_tracing import PURPOSE, YES, make_tracing, write_people
from undercount.review.tracing import TracingQueue, open_queue
from undercount.trace.consent import allow
from undercount.trace.store import Store
from undercount.trace.suggestion import CaseSuggestions, Suggestion
from undercount.workflow.trace_looks import bring_up_to_date

CASES, EACH, TIMES = 1_000, 10, 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        queue = made(Path(folder) / "project")
        ids = queue.ids("all", "")
        print(f"| {len(ids):,} pairs | ms |\n|---|---:|")
        acts: dict[str, Callable[[str], object]] = {
            "all ids": lambda _: queue.ids("all", ""),
            "one pair, with its line in the log": lambda name: queue.items([name]),
            "a look and a decision, on the disk": lambda name: decide(queue, name),
        }
        for words, act in acts.items():
            print(f"| {words} | {timed(act, ids):.0f} |")


def made(root: Path) -> TracingQueue:
    make_tracing(root)
    for kind, letter, number in (("cases", "c", CASES), ("requests", "r", CASES * EACH)):
        rows = [{"id": f"{letter}{i}", "name": "Zubaida Noor", **YES} for i in range(number)]
        write_people(root, kind, rows)
    bring_up_to_date(root, by="amal")
    reason = {"field": "name", "verdict": "match", "words": "the name in common"}
    with Store(root / "tracing.db") as store:
        cases, requests = (
            allow(store.standard(kind), purpose=PURPOSE, day=date.today())
            for kind in ("case", "request")
        )
        found = [
            CaseSuggestions(
                f"c{i}",
                0.1,
                tuple(Suggestion(f"r{EACH * i + j}", 0.9 - j / 12, (reason,)) for j in range(EACH)),
            )
            for i in range(CASES)
        ]
        store.keep_suggestions(found, cases=cases, requests=requests, by="amal", why="benchmark")
    return open_queue(root, by="amal", why="benchmark")


def timed(act: Callable[[str], object], ids: list[str]) -> float:
    taken = []
    for name in ids[:TIMES]:
        start = time.perf_counter()
        act(name)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def decide(queue: TracingQueue, name: str) -> None:
    (item,) = queue.items([name])
    queue.decide(
        {"key": str(uuid4()), "id": name, "decision": "ask", "why": "benchmark",
         "version": item["version"], "changes": {}, "undoes": None}
    )  # fmt: skip


if __name__ == "__main__":
    main()
