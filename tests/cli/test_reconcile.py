"""`undercount reconcile`: everything that figures which disagree give, and what was known when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call, everything
from undercount.workflow.pipeline import run, stale_steps

MORE = """\
[[series]]
name = "children"
quantity = "children"
place = "old quay"
part_of = "quay"
[[balance]]
name = "quay"
place = "old quay"
stock = ["quay"]
arrivals = ["arrivals"]
[[what_if]]
name = "summer"
series = "quay"
start = 2021-06-20
until = 2021-07-20
arrivals = [10, 40]
exits = [0, 20]
needs = [
  { kind = "beds", capacity = 500 },
  { kind = "protection_places", part = "children", per_person = 1 },
]
"""
ROWS = """\
children,90,,exact,person,stock,harbour authority,old quay,2021-06-10,Invented Post,June
arrivals,2000,,exact,person,flow,Quayside Kitchen,old quay,2021-06-12,Invented Post,June
quay,120,,exact,person,stock,harbour authority,"old quay, north end",2021-06-10,Invented Post,June
"""


@pytest.fixture
def asking(project: Path) -> Path:
    """The invented project with a part, a balance and a what-if."""
    settings = project / "undercount.toml"
    settings.write_text(settings.read_text() + MORE)
    hand = project / "hand" / "figures.csv"
    hand.write_text(hand.read_text() + ROWS)
    return project


def test_everything_that_reconciling_answers_is_in_the_json(asking: Path, call: Call) -> None:
    told = json.loads(call("reconcile", asking, "--json").out)
    quay, children = told["series"]
    assert [point["day"] for point in quay["answers"]] == ["2021-06-01"]
    assert children["observations"][0]["value"] == 90
    assert set(told["lineage"]) == {"descents", "counts"}
    assert {refusal["why"] for refusal in told["refusals"]} == {
        "of old quay, north end, a part of old quay"
    }
    assert told["what_ifs"][0]["needs"][0]["capacity"] == 500
    assert told["balances"][0]["claims"]
    assert told["as_of"] is None
    for finding in (*told["drifts"], *told["repairs"], *told["contradictions"]):
        assert finding["text"]


def test_reconciling_leaves_estimates_and_report_alone(asking: Path, call: Call) -> None:
    called = call("reconcile", asking)
    assert called.code == 0
    assert "fixes the level" in called.out
    assert not (asking / "reports" / "index.html").exists()
    assert not (asking / "estimates").exists()
    assert stale_steps(asking) == ("estimate unseen", "write the report")


def test_a_replay_knows_only_what_was_printed_and_writes_nothing(asking: Path, call: Call) -> None:
    run(asking)
    before = everything(asking)
    told = json.loads(call("reconcile", asking, "--as-of", "2021-06-11", "--json").out)
    assert told["as_of"] == "2021-06-11"
    quay = told["series"][0]
    assert {row["day"] for row in quay["observations"]} == {
        "2021-05-10",
        "2021-05-11",
        "2021-06-10",
    }
    assert quay["cautions"][0]["code"] == "as-of"
    assert everything(asking) == before


def test_a_day_that_is_none_is_told(asking: Path, call: Call) -> None:
    called = call("reconcile", asking, "--as-of", "31/08/2016")
    assert called.code == 2
    assert "as-of" in called.err


def test_a_what_if_whose_days_do_not_suit_the_figures_stops_nothing_else(
    asking: Path, call: Call
) -> None:
    settings = asking / "undercount.toml"
    settings.write_text(
        settings.read_text()
        .replace("start = 2021-06-20\n", "")
        .replace("until = 2021-07-20", "until = 2019-07-20")
    )
    called = call("run", asking)
    assert called.code == 0
    assert "summer: not worked out; until is 2019-07-20, not after" in called.out
    assert "Nothing can be said:" in (asking / "reports" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["run", "reconcile"])
def test_the_screen_keeps_back_a_series_of_few_people_as_the_page_does(
    asking: Path, call: Call, command: str
) -> None:
    settings = asking / "undercount.toml"
    lines = [line for line in settings.read_text().splitlines() if "suppress" not in line]
    told = "\n".join(line for line in lines if line.strip() != "[report]")
    settings.write_text(f"{told}\n[report]\nsuppress_below = 100000\n")
    called = call(command, asking)
    assert called.code == 0
    assert called.out.count("Fewer than 100000 people: no computed number of it is shown.") == 2
    assert "band" not in called.out
    assert "fixes the level" not in called.out
    settings.write_text(f"{told}\n[report]\nsuppress_below = 0\n")
    assert "fixes the level" in call(command, asking).out
