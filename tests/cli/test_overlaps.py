"""The lists of a table in a file, as a picture of the report."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from undercount.histories.suppress import suppress
from undercount.project import load_project
from undercount.workflow.overlaps import overlaps_of

TOML = """\
[project]
title = "Invented lists"

[[estimate]]
name = "unseen"
file = "lists.csv"
methods = ["loglinear"]
{more}

[report]
suppress_below = {below}
"""
CELLS = [0, 54, 463, 15, 95, 4, 62, 3]


def write(folder: Path, more: str = "", below: int = 10, text: str = "") -> Path:
    rows = [f"{c & 1},{c >> 1 & 1},{c >> 2 & 1},{n}" for c, n in enumerate(CELLS) if c]
    (folder / "lists.csv").write_text(text or "\n".join(["A,B,C,count", *rows]), encoding="utf-8")
    (folder / "undercount.toml").write_text(TOML.format(more=more, below=below), encoding="utf-8")
    return folder


def made(folder: Path) -> object:
    project = load_project(folder)
    return overlaps_of(project, project.estimates[0])


def test_what_is_small_is_kept_back_and_what_would_give_it_away(tmp_path: Path) -> None:
    told = overlaps_of(project := load_project(write(tmp_path)), project.estimates[0])
    assert told is not None
    assert told.total == sum(CELLS)
    assert told.histories[4] is None
    assert told.histories[6] is None
    # Two numbers below ten and a total: their sum, 7, must not follow from the rest.
    rest = [n for n, shown in zip(CELLS[1:], told.histories, strict=True) if shown is None]
    assert sum(rest) >= 10


def test_beside_checks_the_people_of_each_list_alone_are_printed(tmp_path: Path) -> None:
    told = overlaps_of(
        project := load_project(write(tmp_path, "robustness = true")), project.estimates[0]
    )
    assert told is not None
    assert [told.histories[cell - 1] for cell in (1, 2, 4)] == [54, 463, 95]
    assert told.total == sum(CELLS)


def test_where_nothing_is_suppressed_all_of_it_is_drawn(tmp_path: Path) -> None:
    told = overlaps_of(project := load_project(write(tmp_path, below=0)), project.estimates[0])
    assert told is not None
    assert told.histories == tuple(CELLS[1:])


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ('by = ["sex"]', "A,B,C,sex,count\n1,0,0,f,40\n0,1,1,m,50\n1,1,0,f,30\n0,0,1,m,20\n"),
        ('non_members = ["C"]', ""),
    ],
)
def test_tables_of_another_kind_have_no_picture(tmp_path: Path, more: str, text: str) -> None:
    assert made(write(tmp_path, more, text=text)) is None


def test_few_people_have_no_picture(tmp_path: Path) -> None:
    assert made(write(tmp_path, text="A,B,count\n1,0,3\n0,1,2\n1,1,1\n")) is None


def test_numbers_told_elsewhere_are_kept_back_last() -> None:
    # Of the two that could hide the 4, the larger goes where the smaller is told elsewhere.
    counts = np.array([0, 90, 80, 30, 70, 25, 4, 12])
    before = suppress(("A", "B", "C"), counts, None, 10)
    (hidden, *_) = [i for i, n in enumerate(before.histories, 1) if n is None and counts[i] >= 10]
    after = suppress(
        ("A", "B", "C"), counts, None, 10, printed=[("cell", hidden), ("history", hidden)]
    )
    assert after.histories[hidden - 1] == counts[hidden]
    assert after.histories[5] is None
