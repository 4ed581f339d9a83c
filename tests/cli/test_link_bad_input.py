"""Lists that cannot be linked as they are: one message a problem, exit 2, nothing half-written."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Call, everything

GIVEN = ("Amina", "Yusuf", "Hodan", "Samir", "Leila", "Omar", "Farah", "Karim", "Nadia", "Idris")
FAMILY = ("Sample", "Exemple", "Muster", "Ejemplo", "Primer")
SETTINGS = """\
[project]
title = "Simulated lists"
[registers.clinic]
path = "registers/clinic/*.csv"
columns = {{ given = "first", family = "last", birth = "dob", sex = "sex" }}
[registers.aid]
path = "registers/aid/list.csv"
columns = {{ {columns} }}
[[estimate]]
name = "camp"
lists = ["clinic", "aid"]
methods = ["loglinear"]
"""
COLUMNS = 'given = "given", family = "family", birth = "born", sex = "sex"'


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def _people(start: int, stop: int) -> list[list[str]]:
    """Simulated: common given names with made-up family names."""
    return [
        [
            GIVEN[i % 10], f"{FAMILY[i % 5]}{chr(97 + i // 50)}{chr(97 + i % 23)}",
            f"{1970 + i % 37}-{1 + i % 12:02}-{1 + i % 28:02}", "f" if i % 3 else "m",
        ]
        for i in range(start, stop)
    ]  # fmt: skip


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    root = tmp_path / "lists"
    _write(root / "registers/clinic/2016.csv", ("first", "last", "dob", "sex"), _people(0, 120))
    _write(root / "registers/aid/list.csv", ("given", "family", "born", "sex"), _people(60, 200))
    (root / "undercount.toml").write_text(SETTINGS.format(columns=COLUMNS))
    return root


def _refused(root: Path, call: Call, *words: str) -> list[str]:
    before = everything(root)
    called = call("link", root)
    assert (called.code, called.out) == (2, "")
    assert everything(root) == before
    assert not (root / "link").exists()
    messages = [line for line in called.err.splitlines() if line]
    assert all(line.startswith("undercount: ") for line in messages)
    for word in words:
        assert word in called.err
    return messages


def test_a_missing_column(lists: Path, call: Call) -> None:
    settings = lists / "undercount.toml"
    settings.write_text(settings.read_text().replace('birth = "born"', 'birth = "birthday"'))
    (message,) = _refused(lists, call, "list.csv", "column 'birthday'")
    assert "given, family, born, sex" in message


def test_two_problems_of_two_lists_are_told_at_once(lists: Path, call: Call) -> None:
    settings = lists / "undercount.toml"
    settings.write_text(settings.read_text().replace('"born"', '"x"').replace('"dob"', '"y"'))
    assert len(_refused(lists, call, "list.csv", "2016.csv")) == 2


def test_an_empty_list(lists: Path, call: Call) -> None:
    _write(lists / "registers/aid/list.csv", ("given", "family", "born", "sex"), [])
    (message,) = _refused(lists, call, "list.csv")
    assert "no record" in message or "empty" in message


def test_a_file_without_anything(lists: Path, call: Call) -> None:
    (lists / "registers/aid/list.csv").write_text("")
    assert len(_refused(lists, call, "list.csv")) == 1


def test_no_file(lists: Path, call: Call) -> None:
    (lists / "registers/aid/list.csv").unlink()
    assert len(_refused(lists, call, "list.csv")) == 1


def test_the_same_file_twice(lists: Path, call: Call) -> None:
    first = lists / "registers/clinic/2016.csv"
    (lists / "registers/clinic/copy.csv").write_bytes(first.read_bytes())
    (message,) = _refused(lists, call, "copy.csv", "2016.csv")
    assert "same" in message


def test_the_same_file_in_two_lists(lists: Path, call: Call) -> None:
    text = SETTINGS.format(columns='given = "first", family = "last", birth = "dob"')
    (lists / "undercount.toml").write_text(text)
    first = lists / "registers/clinic/2016.csv"
    (lists / "registers/aid/list.csv").write_bytes(first.read_bytes())
    assert len(_refused(lists, call, "list.csv", "2016.csv")) == 1


def test_two_lists_without_a_shared_field(lists: Path, call: Call) -> None:
    """Every list needs names, so that there always is one; without, it is refused as such."""
    rows = [[str(i), "Halden"] for i in range(50)]
    _write(lists / "registers/aid/list.csv", ("card", "town"), rows)
    settings = SETTINGS.format(columns='number = "card", place = "town"')
    (lists / "undercount.toml").write_text(settings)
    (message,) = _refused(lists, call, "list.csv")
    assert "names" in message


def test_a_list_without_names(lists: Path, call: Call) -> None:
    rows = [row[2:] for row in _people(60, 200)]
    _write(lists / "registers/aid/list.csv", ("born", "sex"), rows)
    settings = SETTINGS.format(columns='birth = "born", sex = "sex"')
    (lists / "undercount.toml").write_text(settings)
    (message,) = _refused(lists, call, "list.csv", "born, sex")
    assert "no column holds names" in message


def test_three_formats_of_dates_and_six_births_in_ten_missing(lists: Path, call: Call) -> None:
    rows = _people(60, 200)
    for i, row in enumerate(rows):
        year, month, day = row[2].split("-")
        row[2] = ("", "", "", row[2], f"{day}/{month}/{year}", f"{day}.{month}.{year}")[i % 6]
        if i % 10 == 0:
            row[2] = ""
    _write(lists / "registers/aid/list.csv", ("given", "family", "born", "sex"), rows)
    called = call("link", lists)
    assert called.code == 0
    profile = called.out[: called.out.index("Linked:")]
    assert "aid" in profile
    assert "birth" in profile
    assert (lists / "link/camp/clusters.parquet").is_file()


def test_a_project_without_lists(tmp_path: Path, call: Call) -> None:
    (tmp_path / "undercount.toml").write_text('[project]\ntitle = "x"\n')
    called = call("link", tmp_path)
    assert called.code == 2
    assert "[registers.NAME]" in called.err
    assert call("link", tmp_path, "--profile").code == 2


def test_what_no_estimate_from_lists_takes_is_refused(lists: Path, call: Call) -> None:
    settings = lists / "undercount.toml"
    more = 'methods = ["loglinear"]\nrobustness = true\nmodel = "[A][B]"\n'
    settings.write_text(settings.read_text().replace('methods = ["loglinear"]\n', more))
    messages = _refused(lists, call, "robustness", "model")
    assert len(messages) == 2


def test_without_a_question_all_lists_are_linked_together(lists: Path, call: Call) -> None:
    settings = lists / "undercount.toml"
    settings.write_text(settings.read_text().partition("[[estimate]]")[0])
    assert call("link", lists).code == 0
    made = lists / "link/all/clusters.parquet"
    assert made.is_file()
    called = call("run", lists)
    assert called.code == 2
    assert "undercount link" in called.err
    # A run that has other work leaves what was linked for its owner.
    (lists / "documents").mkdir()
    (lists / "documents/note.txt").write_text("Invented: 40 people were counted on the quay.\n")
    settings.write_text(settings.read_text() + '[[document]]\npath = "documents/*"\n')
    assert call("run", lists).code == 0
    assert made.is_file()
    assert (lists / "histories/all.csv").is_file()
