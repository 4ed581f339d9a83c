"""Aggregates on the command line: an answer, a refusal that helps, or one clear message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call

POLAND = str(Path(__file__).parents[2] / "examples/poland-2019/aggregates/first-half.csv")
ATTEMPTS = "place,attempts,p_low,p_high\nnorth,1200,0.2,0.4\nsouth,800,0.3,0.5\n"


@pytest.fixture
def attempts(tmp_path: Path) -> str:
    path = tmp_path / "attempts.csv"
    path.write_text(ATTEMPTS, encoding="utf-8")
    return str(path)


def test_the_published_total(call: Call) -> None:
    done = call(
        "estimate", POLAND, "--method", "aggregate", "--zeros", "truncated",
        "--covariates", "ukrainian", "--json",
    )  # fmt: skip
    assert done.code == 0
    answer = json.loads(done.out)
    assert round(answer["point"]) == 14453
    assert answer["provenance"]["file"] == "first-half.csv"


def test_the_assumption_is_printed_before_the_number(call: Call, attempts: str) -> None:
    done = call("estimate", attempts, "--method", "repeated-trials")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "Only if this holds: Everybody who is stopped tries again until through."
    assert "people" in lines[1]
    ranged = call("estimate", attempts, "--method", "repeated-trials", "--p", "0.1,0.2", "--json")
    assert json.loads(ranged.out)["diagnostics"]["range"] == [8000.0, 18000.0]


def test_columns_of_other_names(call: Call, tmp_path: Path) -> None:
    text = Path(POLAND).read_text(encoding="utf-8").replace("encounters", "met")
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")
    done = call("estimate", str(path), "--method", "aggregate")
    assert done.code == 2
    assert "--column encounters=NAME" in done.err
    done = call("estimate", str(path), "--method", "aggregate", "--column", "encounters=met")
    assert done.code == 0


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--method", "aggregate", "--by", "sex"), "no strata are made"),
        (("--method", "aggregate", "--delta", "2"), "takes no delta"),
        (("--method", "aggregate", "--gamma", "x"), "a gamma of x is none"),
        (("--method", "aggregate", "--interval", "bca"), "no interval 'bca'"),
        (("--method", "aggregate", "--column", "met"), "'met' names no column"),
        (("--method", "aggregate", "--covariates", "region"), "no column 'region'"),
        (("--method", "aggregate", "--p", "0.2"), "takes no p"),
        (("--method", "repeated-trials"), "no column 'attempts'"),
        (("--method", "chao", "--column", "encounters=m"), "takes no columns"),
    ],
)
def test_what_does_not_fit_is_told_in_one_message(
    call: Call, words: tuple[str, ...], what: str
) -> None:
    done = call("estimate", POLAND, *words)
    assert done.code == 2
    assert what in " ".join(done.err.split())


def test_nothing_to_go_by_exits_with_3(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "attempts.csv"
    path.write_text("attempts\n100\n", encoding="utf-8")
    done = call("estimate", str(path), "--method", "repeated-trials")
    assert done.code == 3
    assert "What would help" in done.out
