"""A small invented project, and a way to call the command line in this process."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.linked_project import write_project
from undercount.cli import main
from undercount.testing.worlds import World
from undercount.testing.worlds.tracing import simulate_tracing
from undercount.workflow.pipeline import run

# Who may decide in tests of tracing.
TRACING_PEOPLE = ("reviewer-one", "reviewer-two", "reviewer-three")

# Invented throughout: a port that does not exist and figures that nobody said.
NEWS = """\
Port of Halden: how many sleep on the quay

Invented for a test, 12 May 2021

The harbour authority counted 410 people on the old quay on 10 May 2021. Nearly 500 people \
live there, according to the Quayside Kitchen, a charity. The true number is higher, police said.
"""
NOTE = """\
Quayside Kitchen: census of June

Invented for a test, 14 June 2021

The Quayside Kitchen counted 620 people on the old quay on 12 June 2021.
"""
HAND = """\
quantity,value,hedge,quantifier,unit,measure,claimant,place,period_start,publisher,title
quay,410,,exact,person,stock,harbour authority,old quay,2021-05-10,Invented Post,On the quay
quay,500,nearly,almost,person,stock,Quayside Kitchen,old quay,2021-05-11,Invented Post,On the quay
quay,480,,exact,person,stock,harbour authority,old quay,2021-06-10,Invented Post,June
quay,620,,exact,person,stock,Quayside Kitchen,old quay,2021-06-12,Invented Post,June
quay,560,,exact,person,stock,register,old quay,2021-06-20,Invented Post,Closed
"""
SETTINGS = """\
[project]
title = "An invented quay"
seed = 5
[[document]]
path = "documents/*"
[[series]]
name = "quay"
title = "People on the old quay"
quantity = "quay"
place = "old quay"
anchors = ["register"]
ask = [2021-06-01]
[[estimate]]
name = "unseen"
file = "histories/lists.csv"
methods = ["chapman"]
"""
LISTS = "A,B,count\n1,0,60\n0,1,40\n1,1,20\n"


@dataclass(frozen=True)
class Called:
    code: int
    out: str
    err: str


Call = Callable[..., Called]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    def run(*words: str | Path) -> Called:
        monkeypatch.setattr(sys, "argv", ["undercount", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        printed = capsys.readouterr()
        return Called(code, printed.out, printed.err)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "quay"
    files = {
        "undercount.toml": SETTINGS,
        "documents/news.txt": NEWS,
        "documents/note.txt": NOTE,
        "hand/figures.csv": HAND,
        "histories/lists.csv": LISTS,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def everything(root: Path) -> dict[str, bytes]:
    """Every file of a project but its cache, by path; for showing that nothing changed."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".undercount" not in path.parts and "ledger.db" not in path.name
    }


@pytest.fixture(scope="session")
def lists_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A simulated project that was run from its lists; tests work on copies of it."""
    root = tmp_path_factory.mktemp("lists") / "world"
    world = write_project(root)
    run(root)
    return root, world


@pytest.fixture
def lists_copy(lists_run: tuple[Path, World], tmp_path: Path) -> Path:
    return Path(shutil.copytree(lists_run[0], tmp_path / "copy"))


@pytest.fixture(scope="session")
def simulated_tracing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated project, traced once."""
    root = tmp_path_factory.mktemp("tracing") / "world"
    simulate_tracing(cases=40, requests=400, seed=411).write(root)
    settings = root / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    people = ", ".join(f'"{name}"' for name in TRACING_PEOPLE)
    settings.write_text(re.sub(r"people = \[.*\]", f"people = [{people}]", text), encoding="utf-8")
    from undercount.workflow.tracing import trace_project

    trace_project(root, case=None, top=10, by=None, why="ranking", tell=lambda step, done, of: None)
    return root


@pytest.fixture
def traced(simulated_tracing: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(simulated_tracing, tmp_path / "world"))
