from __future__ import annotations

import numpy as np
import pytest

from tests.link.lists import a_list, some_people
from undercount.link.births import by_chance
from undercount.link.comparisons import NAME, OTHER_YEAR, SAME_DAY, comparisons_for
from undercount.link.controls import draw_controls
from undercount.link.likeness import by_likeness, refine
from undercount.link.matching import one_to_one, rivals
from undercount.link.rarity import spread
from undercount.link.table import Table, stack


def test_controls_stand_for_all_pairs_and_for_those_that_share_a_name() -> None:
    lists, _ = some_people(300, (0.7, 0.7), seed=5)
    table = stack(lists)
    n = table.n_records
    controls = draw_controls(table, seed=1)
    assert controls.weight.sum() == pytest.approx(n * (n - 1) / 2, rel=0.02)
    keys = [set(row) - {None} for row in zip(*_keys(table), strict=True)]
    sharing = sum(bool(keys[i] & keys[j]) for i in range(n) for j in range(i))
    assert controls.weight[~controls.no_name].sum() == pytest.approx(sharing, rel=0.02)


def _keys(table: Table) -> list[list[int | None]]:
    return [table.columns[f"key_{i}"].to_pylist() for i in range(1, 6)]


def test_equal_birthdays_are_counted_as_they_meet_by_chance() -> None:
    left = a_list("a", [{"name": "omar", "birth": (1990, 5, d)} for d in (2, 3)])
    right = a_list("b", [{"name": "omar", "birth": (y, 5, 2)} for y in (1990, 1991)])
    shares = by_chance(stack([left, right]), [(0, 1)])
    assert shares[SAME_DAY][0] == pytest.approx(0.5 * 0.5)
    assert shares[OTHER_YEAR][0] == pytest.approx(0.5 * 0.5)


def test_a_rival_with_a_better_partner_is_no_rival() -> None:
    # Records 0, 1 of one list and 2, 3 of the other; 1 and 3 belong together for sure.
    left, right = np.array([0, 0, 1], np.int32), np.array([2, 3, 3], np.int32)
    probability = np.empty(3)
    odds = np.array([[2.0, 2.0, 1e6]])
    pattern, group = np.arange(3, dtype=np.int32), np.zeros(3, np.int16)
    of_list = np.array([0, 0, 1, 1], np.int16)
    pairs = rivals(np.ones((1, 3), np.bool_), left, right, group, pattern, of_list)
    one_to_one(pairs, odds, 60, probability)
    # By hand: matchings without 0-3 weigh (1 + 2)(1 + 1e6), with it 2.
    assert probability[0] == pytest.approx(2 / 3, abs=1e-4)
    assert probability[1] == pytest.approx(0, abs=1e-4)
    assert probability[2] == pytest.approx(1, abs=1e-4)


def test_one_thread_gives_the_same_chances_as_two() -> None:
    generator = np.random.default_rng(3)
    code = np.unique(generator.integers(0, 200 * 200, 2000))
    left, right = (code // 200).astype(np.int32), (200 + code % 200).astype(np.int32)
    pattern = generator.integers(0, 50, len(code)).astype(np.int32)
    group = np.zeros(len(code), np.int16)
    of_list = np.repeat(np.arange(2, dtype=np.int16), 200)
    odds = np.exp(generator.normal(0, 3, (1, 50)))
    told = []
    for threads in (1, 2):
        pairs = rivals(np.ones((1, 50), np.bool_), left, right, group, pattern, of_list)
        probability = np.empty(len(code))
        found = one_to_one(pairs, odds, 20, probability, threads)
        assert found.sum() == pytest.approx(probability.sum())
        told.append((found, probability))
    assert np.array_equal(told[0][0], told[1][0])
    assert np.array_equal(told[0][1], told[1][1])


def test_rarity_spreads_as_records_do() -> None:
    rows = [{"name": "omar", "nationality": "AFG" if i % 10 else "KWT"} for i in range(200)]
    table = stack([a_list("a", rows), a_list("b", rows)])
    comparisons = comparisons_for({"nationality"})
    shares = spread(table, comparisons).shares[0]
    assert shares[1] == pytest.approx(0.9, abs=0.01)
    assert shares[1:].sum() == pytest.approx(1)


def test_names_alike_have_a_higher_level_than_names_that_share_a_key_alone() -> None:
    rows = [{"name": "mohamed karimi"}, {"name": "mohammad karimi"}, {"name": "omar faraj"}]
    table = stack([a_list("a", rows), a_list("b", rows)])
    name = next(c for c in comparisons_for({"name"}) if c.name == NAME)
    top = len(name.levels) - 1
    left, right = np.array([0, 0], np.int32), np.array([3, 5], np.int32)
    found = refine(name, np.array([top, top], np.int8), left, right, table)
    levels = by_likeness(name).levels
    assert levels[found[0]].words.endswith("the same")
    assert "hardly alike" in levels[found[1]].words


def test_a_missing_name_stays_missing() -> None:
    table = stack([a_list("a", [{"name": "omar"}]), a_list("b", [{"name": "omar"}])])
    name = next(c for c in comparisons_for({"name"}) if c.name == NAME)
    missing = np.array([-1], np.int8)
    one = np.array([0], np.int32)
    assert refine(name, missing, one, one + 1, table).tolist() == [-1]
