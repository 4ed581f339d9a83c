from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.project.settings_file import load, problems
from undercount.cli.commands.init import command
from undercount.project import LinkSettings

CLINIC = """\
[registers.clinic]
path = "registers/clinic/2016.csv"
columns = { id = "file no", given = "first_name", address = ["street", "town"], seen = 2016-08-31 }
"""
OTHER = '[registers.legal-aid]\npath = "registers/legal-aid/*.xlsx"\nsheet = "All"\n'
LINKED = '[[estimate]]\nname = "camp"\nlists = ["clinic", "legal-aid"]\nmethods = ["loglinear"]\n'


def test_registers_and_their_linkage_are_read(tmp_path: Path) -> None:
    spark = '[link]\nbackend = "spark"\nmaster = "local[2]"\n'
    project = load(tmp_path, CLINIC + OTHER + spark + LINKED + 'by = ["nationality"]\n')
    clinic, legal_aid = project.registers
    assert (clinic.name, clinic.path, clinic.sheet) == ("clinic", "registers/clinic/2016.csv", None)
    assert clinic.columns == {
        "id": ("file no",),
        "given": ("first_name",),
        "seen": ("2016-08-31",),
        "address": ("street", "town"),
    }
    assert (legal_aid.columns, legal_aid.sheet) == ({}, "All")
    assert project.link == LinkSettings("spark", "local[2]")
    (estimate,) = project.estimates
    assert (estimate.file, estimate.lists) == ("", ("clinic", "legal-aid"))
    assert estimate.settings == {"by": ("nationality",)}


def test_a_project_without_registers_links_nothing(tmp_path: Path) -> None:
    project = load(tmp_path, "")
    assert (project.registers, project.link) == ((), LinkSettings())


def test_all_problems_of_registers_are_told_at_once(tmp_path: Path) -> None:
    text = (
        '[registers.clinic]\npth = "x"\ncolumns = { gven = "a", family = 3 }\n'
        '[registers.count]\npath = "/etc/a.csv"\n'
        '[link]\nbackend = "oracle"\n'
    )
    told = {(problem.row, problem.column) for problem in problems(tmp_path, text)}
    assert told == {
        (1, "path"),
        (2, "pth"),
        (3, "gven"),
        (3, "family"),
        (4, None),
        (5, "path"),
        (7, "backend"),
    }


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        (LINKED.replace("legal-aid", "census"), "lists", "no [registers.census]"),
        (LINKED.replace("legal-aid", "clinic"), "lists", "twice"),
        (LINKED.replace(', "legal-aid"', ""), "lists", "one list"),
        (LINKED.replace('"clinic", "legal-aid"', ""), "lists", "is empty"),
        (LINKED + 'file = "a.csv"\n', "lists", "file and lists"),
        (LINKED + 'by = ["region"]\n', "by", '"region"'),
        (LINKED + 'covariates = "region"\n', "covariates", "no covariates"),
        ('[[estimate]]\nname = "a"\nmethods = ["chao"]\n', "file", "missing"),
        ('[link]\nmaster = "local[2]"\n', "master", "Spark"),
        ('[registers."a b"]\npath = "a.csv"\n', None, "file name"),
        ("[registers]\npath = 3\n", "registers", "names"),
        ('[registers.b]\npath = "b.csv"\ncolumns = "x"\n', "columns", "braces"),
    ],
)
def test_what_cannot_be_meant_is_told(
    tmp_path: Path, text: str, column: str | None, what: str
) -> None:
    base = "" if text.startswith("[registers]") else CLINIC + OTHER
    found = [p for p in problems(tmp_path, base + text) if p.column == column]
    assert any(what in problem.what for problem in found)
    assert all(problem.row for problem in found)


def test_a_new_project_shows_registers_and_hides_them_from_git(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path / "port")])
    assert done.exit_code == 0
    ignored = (tmp_path / "port" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"registers/", "link/", "tracing.db*"} <= set(ignored)
    # What may be published is not hidden.
    assert not any(line.startswith("histories") for line in ignored)
    # The examples in the comments are a project once their marks are taken away.
    text = (tmp_path / "port" / "undercount.toml").read_text(encoding="utf-8")
    shown = re.sub(r"^# (\[|\w+ = )", r"\1", text, flags=re.MULTILINE)
    project = load(tmp_path, shown)
    assert [item.name for item in project.registers] == ["clinic", "legal-aid"]
    assert project.estimates[-1].lists == ("clinic", "legal-aid")
    assert project.link.backend == "spark"
