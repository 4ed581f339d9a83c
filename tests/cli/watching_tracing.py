"""Which files of tracing a command opens, by whatever way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Every event of the interpreter that bears a path: opens, connections of SQLite (which opens files
# in C, past "open"), renames, removals; not only those one thinks of. But for source code, and
# for asking whether a file is there.
_WATCHED = """
import os, sys, undercount
def watch(event, arguments):
    if event in ("compile", "glob.glob", "glob.glob/2"):
        return
    for argument in arguments:
        if isinstance(argument, bytes):
            argument = os.fsdecode(argument)
        if isinstance(argument, str | os.PathLike):
            path = os.fspath(argument)
            if any(part in path for part in ("tracing.db", "cases.csv", "requests.csv")):
                print(f"{event} {os.path.basename(path)}", file=sys.stderr)
sys.addaudithook(watch)
root, *commands = sys.argv[1:]
from undercount.cli import main
for command in commands:
    sys.argv = ["undercount", command, root]
    try:
        main()
    except SystemExit as stop:
        assert not stop.code, command
"""


def watched(root: Path, *commands: str) -> set[str]:
    command = [sys.executable, "-c", _WATCHED, str(root), *commands]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines())
