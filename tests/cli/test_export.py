"""`undercount export` as people type it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.cli.conftest import Call


@pytest.fixture
def ran(project: Path, call: Call) -> Path:
    assert call("run", project).code == 0
    return project


def test_every_table_into_the_project(ran: Path, call: Call) -> None:
    done = call("export", ran)
    assert (done.code, done.err) == (0, "")
    # Nobody has decided anything yet: there is no table of it.
    names = {path.name for path in (ran / "exports").iterdir()}
    assert names == {"figures.csv", "series.csv", "estimates.csv"}
    assert all(name in done.out for name in names)
    again = call("export", ran)
    assert again.code == 2
    assert again.err.count("there is a file already") == 3
    assert call("export", ran, "--force").code == 0


def test_a_run_leaves_exports_alone(ran: Path, call: Call) -> None:
    assert call("export", ran).code == 0
    assert call("run", ran).code == 0
    assert (ran / "exports" / "figures.csv").is_file()
    assert call("check", ran).code == 0


def test_one_table_into_a_file_or_down_a_pipe(ran: Path, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "out" / "s.json"
    done = call("export", ran, "--format", "json", "--what", "series", "-o", file)
    assert (done.code, done.err) == (0, "")
    assert json.loads(file.read_text(encoding="utf-8"))["what"] == "series"
    piped = call("export", ran, "--what", "series", "-o", "-")
    assert (piped.code, piped.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(piped.out, newline="")))
    assert len(rows) == len(json.loads(file.read_text(encoding="utf-8"))["rows"])
    folder = tmp_path / "pq"
    words = ("--format", "parquet", "--what", "figures", "--what", "series")
    assert call("export", ran, *words, "-o", folder).code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["figures.parquet", "series.parquet"]
    assert pyarrow.parquet.read_table(folder / "figures.parquet").num_rows > 0


def test_a_pipe_takes_one_table_of_text(ran: Path, call: Call) -> None:
    for words in ((), ("--what", "figures", "--what", "series"), ("--format", "parquet")):
        done = call("export", ran, *words, "-o", "-")
        assert done.code == 2
        assert "--what" in done.err


def test_what_is_older_than_what_it_rests_on_is_said(ran: Path, call: Call) -> None:
    hand = ran / "hand" / "figures.csv"
    hand.write_text(hand.read_text(encoding="utf-8").replace("480", "490"), encoding="utf-8")
    done = call("export", ran)
    assert done.code == 0
    assert "undercount run" in done.err


def test_helix_says_what_it_leaves_out(ran: Path, call: Call) -> None:
    done = call("export", ran, "--format", "helix")
    assert done.code == 0
    assert "not accepted by a person" in done.err
    rows = list(csv.DictReader(io.StringIO((ran / "exports/helix.csv").read_text("utf-8"))))
    assert {row["Revision progress"] for row in rows} == {"Approved"}


@pytest.mark.parametrize(
    "words",
    [("--format", "xls"), ("--what", "people"), ("--format", "helix", "--what", "series"),
     ("--format", "arviz", "--what", "figures"), ("-o", "")],
)  # fmt: skip
def test_bad_input_is_one_message(ran: Path, call: Call, words: tuple[str, ...]) -> None:
    done = call("export", ran, *words)
    assert done.code == 2
    assert "Traceback" not in done.err
    assert not (ran / "exports").exists()


@pytest.mark.parametrize("own", ["ledger.db", "undercount.toml", "hand/figures.csv"])
def test_a_file_of_the_project_is_never_replaced(ran: Path, call: Call, own: str) -> None:
    before = (ran / own).read_bytes()
    done = call("export", ran, "--what", "series", "-o", ran / own, "--force")
    assert done.code == 2
    assert "this belongs to the project" in done.err
    assert (ran / own).read_bytes() == before


def test_a_project_never_run_and_a_place_that_cannot_be_written(
    project: Path, call: Call, tmp_path: Path
) -> None:
    done = call("export", project)
    assert (done.code, done.out) == (2, "")
    assert "undercount run" in done.err
    assert call("run", project).code == 0
    (tmp_path / "file").touch()
    assert call("export", project, "-o", tmp_path / "file" / "below").code == 2
