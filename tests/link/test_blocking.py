from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.link.lists import a_list, some_people
from undercount.link.blocking import Blocks, block
from undercount.link.table import stack


def brought(blocks: Blocks) -> set[tuple[int, int]]:
    pairs = list(zip(blocks.left.tolist(), blocks.right.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    assert (blocks.left < blocks.right).all()
    return set(pairs)


def test_two_records_with_two_names_in_common_meet_though_births_differ() -> None:
    left = a_list("a", [{"name": "bilal karim", "birth": 1980}, {"name": "elsa desta"}])
    right = a_list("b", [{"name": "karim bilal", "birth": 1995}, {"name": "omar faraj"}])
    table = stack([left, right])
    assert (0, 2) in brought(block(table))


def test_a_frequent_name_is_combined_with_the_year() -> None:
    rows = [{"name": "omar", "birth": 1960 + i % 40} for i in range(400)]
    table = stack([a_list("a", rows), a_list("b", rows)])
    pairs = brought(block(table, most=30))
    between = [(i, j) for i, j in pairs if j >= 400 > i]
    assert (0, 400) in pairs
    assert all(abs(i % 40 - j % 40) == 0 for i, j in between)


def test_pairs_stay_within_the_budget_and_most_true_pairs_are_among_them() -> None:
    lists, person = some_people(600, (0.6, 0.6), seed=4)
    table = stack(lists)
    pairs = brought(block(table, most=60))
    n = table.n_records
    assert len(pairs) * 2 / n <= 60
    true = {(i, j) for j in range(n) for i in range(j) if person[i] == person[j]}
    assert len(true & pairs) >= 0.95 * len(true)


def test_a_field_of_one_list_only_makes_no_rule() -> None:
    left = a_list("a", [{"name": "omar", "phone": "0700"}] * 3)
    right = a_list("b", [{"name": "omar"}] * 3)
    blocks = block(stack([left, right]))
    assert "phone" not in blocks.pairs
    assert "one_name" in blocks.pairs


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_records_does_not_matter(order: list[int]) -> None:
    rows = [
        {"name": f"{a} {b}", "birth": 1980 + i}
        for i, (a, b) in enumerate(
            zip(["omar", "lina", "musa"] * 4, ["faraj", "desta"] * 6, strict=True)
        )
    ]
    other = a_list("b", rows)
    straight = stack([a_list("a", rows), other])
    mixed = stack([a_list("a", [rows[i] for i in order]), other])
    back = dict(enumerate(order)) | {i: i for i in range(12, 24)}
    found = {(min(back[i], back[j]), max(back[i], back[j])) for i, j in brought(block(mixed))}
    assert found == brought(block(straight))


def test_blocks_are_the_same_twice() -> None:
    lists, _ = some_people(200, (0.5, 0.5), seed=1)
    first, second = block(stack(lists)), block(stack(lists))
    assert np.array_equal(first.left, second.left)
    assert np.array_equal(first.right, second.right)
    assert np.array_equal(first.rule, second.rule)
    assert first.pairs == second.pairs
