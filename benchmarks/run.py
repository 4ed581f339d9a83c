"""How long the Calais example takes from the command line: wall seconds of whole processes.

Run with `python benchmarks/run.py`. No peer does this work, so there is no ratio.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "calais-2016"
MADE = ("ledger.db*", ".undercount", "series", "reports", "conflicts.json")


def seconds(*words: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "undercount", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "calais-2016"
        shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns(*MADE))
        rows = (
            ("undercount --help", sorted(seconds("--help") for _ in range(5))[2]),
            ("undercount run calais-2016, first", seconds("run", str(project))),
            ("undercount run calais-2016, again", seconds("run", str(project))),
            ("undercount check calais-2016", seconds("check", str(project))),
        )
    print(f"{'whole processes':36} {'wall s':>8}")
    for name, taken in rows:
        print(f"{name:36} {taken:8.2f}")


if __name__ == "__main__":
    main()
