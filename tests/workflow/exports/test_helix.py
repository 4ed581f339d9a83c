"""Helix-like: the headings and words of Helix's own export, and no person counted twice."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from undercount import export
from undercount.workflow.exports.helix import COLUMNS

# Headings of `Figure.get_figure_excel_sheets_data` in idmc-labs/helix-server at 39a21ff, with those
# that its README sheet gives to locations (`apps/entry/documents.py`).
_HELIX = {
    "ID", "Created at", "ISO3", "Year", "Figure category", "Figure role", "Total figures",
    "Reported", "Figure term", "Unit", "Quantifier", "Start date", "Start date accuracy",
    "End date", "End date accuracy", "Stock date", "Stock date accuracy", "Stock reporting date",
    "Analysis and calculation logic", "Publishers", "Sources", "Sources type", "Source excerpt",
    "Source url", "Source document", "Locations name", "Locations accuracy", "Type of point",
    "Entry title", "Tags", "Revision progress", "Assignee",
}  # fmt: skip


def _helix(project: Path) -> tuple[list[dict[str, str]], dict[str, int]]:
    (item,) = export(project, format="helix", keep=False)
    return list(csv.DictReader(io.StringIO(item.data.decode(), newline=""))), item.left_out


def test_every_heading_is_one_of_helix() -> None:
    assert {column.name for column in COLUMNS} == _HELIX


def test_an_accepted_figure_under_the_words_of_helix(made: Path) -> None:
    rows, _ = _helix(made)
    by_sentence = {row["Source excerpt"]: row for row in rows if row["Source excerpt"]}
    (counted,) = [row for said, row in by_sentence.items() if "410 people" in said]
    assert counted["Sources"] == "harbour authority"
    assert counted["Publishers"] != counted["Sources"]
    assert counted["Source document"] == "documents/news.txt"
    assert counted["Figure category"] == "Unverified stock"
    assert (counted["Unit"], counted["Quantifier"]) == ("Person", "Exact")
    assert (counted["Reported"], counted["Total figures"]) == ("410", "410")
    assert (counted["Stock date"], counted["Stock date accuracy"]) == ("2021-05-10", "Day")
    assert counted["Start date"] == ""
    assert (counted["Revision progress"], counted["Assignee"]) == ("Approved", "reviewer-one")
    (homes,) = [row for said, row in by_sentence.items() if "120 households" in said]
    assert (homes["Unit"], homes["Reported"], homes["Total figures"]) == ("Household", "120", "")


def test_only_what_fixes_a_level_is_recommended(made: Path) -> None:
    rows, _ = _helix(made)
    recommended = [row["Sources"] for row in rows if row["Figure role"] == "Recommended figure"]
    assert recommended == ["register"]
    assert {row["Figure role"] for row in rows} == {"Recommended figure", "Triangulation"}


def test_a_hedge_below_and_one_above(made: Path) -> None:
    rows, _ = _helix(made)
    nearly = [row["Quantifier"] for row in rows if row["Reported"] == "500"]
    assert nearly == ["Less than"]


def test_what_has_no_place_is_counted_and_said(made: Path) -> None:
    rows, left_out = _helix(made)
    assert left_out == {"not accepted by a person": 1, "counts no persons or households": 1}
    assert all(row["Unit"] in ("Person", "Household") for row in rows)
