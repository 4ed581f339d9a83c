"""How often nominal 95% intervals hold the truth, on the designs of Chan, Silverman & Vincent.

Run with `python benchmarks/interval_coverage.py`; with `--replicates 200 --store coverage.json` it
makes the table in docs/methods/testing.md. With a store the run can be stopped and taken up again;
`--only bca` runs some methods. Single process; the table is Markdown.

Chan, Silverman & Vincent (2021, section 3.4) fit a model of pairs, chosen stepwise with p < 0.02,
to a real table and draw N people, its total, into the fitted cells. The designs below are those
fitted models: share of people by list, and odds ratios of pairs.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from undercount.estimate import Chao, LogLinear, ModelAverage, SampleCoverage
from undercount.testing import Coverage, Simulated, coverage, simulate_histories
from undercount.testing.protocol import Estimator

LEVEL, SEED = 0.95, 1
CHUNK = 10


@dataclass(frozen=True, slots=True)
class Design:
    """A fitted model as a truth.

    Attributes:
        people: its total.
        probabilities: share of all people on each list.
        pairs: odds ratios of its terms.
    """

    people: int
    probabilities: tuple[float, ...]
    pairs: Mapping[str, float]

    def simulate(self, seed: int) -> Simulated:
        return simulate_histories(self.people, self.probabilities, dependence=self.pairs, seed=seed)

    @property
    def model(self) -> str:
        """The model the tables are drawn from."""
        return "".join(f"[{name}]" for name in (*"ABCDEF"[: len(self.probabilities)], *self.pairs))


DESIGNS = {
    "Western, 5 lists": Design(2483, (0.02577, 0.03946, 0.05074, 0.02094, 0.01208), {"AE": 10.32}),
    "New Orleans, 5 lists": Design(1034, (0.02998, 0.03094, 0.07252, 0.03771, 0.02127), {}),
    "UK 2013, 5 lists": Design(
        11313,
        (0.008309, 0.05012, 0.1033, 0.07133, 0.0297),
        {"AB": 4.59, "AC": 2.515, "BD": 0.575, "BE": 0.05384, "CE": 0.2874, "DE": 0.3041},
    ),
    "Netherlands, 5 lists": Design(
        121522,
        (0.007645, 0.01109, 0.0396, 0.006106, 0.006978),
        {"AB": 0.09547, "AC": 2.268, "BD": 0.0, "CD": 3.176, "AE": 13.76, "CE": 4.354},
    ),
    "UK 2013, 6 lists": Design(
        11418,
        (0.008233, 0.04966, 0.09651, 0.07068, 0.02943, 0.008933),
        {"AB": 4.635, "AC": 2.717, "BD": 0.5813, "BE": 0.05443, "CE": 0.2811, "DE": 0.3074}
        | {"CF": 5.018},
    ),
}
METHODS: dict[str, Callable[[Design], Estimator | None]] = {
    "true model, profile": lambda design: LogLinear(model=design.model),
    "loglinear, profile": lambda _: LogLinear(),
    "loglinear of pairs, profile": lambda design: _five(design, LogLinear(order=2)),
    # A bootstrap over the 32,768 models of six lists takes minutes a table.
    "loglinear, bca": lambda design: _five(design, LogLinear(interval="bca", replicates=200)),
    "loglinear of pairs, bca": lambda design: _five(
        design, LogLinear(order=2, interval="bca", replicates=200)
    ),
    "downhill, bca": lambda _: LogLinear(search="downhill", interval="bca", replicates=200),
    "stepwise, bca": lambda _: LogLinear(search="stepwise", interval="bca", replicates=1000),
    "model-average": lambda _: ModelAverage(),
    "sample-coverage": lambda _: SampleCoverage(),
    "chao": lambda _: Chao(),
}


def _five(design: Design, settings: Estimator) -> Estimator | None:
    return settings if len(design.probabilities) <= 5 else None


Rows = dict[str, list[float | None]]


def run(design: Design, settings: Estimator, known: Rows, end: int) -> None:
    """Adds the replicates from those known up to `end`."""
    first = len(known["truth"])
    made = coverage(settings, design.simulate, end - first, LEVEL, SEED, first=first)
    for name in known:
        known[name] += [None if math.isnan(x) else x for x in getattr(made, name).tolist()]


def as_coverage(rows: Rows) -> Coverage:
    columns = {name: [math.nan if x is None else x for x in rows[name]] for name in rows}
    return Coverage(**{name: np.array(column) for name, column in columns.items()}, level=LEVEL)


def markdown(found: dict[tuple[str, str], Coverage]) -> str:
    lines = [
        "| design | N | method, interval | replicates | coverage | median width / N "
        "| median bias | not estimable |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
    ]
    for (name, method), made in found.items():
        summary, people = made.to_dict(), DESIGNS[name].people
        share, error, width = (
            summary[key] for key in ("coverage", "standard_error", "median_width")
        )
        bias = np.nanmedian(made.point) / people - 1 if made.estimated else math.nan
        lines.append(
            f"| {name} | {people:,} | {method} | {made.replicates} | "
            + (f"{share:.1%} ± {error:.1%} | " if share is not None else "none | ")
            + (f"{width / people:.2f} | " if width is not None else "no end | ")
            + (f"{bias:+.0%} | " if made.estimated else "none | ")
            + f"{made.not_estimable / made.replicates:.0%} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2)
    parser.add_argument("--store", type=Path, help="JSON file with the replicates so far")
    parser.add_argument("--only", default="", help="only methods with this in their name")
    asked = parser.parse_args()
    columns = ("truth", "point", "lower", "upper")
    stored: dict[str, Rows] = {}
    if asked.store and asked.store.exists():
        stored = json.loads(asked.store.read_text(encoding="utf-8"))
    found: dict[tuple[str, str], Rows] = {}
    tasks: dict[tuple[str, str], Estimator] = {}
    for name, design in DESIGNS.items():
        for method, settings in METHODS.items():
            fitted = settings(design)
            key = f"{name}; {method}"
            if fitted is not None and (asked.only in method or key in stored):
                found[name, method] = stored.setdefault(key, {column: [] for column in columns})
                if asked.only in method:
                    tasks[name, method] = fitted
    # All designs and methods advance together, so that a stopped run has something of each.
    for end in range(CHUNK, asked.replicates + CHUNK, CHUNK):
        for (name, method), fitted in tasks.items():
            rows = found[name, method]
            if len(rows["truth"]) < min(end, asked.replicates):
                print(f"{name}; {method}: {len(rows['truth'])} done", file=sys.stderr)
                run(DESIGNS[name], fitted, rows, min(end, asked.replicates))
                if asked.store:
                    asked.store.write_text(json.dumps(stored), encoding="utf-8")
    print(markdown({key: as_coverage(rows) for key, rows in found.items() if rows["truth"]}))


if __name__ == "__main__":
    main()
