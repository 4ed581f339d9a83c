"""How long zero-truncated registers take beside singleRcapture in R, and whether totals agree.

Run with `python benchmarks/register.py`. CPU seconds of one core: ours user and system, the peer's
user only, by its own `system.time` in the same run. The peer is called where R and the package are
installed (R_LIBS names a library of one's own); nothing is installed for it.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from undercount.estimate import ZeroTruncated
from undercount.estimate.register.design import register_table
from undercount.estimate.register.families.make import family
from undercount.estimate.register.fitting import fit_family
from undercount.histories import CountData
from undercount.results import Estimate, NotEstimable

HERE = Path(__file__).parent
NETHERLANDS = HERE.parent / "examples/netherlands-1995/histories/register.csv"
COVARIATES = ("gender", "age", "nation")
LAWS = ("poisson", "geometric", "negbin")
MET = 12_036
REPLICATES = 500
# Wall seconds that the peer may take for one row.
PATIENCE = float(os.environ.get("PATIENCE", "60"))
_MISSING = 3

Register = list[tuple[int, tuple[str, ...]]]


def simulated() -> tuple[Register, int]:
    """People met, of three categorical covariates with 60 combinations, and how many there are.

    Meetings are negative binomial, with a gamma law of shape 1.5 about the rate of a combination.
    """
    rng = np.random.default_rng(12_036)
    sizes = (3, 4, 5)
    slopes = [np.linspace(0, 0.6, 3), np.linspace(0, -0.5, 4), np.linspace(-0.3, 0.3, 5)]
    people: Register = []
    everybody = 0
    while len(people) < MET:
        levels = [int(rng.integers(size)) for size in sizes]
        rate = np.exp(-0.5 + sum(slope[at] for slope, at in zip(slopes, levels, strict=True)))
        met = int(rng.poisson(rate * rng.gamma(1.5) / 1.5))
        everybody += 1
        if met:
            names = tuple(f"{name}{at}" for name, at in zip("abc", levels, strict=True))
            people.append((met, names))
    return people, everybody


def netherlands() -> Register:
    """One entry a person."""
    with NETHERLANDS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        (int(row["capture"]), tuple(row[name] for name in COVARIATES))
        for row in rows
        for _ in range(int(row["count"]))
    ]


def written(people: Register, folder: Path, name: str) -> tuple[Path, Path]:
    """A table of one row a person, and one of different rows with the number of people."""
    each, grouped = folder / f"{name}.csv", folder / f"{name}-grouped.csv"
    one_each = [(person, 1) for person in people]
    for path, rows in ((each, one_each), (grouped, list(Counter(people).items()))):
        with path.open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(["capture", *COVARIATES, "count"])
            out.writerows([met, *levels, number] for (met, levels), number in rows)
    return each, grouped


def peer(table: Path, law: str, replicates: int) -> dict[str, Any] | str:
    """What singleRcapture answers, or why there is no answer."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "R is not installed"
    one_core = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            [rscript, "singlercapture.R", str(table), law, str(replicates)],
            cwd=HERE / "peers",
            env=os.environ | one_core,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return f"stopped after {PATIENCE:.0f} s"
    if done.returncode == _MISSING:
        return "the package is not installed"
    if done.returncode:
        return f"R failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"package"') :])
    return found


def fit_alone(data: CountData, law: str) -> object:
    """The maximum likelihood fit, with the total and its variance."""
    return fit_family(family(law), register_table(data, "+".join(COVARIATES)))


def cpu_seconds(task: Callable[[], object]) -> float:
    """The median of five, after one that is not counted."""
    task()
    taken = []
    for _ in range(5):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return sorted(taken)[2]


def people_of(point: float | None, lower: float | None, upper: float | None) -> str:
    """A total with its interval."""
    if point is None:
        return "no number"
    ends = " to ".join("NaN" if end is None else f"{end:,.0f}" for end in (lower, upper))
    return f"{point:,.1f} ({ends})"


def ratio(times: float) -> str:
    """Two digits where it is small."""
    return f"{times:.0f}" if times >= 10 else f"{times:.1f}"


def row(name: str, tables: tuple[Path, Path], law: str, replicates: int) -> str:
    """One line of the table."""
    data = CountData.read_csv(tables[0])
    kind = "semiparametric" if replicates else "lognormal"
    ours = ZeroTruncated(COVARIATES, law, kind, replicates or REPLICATES)
    made = ours.fit(data)
    alone = cpu_seconds(partial(fit_alone, data, law))
    whole = cpu_seconds(partial(ours.fit, data))
    if isinstance(made, NotEstimable):
        said = "refused"
    else:
        assert isinstance(made, Estimate)
        said = people_of(made.point, made.interval.lower, made.interval.upper)
    seconds = whole if replicates else alone
    cells = [name, law, f"{replicates or '-'}", said, f"{alone:.4f}", f"{whole:.4f}"]
    # One fit of its negative binomial to so many people takes it eight seconds, 500 an hour.
    long = replicates and law == "negbin"
    theirs = "not run" if long else peer(tables[0], law, replicates)
    if isinstance(theirs, str):
        cells += [theirs, "", ""]
    else:
        cells.append(people_of(theirs["point"], theirs["lower"], theirs["upper"]))
        cells += [f"{theirs['seconds']:.3f}", ratio(theirs["seconds"] / seconds)]
    grouped = "" if replicates else peer(tables[1], law, 0)
    if isinstance(grouped, str):
        cells += [grouped, ""]
    else:
        cells += [f"{grouped['seconds']:.3f}", ratio(grouped["seconds"] / seconds)]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Prints the table of docs/benchmarks.md."""
    made, everybody = simulated()
    with tempfile.TemporaryDirectory() as folder:
        registers = {"simulated": made, "Netherlands": netherlands()}
        tables = {name: written(each, Path(folder), name) for name, each in registers.items()}
        for name, (each, _) in tables.items():
            data, taken = CountData.read_csv(each), cpu_seconds(partial(CountData.read_csv, each))
            print(
                f"{name}: {data.n_observed:,} people, {len(data.counts)} different rows, ", end=""
            )
            print(f"read and added up in {taken:.3f} CPU s")
        print(f"simulated: there are {everybody:,} people\n")
        print(
            "| register | law | bootstrap | undercount | fit, CPU s | all | singleRcapture | CPU s "
            "| times as long | added up | times as long |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        for replicates in (0, REPLICATES):
            for name in registers:
                for law in LAWS:
                    # Where we refuse there is nothing to draw from.
                    if not (replicates and (name, law) == ("Netherlands", "negbin")):
                        print(row(name, tables[name], law, replicates), flush=True)


if __name__ == "__main__":
    main()
