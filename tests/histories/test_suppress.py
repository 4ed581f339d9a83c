"""Nobody may work out a small number from all that is printed; attackers try."""

from __future__ import annotations

import csv
import io
import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.histories.published import Published
from undercount.histories.suppress import suppress

LIMIT = 10


def sizes(counts: NDArray[np.int64]) -> list[int]:
    cells = np.arange(len(counts))
    lists = len(counts).bit_length() - 1
    return [int(counts[(cells >> i & 1 == 1) & (cells > 0)].sum()) for i in range(lists)]


def printed(made: Published) -> tuple[list[tuple[NDArray[np.int64], int]], list[int | None]]:
    """What a reader knows, as equations in the cells, written without the room's own code."""
    t = len(made.lists)
    cells = np.arange(1, 2**t)
    on = np.array([int(cell).bit_count() for cell in cells])
    known: list[tuple[NDArray[np.int64], int]] = []

    def say(row: NDArray[np.bool_] | NDArray[np.int64], value: int | None) -> None:
        if value is not None:
            known.append((row.astype(np.int64), value))

    for k, cell in enumerate(cells):
        say(cells == cell, made.histories[k])
    for k, n in enumerate(made.on, start=1):
        say(on == k, n)
    for i, n in enumerate(made.sizes):
        say(cells >> i & 1, n)
    say(on, made.entries)
    say(cells > 0, made.total)
    return known, list(made.records)


