"""How long the list estimators take beside the packages of R, and whether the answers agree.

Run with `python benchmarks/estimate.py`; `--quick` leaves out what takes more than a minute,
`--markdown` prints the tables of docs/benchmarks.md. CPU seconds of one core, after compilation.
The peers are called where R and the package are installed; nothing is installed for it.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from peers import answers, calls
from peers.run import Call, ask

from undercount.estimate import LogLinear, ModelAverage, ZeroTruncated
from undercount.histories import CaptureHistories, CountData

EXAMPLES = Path(__file__).parents[1] / "examples"
LISTS = EXAMPLES / "uk-slavery-2013/histories/lists.csv"
REGISTER = EXAMPLES / "netherlands-1995/histories/register.csv"


@dataclass(frozen=True, slots=True)
class Task:
    """One row: what we do, whom we compare with, and whether it is run once only.

    Such a one comes after others have compiled what it needs.
    """

    name: str
    run: Callable[[], object]
    peer: Call | None = None
    once: bool = False


def tasks() -> list[Task]:
    five, six, four, hiv = calls.UK_FIVE, calls.UK_SIX, calls.KOSOVO, calls.HIV
    seven = seven_lists()
    register = CountData.read_csv(REGISTER)
    # Rcapture's search gives no interval, so ours takes the quick one here.
    search = LogLinear(interval="lognormal")
    bca = LogLinear(interval="bca", replicates=calls.REPLICATES)
    pairs = LogLinear(order=2, interval="bca", replicates=calls.REPLICATES)
    average = ModelAverage()
    return [
        Task("4 lists, all 113 models", lambda: search.fit(four), calls.SEARCHES["Kosovo"]),
        Task("5 lists, all 6,893 models", lambda: search.fit(five), calls.SEARCHES["UK 2013"]),
        Task(
            "6 lists, all 32,768 models of pairs",
            lambda: search.fit(six),
            calls.SEARCHES["UK 2013, six lists, pairs"],
        ),
        Task(
            "4 lists, one model, profile interval",
            lambda: LogLinear(model="[12][3][4]").fit(hiv),
            calls.PROFILE,
        ),
        Task("4 lists, BCa, 1,000 x 113 models", lambda: bca.fit(four), calls.best_bic(four)),
        Task(
            "4 lists, BCa, 1,000 x 64 models of pairs",
            lambda: pairs.fit(four),
            calls.best_bic(four, 2),
        ),
        Task(
            "5 lists, BCa, 1,000 x 6,893 models", lambda: bca.fit(five), calls.best_bic(five), True
        ),
        Task("4 lists, average over 61 graphs", lambda: average.fit(four), calls.graphs(four)),
        Task("5 lists, average over 822 graphs", lambda: average.fit(five), calls.graphs(five)),
        Task("6 lists, average over 18,154 graphs", lambda: average.fit(six)),
        Task("7 lists (simulated), 617,675 graphs", lambda: average.fit(seven)),
        Task(
            "register with three covariates",
            lambda: ZeroTruncated("gender+age+nation").fit(register),
        ),
    ]


def seven_lists() -> CaptureHistories:
    """5,000 simulated people, half of them twice as easily listed as the others."""
    rng = np.random.default_rng(7)
    chance = np.outer(np.repeat([0.5, 1.0], 2500), np.linspace(0.05, 0.3, 7))
    cells = (rng.random(chance.shape) < chance) @ (1 << np.arange(7))
    counts = np.bincount(cells, minlength=2**7)
    counts[0] = 0
    return CaptureHistories(tuple("ABCDEFG"), counts)


def cpu_seconds(task: Task) -> float:
    """CPU seconds after compilation: the median of five, or of one run where it is long."""
    if not task.once:
        task.run()
    taken: list[float] = []
    while len(taken) < (1 if task.once else 5):
        start = time.process_time()
        task.run()
        taken.append(time.process_time() - start)
    return sorted(taken)[len(taken) // 2]


def speed(quick: bool) -> list[list[str]]:
    rows = [["task", "undercount", "peer", "CPU s", "times as long"]]
    for task in tasks():
        ours = cpu_seconds(task)
        row = [task.name, f"{ours:.4f}"]
        if task.peer is None:
            rows.append([*row, "none", "", ""])
            continue
        peer = ask(task.peer, quick)
        if isinstance(peer, str):
            rows.append([*row, task.peer.name, peer, ""])
        else:
            seconds = peer["seconds"]
            rows.append([*row, task.peer.name, f"{seconds:.2f}", f"{seconds / ours:,.0f}"])
    return rows


def start() -> list[list[str]]:
    """Whole processes on the five lists, without and with a compiled kernel."""
    rows = [["undercount estimate lists.csv --method loglinear", "wall s", "CPU s"]]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "undercount", "estimate", str(LISTS)]
        for name in ("first process, nothing compiled", "second process", "third process"):
            before = os.times()
            subprocess.run(
                [*command, "--method", "loglinear"],
                check=True,
                env=os.environ | {"NUMBA_CACHE_DIR": folder},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            after = os.times()
            used = after.children_user + after.children_system
            used -= before.children_user + before.children_system
            rows.append([name, f"{after.elapsed - before.elapsed:.2f}", f"{used:.2f}"])
    return rows


def machine(quick: bool) -> str:
    """Cores, processor and versions."""
    names = ("numpy", "scipy", "numba")
    ours = ", ".join(f"{name} {version(name)}" for name in names)
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text().splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if "model name" in line), cpu)
    small = (calls.SEARCHES["Kosovo"], calls.graphs(calls.KOSOVO), calls.latent(1))
    asked = [ask(call, quick) for call in (*small, calls.STEPWISE["Western"], calls.THRESHOLDING)]
    found = [answer for answer in asked if not isinstance(answer, str)]
    peers = [f"{answer['package']} {answer['version']}" for answer in found]
    r = [f"R {found[0]['r']}"] if found else ["no R package of these"]
    python = platform.python_version()
    return f"{cpu}, {os.cpu_count()} cores; Python {python}, {ours}; {', '.join([*r, *peers])}"


def show(title: str, rows: list[list[str]], markdown: bool) -> None:
    print(f"\n### {title}\n" if markdown else f"\n{title}")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for number, row in enumerate(rows):
        if markdown:
            print(f"| {' | '.join(row)} |")
            if number == 0:
                print("|---" * len(row) + "|")
        else:
            print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed and answers beside the packages of R.")
    parser.add_argument("--quick", action="store_true", help="nothing that takes over a minute")
    parser.add_argument("--markdown", action="store_true", help="tables for docs/benchmarks.md")
    chosen = parser.parse_args()
    quick, markdown = chosen.quick, chosen.markdown
    print(machine(quick))
    show("Speed", speed(quick), markdown)
    show("Start", start(), markdown)
    every, printed = answers.every_model(quick)
    show("Every model beside Rcapture", every, markdown)
    show("Printed where no estimate exists", printed, markdown)
    show("Average over graphs beside dga", answers.graphs(quick), markdown)
    show("Latent classes beside LCMCR, Kosovo", answers.latent_classes(quick), markdown)
    show("Single answers", answers.points_and_intervals(quick), markdown)


if __name__ == "__main__":
    main()
