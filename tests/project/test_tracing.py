from __future__ import annotations

from pathlib import Path

import pytest

from tests.project.settings_file import load, problems
from undercount.project import TraceListSettings, TraceSettings
from undercount.project.tracing import PURPOSE

TRACE = """\
[trace]
people = ["amal", "bo"]
purpose = "finding family"
route = "routes.toml"
progress = "progress.toml"
[trace.cases]
path = "cases.csv"
columns = { id = "case_no", name = ["first", "last"], seen = 2021-05-03 }
[trace.requests]
path = ["requests/*.csv", "more.xml"]
consent = "all"
"""
LEAST = '[trace]\n[trace.cases]\npath = "a.csv"\n[trace.requests]\npath = "b.csv"\n'


def test_what_tracing_compares_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, TRACE).trace == TraceSettings(
        TraceListSettings(
            ("cases.csv",),
            {"id": ("case_no",), "name": ("first", "last"), "seen": ("2021-05-03",)},
        ),
        TraceListSettings(("requests/*.csv", "more.xml"), consent="all"),
        ("amal", "bo"),
        "finding family",
        "routes.toml",
        "progress.toml",
    )


def test_a_project_without_it_traces_nobody(tmp_path: Path) -> None:
    assert load(tmp_path, "").trace is None


def test_what_is_left_out_has_the_safe_meaning(tmp_path: Path) -> None:
    trace = load(tmp_path, LEAST).trace
    assert trace is not None
    assert (trace.people, trace.purpose, trace.route) == ((), PURPOSE, None)
    assert (trace.cases.consent, trace.requests.consent) == ("", "")


@pytest.mark.parametrize(
    ("old", "new", "column", "what"),
    [
        ('"amal", "bo"', '"amal", "Amal"', "people", "twice"),
        ('"amal", "bo"', '"amal", " "', "people", "no name"),
        ('["amal", "bo"]', '"amal"', "people", "list of texts"),
        ('"finding family"', '" "', "purpose", "empty"),
        ('"routes.toml"', '"../routes.toml"', "route", "leaves the project"),
        ('"progress.toml"', '"/srv/progress.toml"', "progress", "leaves the project"),
        ('"cases.csv"', '"/etc/cases.csv"', "path", "leaves the project"),
        ('"more.xml"', '"../more.xml"', "path", "leaves the project"),
        ('"more.xml"', '"cases.csv"', None, "for cases and for requests"),
        ('path = "cases.csv"\n', "", "path", "missing"),
        ('path = "cases.csv"', "path = 3", "path", "a text"),
        ("id = ", "idd = ", "idd", "unknown key"),
        ('consent = "all"', 'consent = "some"', "consent", "not one of"),
        ('consent = "all"', 'format = "xls"', "format", "not one of"),
        ('consent = "all"', 'consnt = "all"', "consnt", "unknown key"),
        ("[trace.requests]", "[trace.reqests]", "requests", "missing"),
        ("[trace.requests]", "[trace.reqests]", "reqests", "unknown key"),
        (
            'consent = "all"',
            'consent = "all"\ncolumns = { consent = "ok" }',
            "consent",
            "a column says who",
        ),
        (
            'consent = "all"',
            'format = "pfif"\ncolumns = { id = "x" }',
            "columns",
            "its own columns",
        ),
    ],
)
def test_what_cannot_be_meant_is_told(
    tmp_path: Path, old: str, new: str, column: str | None, what: str
) -> None:
    assert old in TRACE
    found = [p for p in problems(tmp_path, TRACE.replace(old, new)) if p.column == column]
    assert any(what in problem.what for problem in found)
    assert all(problem.row for problem in found)


def test_a_table_that_is_none_is_told_once(tmp_path: Path) -> None:
    told = problems(tmp_path, '[trace]\ncases = "cases.csv"\n')
    assert {(p.column, p.what) for p in told} == {
        ("cases", "must be a table"),
        ("requests", '"requests" is missing'),
    }


def test_a_missing_path_is_asked_for_in_its_own_table(tmp_path: Path) -> None:
    (missing,) = problems(tmp_path, LEAST.replace('path = "a.csv"\n', ""))
    assert missing.hint == "Add a line to [trace.cases]: path = ..."
