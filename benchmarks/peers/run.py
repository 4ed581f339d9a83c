"""Calls the R packages: one table in, one JSON object out, or a word on why there is none."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from undercount.histories import CaptureHistories

HERE = Path(__file__).parent
# With what a script says that its package is not installed.
_MISSING = 3
# CPU seconds are those of one core, in R as here.
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask of a peer.

    Attributes:
        script: a file beside this one, without its ending.
        table: the lists.
        words: further arguments; see the head of the script.
        name: the function of the peer that answers.
        slow: it may take more than a minute.
        timeout: wall seconds after which it is given up.
    """

    script: str
    table: CaptureHistories
    words: tuple[object, ...]
    name: str
    slow: bool = False
    timeout: float = 120


@cache
def ask(call: Call, quick: bool) -> dict[str, Any] | str:
    """What the peer answers, or why it was not asked.

    Returns:
        `package`, `version` and `r` (versions), `seconds` of CPU, and what the script's head says.
    """
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "R is not installed"
    if quick and call.slow:
        return "skipped: over a minute"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        _write(call.table, path)
        try:
            done = subprocess.run(
                [rscript, f"{call.script}.R", str(path), *map(str, call.words)],
                cwd=HERE,
                env=os.environ | _ONE_CORE,
                capture_output=True,
                text=True,
                check=False,
                timeout=call.timeout,
            )
        except subprocess.TimeoutExpired:
            return f"given up after {call.timeout:,.0f} s"
    if done.returncode == _MISSING:
        return "the package is not installed"
    if done.returncode:
        return f"R failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    # A package may greet or report progress before the answer.
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index('{"package"') :])
    return found


def _write(table: CaptureHistories, path: Path) -> None:
    """The met cells as 0/1 columns and `count`, lists by number.

    Few lists come first, as in the peers' own data: the order changes what their seeds draw.
    """
    positions = range(len(table.lists))
    cells = [tuple(i for i in positions if cell >> i & 1) for cell in range(len(table.counts))]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"L{i + 1}" for i in positions), "count"])
        for on in sorted(cells, key=lambda on: (len(on), on)):
            if people := int(table.counts[sum(1 << i for i in on)]):
                writer.writerow([*(int(i in on) for i in positions), people])
