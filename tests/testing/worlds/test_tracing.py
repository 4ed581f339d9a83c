"""Families split over cases and requests: what the truth says, and what stands on either side."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from undercount.errors import InputError
from undercount.testing.worlds import TracingWorld, simulate_tracing

CASES, REQUESTS = 400, 3000
WORDS = {"father", "mother", "brother", "sister", "uncle", "aunt", "grandfather", "grandmother"}


@pytest.fixture(scope="module")
def world() -> TracingWorld:
    return simulate_tracing(CASES, REQUESTS, seed=11)


@pytest.fixture(scope="module")
def clean() -> TracingWorld:
    return simulate_tracing(CASES, REQUESTS, noise=0, seed=12)


def _side(world: TracingWorld, kind: str) -> dict[str, dict[str, object]]:
    rows = (world.cases if kind == "case" else world.requests).to_pylist()
    return {str(row["id"]): row for row in rows}


def _told(world: TracingWorld) -> dict[str, dict[str, object]]:
    return {str(row["id"]): row for row in world.children.to_pylist()}


def test_as_many_as_asked_for_and_each_marked(world: TracingWorld) -> None:
    assert (world.cases.num_rows, world.requests.num_rows) == (CASES, REQUESTS)
    for table in (world.cases, world.requests):
        assert set(table["simulated"].to_pylist()) == {"yes"}
        assert len(set(table["id"].to_pylist())) == table.num_rows
    assert world.how.startswith("simulated: ")


def test_columns_name_every_column_of_the_files(world: TracingWorld) -> None:
    for kind, table in (("cases", world.cases), ("requests", world.requests)):
        assert [*world.columns[kind].values(), "simulated"] == table.column_names


def test_the_truth_is_the_requests_for_the_very_child(world: TracingWorld) -> None:
    of = {row["child"]: row["id"] for row in world.children.to_pylist() if row["kind"] == "case"}
    wanted = {
        (of[row["child"]], row["id"])
        for row in world.children.to_pylist()
        if row["kind"] == "request" and row["child"] in of
    }
    truth = world.truth.to_pylist()
    assert {(row["case"], row["request"]) for row in truth} == wanted
    assert len(truth) == len(wanted)


def test_six_of_ten_children_are_looked_for_and_some_by_two(world: TracingWorld) -> None:
    often = Counter(world.truth["case"].to_pylist())
    assert len(often) / CASES == pytest.approx(0.6, abs=0.08)
    assert set(often.values()) == {1, 2}
    assert 0.05 < sum(n == 2 for n in often.values()) / len(often) < 0.25


def test_relations_are_of_the_near_and_the_far(world: TracingWorld) -> None:
    words = Counter(world.truth["relation"].to_pylist())
    assert set(words) >= WORDS
    assert words["father"] + words["mother"] > sum(words.values()) / 3


def test_brothers_and_sisters_both_have_a_case(world: TracingWorld) -> None:
    families = Counter(row["family"] for row in world.children.to_pylist() if row["kind"] == "case")
    assert 0.1 < sum(n == 2 for n in families.values()) / len(families) < 0.4
    assert set(families.values()) == {1, 2}


def test_some_requests_are_for_the_brother_of_a_child_nobody_asks_for(
    world: TracingWorld,
) -> None:
    found = set(world.truth["request"].to_pylist())
    rows = world.children.to_pylist()
    families = {row["family"] for row in rows if row["kind"] == "case"}
    near = [r for r in rows if r["kind"] == "request" and r["family"] in families]
    assert any(row["id"] not in found for row in near)


def test_twins_are_among_them(world: TracingWorld) -> None:
    assert 0 < sum(row["twin"] for row in world.children.to_pylist()) < (CASES + REQUESTS) / 10


def test_three_scripts_on_either_side_and_pairs_across_them(world: TracingWorld) -> None:
    told = _told(world)
    for kind in ("case", "request"):
        scripts = Counter(row["script"] for row in told.values() if row["kind"] == kind)
        assert set(scripts) == {"latin", "arabic", "ethiopic"}
        assert min(scripts.values()) > 0.01 * sum(scripts.values())
    pairs = {
        (told[row["case"]]["script"], told[row["request"]]["script"])
        for row in world.truth.to_pylist()
    }
    assert {("latin", "arabic"), ("latin", "ethiopic"), ("arabic", "latin")} <= pairs


def test_a_script_is_what_the_name_is_written_in(world: TracingWorld) -> None:
    first = {
        "latin": range(0x250),
        "arabic": range(0x600, 0x700),
        "ethiopic": range(0x1200, 0x1400),
    }
    told = _told(world)
    for row in world.requests.to_pylist():
        name = row["name"]
        if name and told[row["id"]]["script"] != "latin":
            assert ord(name[0]) in first[str(told[row["id"]]["script"])], name


def test_without_noise_both_sides_say_the_same(clean: TracingWorld) -> None:
    cases, requests, told = _side(clean, "case"), _side(clean, "request"), _told(clean)
    same = 0
    for pair in clean.truth.to_pylist():
        case, request = cases[pair["case"]], requests[pair["request"]]
        assert case["sex"] == {"male": "M", "female": "F"}[str(request["sex"])]
        assert case["language"] == request["language"]
        if told[pair["case"]]["script"] == told[pair["request"]]["script"] != "latin":
            assert str(request["name"]).startswith(str(case["given"])) or case["father"] is None
            same += 1
    assert same > 5


def test_consent_is_refused_missing_for_another_purpose_or_over(world: TracingWorld) -> None:
    for table in (world.cases, world.requests):
        assert set(table["consent"].to_pylist()) == {"yes", "no", None}
        assert {"family tracing", "medical care"} == set(table["purpose"].to_pylist())
        assert any("2015" in (day or "") for day in table["until"].to_pylist())
    cases, requests = _side(world, "case"), _side(world, "request")
    for pair in world.truth.to_pylist():
        sides = (cases[pair["case"]], requests[pair["request"]])
        free = all(
            row["consent"] == "yes"
            and row["purpose"] == "family tracing"
            and "2015" not in str(row["until"])
            for row in sides
        )
        assert pair["consented"] == free


def test_years_of_other_calendars_stand_in_requests(world: TracingWorld) -> None:
    told = _told(world)
    years = [
        (told[row["id"]]["script"], row["nationality"], int(str(row["birth"])))
        for row in world.requests.to_pylist()
        if row["birth"] and str(row["birth"]).isdigit()
    ]
    assert any(script == "arabic" and year < 1400 for script, _, year in years)
    assert all(script == "arabic" for script, _, year in years if year < 1900)
    mean = {
        script: sum(y for s, _, y in years if s == script and y > 1900)
        / sum(1 for s, _, y in years if s == script and y > 1900)
        for script in ("latin", "ethiopic")
    }
    assert mean["ethiopic"] < mean["latin"] - 1


def test_relatives_stand_with_their_relation_in_cases_and_apart_in_requests(
    world: TracingWorld,
) -> None:
    inside = [row for row in world.cases["relative"].to_pylist() if row and "(" in row]
    assert any(";" in row for row in inside)
    assert all(part.strip().endswith(")") for row in inside for part in row.split(";"))
    apart = [row for row in world.cases.to_pylist() if row["relation"]]
    assert apart
    assert all("(" not in row["relative"] for row in apart)
    assert all(row["relation"] for row in world.requests.to_pylist())


def test_the_same_seed_makes_the_same_world_and_another_another() -> None:
    one, again, other = (simulate_tracing(30, 60, seed=seed) for seed in (5, 5, 6))
    assert one.cases.equals(again.cases)
    assert one.requests.equals(again.requests)
    assert one.truth.equals(again.truth)
    assert not one.cases.equals(other.cases)


def test_fewer_requests_than_children_are_looked_for() -> None:
    world = simulate_tracing(50, 3, seed=4)
    assert world.requests.num_rows == 3
    assert 1 <= world.truth.num_rows <= 3


@pytest.mark.parametrize(
    ("cases", "requests", "noise", "seed"),
    [(0, 5, 1, 1), (5, 0, 1, 1), (5, 5, 9, 1), (5, 5, 1, -1)],
)
def test_what_cannot_be_made_is_refused(cases: int, requests: int, noise: float, seed: int) -> None:
    with pytest.raises(InputError):
        simulate_tracing(cases, requests, noise=noise, seed=seed)


def test_written_as_a_project_that_says_it_is_simulated(tmp_path: Path) -> None:
    world = simulate_tracing(12, 40, seed=2)
    world.write(tmp_path)
    text = (tmp_path / "undercount.toml").read_text(encoding="utf-8")
    assert text.startswith("# SIMULATED")
    settings = tomllib.loads(text)["trace"]
    for kind, rows in (("cases", 12), ("requests", 40)):
        with (tmp_path / settings[kind]["path"]).open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        assert len(read) == rows
        assert {row["simulated"] for row in read} == {"yes"}
        assert set(settings[kind]["columns"].values()) <= set(read[0])
    assert "SIMULATED" in (tmp_path / "README.md").read_text(encoding="utf-8")
