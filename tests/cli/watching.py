"""Which files each step of a run opens."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# An audit hook sees every open, whichever library asks; only while a step is at work.
_STEPS = """
import sys
from undercount.workflow import pipeline
from undercount.project import Steps
at = [""]
def watch(event, arguments):
    if event == "open" and at[0] and isinstance(arguments[0], str):
        print(f"{at[0]}|{arguments[0]}")
sys.addaudithook(watch)
made = Steps.run
def run(self, name, key, make, outputs=()):
    def watched():
        at[0] = name
        try:
            make()
        finally:
            at[0] = ""
    return made(self, name, key, watched, outputs)
Steps.run = run
pipeline.run(sys.argv[1])
"""


def opened(root: Path) -> list[str]:
    """Run a project in a process of its own; "step|path" of every file that a step opened."""
    command = [sys.executable, "-c", _STEPS, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def inside(root: Path, lines: list[str], step: str) -> set[str]:
    """Files of the project that a step opened, without those it writes beside their targets."""
    found = set()
    for line in lines:
        name, _, path = line.partition("|")
        if name == step and Path(path).is_relative_to(root) and not path.endswith(".tmp"):
            found.add(Path(path).relative_to(root).as_posix())
    return found
