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

from undercount.estimate import LogLinear, ModelAverage, ZeroTruncatedPoisson
from undercount.histories import CaptureHistories, CountData

EXAMPLES = Path(__file__).parents[1] / "examples"
LISTS = EXAMPLES / "uk-slavery-2013/histories/lists.csv"
REGISTER = EXAMPLES / "netherlands-1995/histories/register.csv"
REPEATS = 3

# Rcapture fits the models one by one through glm. R exits with 3 where the package is missing.
_MISSING = 3
_R = f"""
if (!requireNamespace("Rcapture", quietly = TRUE)) quit(status = {_MISSING})
table <- as.matrix(read.csv(commandArgs(TRUE)[1]))
used <- system.time(Rcapture::closedpMS.t(table, dfreq = TRUE))
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
    command = [rscript, "-e", _R, str(LISTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == _MISSING:
        return "Rcapture is not installed: no ratio"
    if done.returncode:
        return f"the run in R failed: {done.stderr.strip()}"
    return float(done.stdout)


def main() -> None:
    five = CaptureHistories.read_csv(LISTS)
    register = CountData.read_csv(REGISTER)
    tasks: list[tuple[str, Callable[[], object]]] = [
        ("UK 2013, all 6,893 five-list models", lambda: LogLinear().fit(five)),
        ("UK 2013, 1,024 five-list models of pairs", lambda: LogLinear(order=2).fit(five)),
        ("UK 2013, average over 822 graphs", lambda: ModelAverage().fit(five)),
        (
            "UK 2013, BCa, 1,000 x 6,893 models",
            lambda: LogLinear(interval="bca", replicates=1000).fit(five),
        ),
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
        ratio = peer / five_seconds
        print(
            f"Rcapture closedpMS.t, the same 6,893 models: {peer:.1f}s, {ratio:,.0f} times as long"
        )


if __name__ == "__main__":
    main()
