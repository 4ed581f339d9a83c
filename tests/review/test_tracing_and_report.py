"""What is done for answers and report in the server never opens the file of tracing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.review.made_tracing import make_tracing
from tests.review.quay import write_quay

_WATCHED = """
import os, sys
from pathlib import Path
from tests.review.browser.serving import serving
from tests.review.client import Client

opened = []
def watch(event, arguments):
    if event in ("compile", "os.stat", "glob.glob", "glob.glob/2"):
        return
    for argument in arguments:
        if isinstance(argument, bytes):
            argument = os.fsdecode(argument)
        if isinstance(argument, str | os.PathLike):
            name = os.path.basename(os.fspath(argument))
            if name.startswith(("tracing.db", "cases.csv", "requests.csv")):
                opened.append(f"{event} {name}")

with serving(Path(sys.argv[1]), by="amal") as served:
    amal = Client(served.port).enter(served.address)
    sys.addaudithook(watch)
    for path in ("/", "/links", "/tracing", "/report", "/api/moved", "/api/run"):
        amal.get(path)
    amal.post("/api/run", {})
    while (state := amal.get("/api/run").json["state"]) == "running":
        pass
    assert amal.get("/report").status == 200
    print(state, sorted(set(opened)))
    assert amal.get("/api/tracing/ids?which=all").status == 200
    print("with", bool(opened))
"""


def test_only_the_queue_of_tracing_opens_it(tmp_path: Path) -> None:
    root = make_tracing(tmp_path / "project")
    traced = (root / "undercount.toml").read_text(encoding="utf-8").partition("[trace]")
    settings = write_quay(root) / "undercount.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "".join(traced[1:]), encoding="utf-8"
    )
    command = [sys.executable, "-c", _WATCHED, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["done []", "with True"], done.stderr
