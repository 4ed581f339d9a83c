"""The truth agrees with the registers, and one seed makes one world."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from undercount.testing.worlds import BODIES, World, simulate_world


def test_the_same_seed_makes_the_same_world_and_another_another(world: World) -> None:
    again = simulate_world(4000, seed=11)
    assert again.registers == world.registers
    assert again.truth == world.truth
    assert again.population == world.population
    assert (again.counts == world.counts).all()
    other = simulate_world(4000, seed=13)
    assert other.registers != world.registers


def test_each_record_is_of_one_person_and_ids_do_not_repeat(world: World) -> None:
    rows = world.truth.to_pylist()
    expected = [
        (name, record)
        for name in world.lists
        for record in world.registers[name][world.columns[name]["id"]].to_pylist()
    ]
    assert [(row["list"], row["record"]) for row in rows] == expected
    assert len(set(expected)) == len(expected)
    assert [row["person"] for row in rows] == world.persons.tolist()
    assert [row["list"] for row in rows] == [world.lists[i] for i in world.of_list]
    assert world.persons.min() >= 0
    assert world.persons.max() < world.people


def test_counts_come_again_from_the_truth(world: World) -> None:
    cells = np.zeros(world.people, dtype=np.int64)
    for row in world.truth.to_pylist():
        cells[row["person"]] |= 1 << world.lists.index(row["list"])
    assert np.bincount(cells, minlength=8).tolist() == world.counts.tolist()
    assert world.population["cell"].to_pylist() == cells.tolist()


def test_true_pairs_are_all_two_records_of_one_person(world: World) -> None:
    pairs = world.true_pairs
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert (world.persons[pairs[:, 0]] == world.persons[pairs[:, 1]]).all()
    often = Counter(world.persons.tolist()).values()
    assert (
        len(pairs)
        == len({tuple(p) for p in pairs.tolist()})
        == sum(n * (n - 1) // 2 for n in often)
    )


def test_a_share_of_people_is_twice_on_a_list() -> None:
    big = simulate_world(12_000, seed=2)
    for i, body in enumerate(BODIES[:3]):
        times = np.bincount(big.persons[big.of_list == i])
        share = (times == 2).sum() / (times > 0).sum()
        assert times.max() == 2
        # Of 2,000 people or more: a standard error of 0.5 percentage points.
        assert share == pytest.approx(body.duplicates, abs=0.016)
    without = simulate_world(2000, duplicates=0)
    assert all(np.bincount(without.persons[without.of_list == i]).max() == 1 for i in range(3))


def test_columns_are_the_bodies_own_and_every_register_says_simulated(world: World) -> None:
    for name in world.lists:
        register = world.registers[name]
        used = set(world.columns[name].values())
        assert used | {"simulated"} == set(register.column_names)
        assert set(register["simulated"].to_pylist()) == {"yes"}
    assert world.how.startswith("simulated")


def test_bodies_of_ones_own() -> None:
    bodies = [replace(BODIES[0], name="a", birth="month"), replace(BODIES[4], name="b", native=1.0)]
    world = simulate_world(500, bodies, dependence={("a", "b"): 2.0}, seed=4)
    assert world.lists == ("a", "b")
    assert "né(e) le" in world.registers["a"].column_names


def test_two_to_five_lists_and_one_person() -> None:
    for lists in (2, 3, 4, 5):
        assert len(simulate_world(50, lists).registers) == lists
    assert simulate_world(1).people == 1


@pytest.mark.parametrize("births", ["day", "month", "year", "age"])
def test_births_can_be_of_one_kind_in_all_lists(births: str) -> None:
    world = simulate_world(600, births=births, noise=0, seed=5)
    length = {"day": 10, "month": 7, "year": 4}
    for name in world.lists:
        columns = world.columns[name]
        assert ("age" in columns) == ("seen" in columns) == (births == "age")
        field = "age" if births == "age" else "birth"
        values = world.registers[name][str(columns[field])].to_pylist()
        if births == "age":
            assert all(0 <= int(value) < 90 for value in values)
        else:
            assert {len(value) for value in values} == {length[births]}
