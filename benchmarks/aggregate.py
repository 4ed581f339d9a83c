"""How long the power law of aggregates takes beside uncounted in R, and whether totals agree.

Run with `python benchmarks/aggregate.py`. CPU seconds of one core. The peer is called where R and
the package are installed (R_LIBS names a library of one's own); nothing is installed for it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from undercount.estimate import Aggregate, AggregateCounts
from undercount.estimate.aggregate.gamma import fit_estimated, fit_held
from undercount.estimate.aggregate.rows import rows_of
from undercount.results import Estimate

HERE = Path(__file__).parent
TABLE = HERE.parent / "examples/poland-2019/aggregates/first-half.csv"
REPLICATES = 500
_MISSING = 3

# law, gamma, covariate, replicates of the bootstrap over countries
ROWS: list[tuple[str, float | str, str, int]] = [
    ("poisson", 0.0, "", 0),
    ("negative-binomial", 0.0, "", 0),
    ("negative-binomial", 0.0, "ukrainian", 0),
    ("poisson", "estimate", "", 0),
    ("negative-binomial", "estimate", "", 0),
    ("negative-binomial", 0.0, "", REPLICATES),
]


def peer(law: str, gamma: float | str, covariate: str, replicates: int) -> dict[str, Any] | str:
    """What uncounted answers, or why it was not asked."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "R is not installed"
    short = "nb" if law == "negative-binomial" else law
    words = [str(TABLE), short, str(gamma), covariate or "none", str(replicates)]
    one_core = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [rscript, "uncounted.R", *words],
        cwd=HERE / "peers",
        env=os.environ | one_core,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == _MISSING:
        return "the package is not installed"
    if done.returncode:
        return f"R failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"package"') :])
    return found


def fit_alone(data: AggregateCounts, law: str, gamma: float | str, covariate: str) -> object:
    """The maximum likelihood fit without what an answer says besides."""
    rows = rows_of(data, (covariate,) if covariate else (), truncated=False)
    negative_binomial = law == "negative-binomial"
    if isinstance(gamma, float):
        return fit_held(rows.given, gamma, negative_binomial)
    return fit_estimated(rows.given, rows.population, negative_binomial)


def cpu_seconds(task: Callable[[], object]) -> float:
    """The median of five."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return sorted(taken)[2]


def main() -> None:
    """Prints the table of docs/benchmarks.md."""
    data = AggregateCounts.read_csv(TABLE, covariates=("ukrainian",))
    print("| law | gamma | alpha by | bootstrap | total | fit, CPU s | all | uncounted | CPU s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for law, gamma, covariate, replicates in ROWS:
        kind = "cluster" if replicates else "delta"
        ours = Aggregate(law, "counted", gamma, covariate, kind, replicates or REPLICATES)
        answer = ours.fit(data)
        assert isinstance(answer, Estimate)
        theirs = peer(law, gamma, covariate, replicates)
        cells = [law, f"{gamma}", covariate or "-", f"{replicates or '-'}", f"{answer.point:,.1f}"]
        cells.append(f"{cpu_seconds(partial(fit_alone, data, law, gamma, covariate)):.4f}")
        cells.append(f"{cpu_seconds(partial(ours.fit, data)):.3f}")
        if isinstance(theirs, str):
            cells += [theirs, ""]
        else:
            cells += [f"{theirs['point']:,.1f}", f"{theirs['seconds']:.4f}"]
        print(f"| {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
