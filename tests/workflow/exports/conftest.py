"""An invented project that was run once: hostile words, a series, strata too small to print."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from undercount.ledger import Ledger
from undercount.workflow.deciding import decide, read_entries
from undercount.workflow.pipeline import run

# What a spreadsheet, a browser or a careless reader would trip over. Nobody said any of it.
HOSTILE = (
    '=HYPERLINK("http://127.0.0.1/?"&A1;"click")',
    "'=1+1",
    "\uff1d1+1",
    "+cmd|' /C calc'!A0",
    '-2 "quoted", and; parted',
    "<script>alert(1)</script>\u202e",
)
NEWS = """\
Port of Halden: how many sleep on the quay

Invented for a test, 12 May 2021

The harbour authority counted 410 people on the old quay on 10 May 2021. Nearly 500 people \
live there, according to the Quayside Kitchen, a charity.
@SUM(A1) said that 120 households sleep in Halden.
"""
_COLUMNS = (
    "quantity", "value", "hedge", "quantifier", "unit", "measure", "claimant", "place",
    "period_start", "publisher", "title", "note",
)  # fmt: skip
_QUAY = (
    (410, "", "exact", "harbour authority", "2021-05-10"),
    (500, "nearly", "almost", "Quayside Kitchen", "2021-05-11"),
    (480, "", "exact", "harbour authority", "2021-06-10"),
    (620, "", "exact", "Quayside Kitchen", "2021-06-12"),
    (560, "", "exact", "register", "2021-06-20"),
)
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
anchors = ["register"]
ask = [2021-06-01]
[[series]]
name = "boats"
quantity = "boats"
[[estimate]]
name = "unseen"
file = "histories/lists.csv"
methods = ["chao", "model-average"]
by = ["group"]
[[estimate]]
name = "apart"
file = "histories/apart.csv"
methods = ["chapman"]
"""
_LISTS = """\
A,B,C,group,count
1,0,0,men,60
0,1,0,men,50
0,0,1,men,40
1,1,0,men,21
1,0,1,men,17
0,1,1,men,12
1,1,1,men,9
1,0,0,women,31
0,1,0,women,28
0,0,1,women,22
1,1,0,women,13
1,0,1,women,12
0,1,1,women,9
1,1,1,women,7
1,0,0,children,2
0,1,0,children,1
0,0,1,children,1
1,1,0,children,1
1,0,1,children,1
0,1,1,children,1
1,1,1,children,1
1,0,0,elders,11
0,1,0,elders,10
0,0,1,elders,9
1,1,0,elders,7
1,0,1,elders,6
0,1,1,elders,5
1,1,1,elders,4
"""


def _hand() -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    notes = iter([*HOSTILE, *["A title or a note"] * len(_QUAY)])
    for value, hedge, quantifier, claimant, day in _QUAY:
        writer.writerow(
            ["quay", value, hedge, quantifier, "person", "stock", claimant, "old quay", day,
             "Invented Post", next(notes), next(notes)]
        )  # fmt: skip
    writer.writerow(
        ["boats", 7, "", "exact", "boat", "flow", "coastguard", "Halden", "2021-05-01",
         "Invented Post", "Boats", ""]
    )  # fmt: skip
    return out.getvalue()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, run and with one figure accepted and one left unsure; only to be looked at."""
    root = tmp_path_factory.mktemp("exports") / "quay"
    files = {
        "undercount.toml": SETTINGS,
        "documents/news.txt": NEWS,
        "hand/figures.csv": _hand(),
        "histories/lists.csv": _LISTS,
        "histories/apart.csv": "A,B,count\n1,0,60\n0,1,40\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    run(root)
    ids = {entry.figure.surface: entry.id for entry in read_entries(root) if entry.sentence}
    decide(root, [ids["410"]], "accepted", by="reviewer-one", why="=as the =words say")
    decide(root, [ids["500"]], "unsure", by="reviewer-two", why="")
    with Ledger(root / "ledger.db") as ledger:
        entry = next(entry for entry in ledger.entries() if entry.id == ids["120"])
        assert entry.figure.sentence_start is not None
        at = entry.figure.sentence_start + (entry.sentence or "").index("Halden")
        place = {"text": "Halden", "start": at, "end": at + 6}
        ledger.judge([ids["120"]], "corrected", by="reviewer-one", why="", key="k",
                     changes={"place": place, "quantity": "quay-homes"})  # fmt: skip
        ledger.judge([ids["410"]], "rejected", by="reviewer-two", why="a slip", key="slip")
        ledger.undo("slip", by="reviewer-two", key="undo")
    run(root)
    return root


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy of it that may be changed."""
    return Path(shutil.copytree(made, tmp_path / "quay"))
