"""What a run never touches: registers, tracing files, the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# An audit hook sees every open and every socket of the process, whichever library asks.
# The program's own files may be called what they like: a run hashes them all.
_WATCHED = """
import os, sys, undercount
own = os.path.dirname(undercount.__file__)
def watch(event, arguments):
    path = str(arguments[0])
    if event == "open" and any(part in path for part in ("registers", "tracing.db")):
        if not path.startswith(own):
            print(f"opened {arguments[0]}", file=sys.stderr)
    if event.startswith("socket.") and event != "socket.gethostname":
        print(f"network: {event}", file=sys.stderr)
sys.addaudithook(watch)
sys.argv = ["undercount", *sys.argv[1:]]
from undercount.cli import main
main()
"""


def _watched(*words: str | Path) -> str:
    command = [sys.executable, "-c", _WATCHED, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr


def test_a_run_opens_no_register_and_no_socket(project: Path) -> None:
    (project / "registers" / "clinic").mkdir(parents=True)
    (project / "registers" / "clinic" / "2021.csv").write_text("given,family\nInvented,Person\n")
    (project / "tracing.db").write_text("not to be opened")
    assert _watched("run", project) == ""
    page = (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Invented,Person" not in page


def test_the_watch_would_see_both(tmp_path: Path) -> None:
    (tmp_path / "registers.csv").write_text("A,B,count\n1,0,60\n0,1,40\n1,1,20\n")
    seen = _watched("estimate", tmp_path / "registers.csv", "--method", "chapman")
    assert "opened" in seen
    probe = _WATCHED.replace("main()\n", "import socket\nsocket.socket().close()\n")
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert "network: socket.__new__" in done.stderr