def attacked(made: Published, highest: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lowest and highest value of each cell over every whole table up to `highest` a cell."""
    t = len(made.lists)
    known, records = printed(made)
    grid = np.indices([highest + 1] * (2**t - 1), dtype=np.int16).reshape(2**t - 1, -1)
    fits = np.ones(grid.shape[1], dtype=np.bool_)
    for row, value in known:
        fits &= row @ grid == value
    cells = np.arange(1, 2**t)
    for i, n in enumerate(records):
        if n is not None:
            fits &= (cells >> i & 1) @ grid <= n
    return grid[:, fits].min(axis=1), grid[:, fits].max(axis=1)


@pytest.mark.parametrize(
    ("counts", "duplicates", "highest"),
    [
        ([0, 46, 50, 4], (0, 0), 90),
        ([0, 46, 50, 4], (20, 20), 90),
        ([0, 9, 50, 44], (3, 0), 90),
        ([0, 40, 0, 12], (0, 0), 70),
        ([0, 3, 4, 5], (0, 0), 40),
    ],
)
def test_two_lists_against_every_table_there_is(
    counts: list[int], duplicates: tuple[int, int], highest: int
) -> None:
    table = np.array(counts)
    records = [n + d for n, d in zip(sizes(table), duplicates, strict=True)]
    made = suppress("AB", table, records, LIMIT)
    low, high = attacked(made, highest)
    for k, n in enumerate(made.histories):
        assert (n is None) or n >= LIMIT
        if n is None:
            assert high[k] - low[k] >= LIMIT
    assert made.total is None or made.total >= LIMIT


@pytest.mark.parametrize("counts", [[0, 5, 4, 3, 4, 1, 5, 4], [0, 4, 4, 0, 4, 3, 3, 5]])
def test_three_lists_against_every_table_there_is(counts: list[int]) -> None:
    table = np.array(counts)
    made = suppress("ABC", table, sizes(table), 3)
    assert made.histories.count(None) >= 2
    low, high = attacked(made, 7)
    for k, n in enumerate(made.histories):
        if n is None:
            assert high[k] - low[k] >= 3


def test_sums_of_what_is_kept_back_are_not_small() -> None:
    made = suppress("AB", np.array([0, 3, 60, 4]), [7, 64], LIMIT)
    assert made.on[0] is None or made.histories[1] is None
    low, high = attacked(made, 90)
    for k, n in enumerate(made.histories):
        if n is None:
            assert high[k] - low[k] >= LIMIT


@settings(max_examples=20, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda t: st.lists(
            st.one_of(st.integers(0, 15), st.integers(0, 400)),
            min_size=2**t - 1, max_size=2**t - 1,
        )
    ),
    st.integers(0, 40),
)  # fmt: skip
def test_no_equation_gives_a_hidden_cell(cells: list[int], duplicates: int) -> None:
    """Linear algebra: no sum of printed equations is a hidden cell, nor pins it by signs."""
    from scipy.optimize import linprog

    table = np.array([0, *cells])
    records = [n + duplicates for n in sizes(table)]
    made = suppress([f"L{i}" for i in range(len(records))], table, records, LIMIT)
    known, bounds = printed(made)
    index = np.arange(1, len(table))
    tops = [(index >> i & 1, n) for i, n in enumerate(bounds) if n is not None]
    for k, n in enumerate(made.histories):
        if n is not None:
            assert n == table[k + 1] >= LIMIT
            continue
        target = (np.arange(len(cells)) == k).astype(float)
        ends = []
        for sign in (1.0, -1.0):
            found = linprog(
                sign * target,
                A_eq=np.array([row for row, _ in known]) if known else None,
                b_eq=[value for _, value in known] if known else None,
                A_ub=np.array([row for row, _ in tops]) if tops else None,
                b_ub=[value for _, value in tops] if tops else None,
            )
            # An open end has no number.
            ends.append(np.inf if found.x is None else float(found.x[k]))
        assert ends[1] - ends[0] >= LIMIT - 1e-6


def test_a_table_of_large_numbers_is_printed_whole() -> None:
    table = np.array([0, 90, 80, 30, 70, 25, 40, 12])
    made = suppress("ABC", table, [170, 162, 147], LIMIT)
    assert made.histories == tuple(table[1:])
    assert (made.on, made.sizes, made.total) == ((240, 95, 12), (157, 162, 147), 347)
    assert (made.entries, made.merged) == (466, 13)


def test_a_small_number_of_merged_records_is_not_printed() -> None:
    table = np.array([0, 90, 80, 30, 70, 25, 40, 12])
    assert suppress("ABC", table, [158, 162, 147], LIMIT).merged is None


def test_the_total_is_the_last_to_go() -> None:
    """What a reader wants most stays wherever any other way protects the small number."""
    made = suppress("ABC", np.array([0, 90, 80, 30, 70, 25, 4, 12]), [157, 126, 111], LIMIT)
    assert made.total == 311
    assert made.histories[5] is None
    assert made.histories.count(None) >= 2


def test_small_and_complementary_look_the_same() -> None:
    text = suppress("AB", np.array([0, 46, 50, 4]), [70, 74], LIMIT).to_csv()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["A", "B", "count"]
    assert [row[:2] for row in rows[1:]] == [["1", "0"], ["0", "1"], ["1", "1"]]
    assert {row[2] for row in rows[1:]} <= {"", "46", "50"}
    assert rows[3][2] == ""


def test_of_strata_those_of_children_give_way_first() -> None:
    counts = np.array([[0, 90, 80, 30], [0, 70, 60, 20], [0, 50, 45, 4], [0, 40, 35, 25]])
    labels = ("men", "women", "unknown", "children")
    records = [400, 300]
    made = suppress("AB", counts, records, LIMIT, labels)
    hidden = [
        (labels[s], k)
        for s, k in itertools.product(range(4), range(3))
        if made.counts[s][k] is None
    ]
    assert ("unknown", 2) in hidden
    assert {label for label, _ in hidden} == {"unknown", "children"}


def test_strata_cannot_be_subtracted_from_the_whole() -> None:
    counts = np.array([[0, 90, 80, 30], [0, 70, 60, 20], [0, 50, 45, 4]])
    made = suppress("AB", counts, [280, 250], LIMIT, ("a", "b", "c"))
    column = [made.counts[s][2] for s in range(3)]
    assert column[2] is None
    # With the other two and the overlap of all, the small one would be a subtraction.
    assert None in column[:2] or made.histories[2] is None


def test_a_table_nobody_reads_is_kept_back_whole() -> None:
    counts = np.full(2**7, 3, dtype=np.int64)
    counts[0] = 0
    made = suppress([f"L{i}" for i in range(7)], counts, [3 * 64] * 7, LIMIT)
    assert set(made.histories) == {None}
    assert made.total == 3 * 127


def test_nothing_is_kept_back_below_nothing() -> None:
    made = suppress("AB", np.array([0, 3, 0, 1]), [4, 1], 0)
    assert made.counts == ((3, 0, 1),)


def test_json_round_trip_and_bad_shapes() -> None:
    made = suppress("AB", np.array([0, 46, 50, 4]), [70, 74], LIMIT)
    assert Published.from_dict(json.loads(json.dumps(made.to_dict()))) == made
    with pytest.raises(InputError, match="do not fit"):
        suppress("AB", np.zeros(8, dtype=np.int64), [1, 1], LIMIT)
    with pytest.raises(InputError, match="more people than records on B"):
        suppress("AB", np.array([0, 46, 50, 4]), [70, 53], LIMIT)


def test_with_noise_a_number_is_kept_back_by_what_it_shows_and_stays_open() -> None:
    """After the noise: whether it is kept back rests on nothing that noise did not hide."""
    table = np.array([0, 46, 50, 4])
    made = suppress("AB", table, None, LIMIT, epsilon=1.0)
    assert made.histories[2] is None
    assert set(made.records) == {None}
    known, _ = printed(made)
    # Whole numbers of any sign: every sum that is printed, and whether it pins what is not.
    rows = np.array([row for row, _ in known])
    for k, n in enumerate(made.histories):
        if n is None:
            target = np.arange(3) == k
            assert np.linalg.matrix_rank(np.vstack([rows, target])) > np.linalg.matrix_rank(rows)


def test_noise_below_0_is_printed_where_nothing_is_kept_back() -> None:
    table = np.array([0, 46, -3, 0])
    made = suppress("AB", table, None, 0, epsilon=1.0)
    assert made.histories == (46, -3, 0)
    assert (made.sizes, made.total, made.on) == ((46, -3), 43, (43, 0))
    assert made.whole
    assert made.to_csv().splitlines() == ["A,B,noisy_count", "1,0,46", "0,1,-3", "1,1,0"]
    with pytest.raises(InputError, match="below 0"):
        suppress("AB", table, [90, 90], 0)


def test_noise_is_told_in_json() -> None:
    made = suppress("AB", np.array([0, 46, 50, 14]), None, LIMIT, epsilon=0.5)
    assert made.whole
    assert Published.from_dict(json.loads(json.dumps(made.to_dict()))) == made
    assert made.epsilon == 0.5


def test_whole_means_that_nothing_is_kept_back() -> None:
    assert suppress("AB", np.array([0, 46, 50, 14]), [70, 74], LIMIT).whole
    assert not suppress("AB", np.array([0, 46, 50, 4]), [70, 74], LIMIT).whole
