"""How long the list estimators take: CPU seconds on one core, after compilation.

Run with `python benchmarks/estimate.py`. Where R and Rcapture are installed, the same five-list
search is run there and the ratio printed; nothing is installed for it.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from undercount.estimate import LogLinear, ZeroTruncatedPoisson
from undercount.histories import CaptureHistories, CountData

EXAMPLES = Path(__file__).parents[1] / "examples"
LISTS = EXAMPLES / "uk-slavery-2013/histories/lists.csv"
REGISTER = EXAMPLES / "netherlands-1995/histories/register.csv"
REPEATS = 7

# Rcapture fits the models one by one through glm; the observed table goes in as it stands.
_R = """
suppressMessages(library(Rcapture))
table <- as.matrix(read.csv(commandArgs(TRUE)[1]))
used <- system.time(closedpMS.t(table, dfreq = TRUE, h = "normal"))
cat(used[["user.self"]])
"""


def cpu_seconds(task: Callable[[], object]) -> tuple[float, float]:
    """First call, with loading and compiling, and the median of the next ones."""
    start = time.process_time()
    task()
    first = time.process_time() - start
    taken = []
    for _ in range(REPEATS):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return first, sorted(taken)[REPEATS // 2]


def rcapture_seconds() -> float | str:
    """CPU seconds of the five-list search in R, or why it was not run."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "R is not installed: no ratio"
    done = subprocess.run([rscript, "-e", _R, LISTS], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else "Rcapture is not installed: no ratio"


def main() -> None:
    five = CaptureHistories.read_csv(LISTS)
    register = CountData.read_csv(REGISTER)
    tasks: list[tuple[str, Callable[[], object]]] = [
        ("UK 2013, all 6,893 five-list models", lambda: LogLinear().fit(five)),
        ("UK 2013, 1,024 five-list models of pairs", lambda: LogLinear(order=2).fit(five)),
        (
            "Netherlands 1995, three covariates",
            lambda: ZeroTruncatedPoisson("gender+age+nation").fit(register),
        ),
    ]
    print(f"{'':42} {'first':>8} {'median':>8}")
    five_seconds = 0.0
    for name, task in tasks:
        first, median = cpu_seconds(task)
        five_seconds = five_seconds or median
        print(f"{name:42} {first:7.3f}s {median:7.4f}s")
    peer = rcapture_seconds()
    if isinstance(peer, str):
        print(f"Rcapture closedpMS.t: {peer}")
    else:
        print(f"Rcapture closedpMS.t: {peer:.1f}s, {peer / five_seconds:,.0f} times as long")


if __name__ == "__main__":
    main()
