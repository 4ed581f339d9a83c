"""Draws as a file that other tools open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars

from tests.cli.conftest import SETTINGS, Call
from undercount.results import Estimate, Interval, NotEstimable
from undercount.workflow.draws import write_draws

LISTS = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,6\n"


def test_every_draw_has_its_place(tmp_path: Path) -> None:
    draws = np.array([[20.0, 30.0, 25.5], [21.0, 31.0, 26.5]])
    drawn = Estimate(25, Interval(20, 31, 0.95, "posterior"), 12, "m", draws=draws)
    rows: list[tuple[str, Estimate | NotEstimable]] = [
        ("drawn", drawn),
        ("none", NotEstimable("Nobody.", "Somebody.")),
    ]
    write_draws(rows, tmp_path / "draws.parquet")
    table = polars.read_parquet(tmp_path / "draws.parquet")
    assert table.columns == ["answer", "chain", "draw", "people"]
    assert table.row(4) == ("drawn", 1, 1, 31.0)
    assert table["people"].to_list() == draws.ravel().tolist()


def test_no_draws_is_a_table_without_rows(tmp_path: Path) -> None:
    write_draws([("none", NotEstimable("Nobody.", "Somebody."))], tmp_path / "draws.parquet")
    assert polars.read_parquet(tmp_path / "draws.parquet").shape == (0, 4)


def test_the_command_writes_them_where_it_is_told(tmp_path: Path, call: Call) -> None:
    (tmp_path / "lists.csv").write_text(LISTS)
    made = tmp_path / "made" / "draws.parquet"
    assert call("estimate", tmp_path / "lists.csv", "--method", "chao", "--draws", made).code == 0
    assert made.is_file()


def test_a_run_keeps_them_beside_the_answer(project: Path, call: Call) -> None:
    (project / "undercount.toml").write_text(SETTINGS, encoding="utf-8")
    assert call("run", project).code == 0
    made = project / "estimates" / "unseen" / "draws.parquet"
    assert made.is_file()
    made.unlink()
    assert "unseen" in call("check", project).out
