"""A run and its report never open the file of tracing, nor cases or requests: totals only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.cli.watching_tracing import watched
from undercount.trace.totals import FILE, totals, write_totals
from undercount.workflow.pipeline import run

TRACE = """
[trace]
people = ["amal", "bo"]
[trace.cases]
path = "cases.csv"
[trace.requests]
path = "requests.csv"
"""
TRACING_FILES = ("tracing.db", "tracing.db-wal", "tracing.db-shm", "cases.csv", "requests.csv")


@pytest.fixture
def traced(project: Path) -> Path:
    """A project that asks for answers, and where families are traced too."""
    settings = project / "undercount.toml"
    # A pattern so wide that it would take everything for a document.
    text = settings.read_text(encoding="utf-8").replace("documents/*", "**/*")
    settings.write_text(text + TRACE, encoding="utf-8")
    for name in TRACING_FILES:
        (project / name).write_text("Invented Secretperson", encoding="utf-8")
    made = totals(
        cases=500, requests=9123, matched=31, possible=255, day=date(2021, 5, 3), suppress_below=10
    )
    write_totals(project, made)
    return project


def test_a_run_needs_nothing_of_tracing_but_totals(traced: Path, tmp_path: Path) -> None:
    bare = Path(shutil.copytree(traced, tmp_path / "bare"))
    assert watched(traced, "check", "run", "check", "reconcile", "ledger") == set()
    page = (traced / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Secretperson" not in page
    assert "cases of 500 children" in page
    assert "9,123 requests" in page
    # What would read past every watch cannot read what is not there.
    for name in TRACING_FILES:
        (bare / name).unlink()
    assert watched(bare, "run") == set()
    assert (bare / "reports" / "index.html").read_text(encoding="utf-8") == page
    # Other totals, another report.
    (traced / FILE).unlink()
    run(traced)
    assert "requests" not in (traced / "reports" / "index.html").read_text(encoding="utf-8")


def test_the_report_loads_no_room_of_tracing(traced: Path) -> None:
    code = (
        "import sys; from undercount.workflow.pipeline import run; run(sys.argv[1]); "
        "print([name for name in sys.modules if name.startswith('undercount.trace')])"
    )
    command = [sys.executable, "-c", code, str(traced)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
