"""What leaves tracing cannot give a small number away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.project import read_json
from undercount.results.tracing import TracingTotals
from undercount.trace.totals import FILE, totals, write_totals

DAY = date(2021, 5, 3)


def parts(matched: int, possible: int, rest: int, below: int = 10) -> list[int | None]:
    made = totals(
        cases=matched + possible + rest,
        requests=1000,
        matched=matched,
        possible=possible,
        day=DAY,
        suppress_below=below,
    )
    return [made.matched, made.possible, made.open]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((30, 200, 270), [30, 200, 270]),
        ((10, 200, 270), [10, 200, 270]),
        ((9, 200, 270), [None, 200, None]),
        ((0, 200, 270), [None, 200, None]),
        ((200, 9, 270), [200, None, None]),
        ((200, 270, 9), [200, None, None]),
        ((9, 270, 11), [None, 270, None]),
        ((9, 270, 10), [None, None, None]),
        ((0, 0, 270), [None, None, None]),
        ((4, 270, 3), [None, None, None]),
        ((3, 5, 2), [None, None, None]),
    ],
)
def test_small_parts_are_kept_back_with_what_gives_them_away(
    numbers: tuple[int, int, int], told: list[int | None]
) -> None:
    assert parts(*numbers) == told


def test_small_totals_are_kept_back() -> None:
    made = totals(cases=9, requests=10, matched=0, possible=3, day=DAY, suppress_below=10)
    assert (made.cases, made.requests, made.open) == (None, 10, None)
    assert not made.whole


def test_zero_keeps_nothing_back() -> None:
    assert parts(0, 1, 2, below=0) == [0, 1, 2]


def test_parts_never_exceed_the_whole() -> None:
    with pytest.raises(ValueError, match="of 3 cases"):
        totals(cases=3, requests=5, matched=2, possible=2, day=DAY, suppress_below=10)


@given(st.tuples(*[st.integers(0, 12)] * 3), st.integers(2, 6))
def test_no_small_part_can_be_worked_out(numbers: tuple[int, int, int], below: int) -> None:
    """Every world with the same numbers told: a small part has more than one value in them."""
    told, whole = parts(*numbers, below=below), sum(numbers)
    worlds = [
        (a, b, whole - a - b)
        for a in range(whole + 1)
        for b in range(whole - a + 1)
        if parts(a, b, whole - a - b, below) == told
    ]
    for i, n in enumerate(numbers):
        if n < below:
            could_be = {world[i] for world in worlds}
            assert len(could_be) > 1 or whole == 0
            if told != [None, None, None]:
                assert could_be.issuperset(range(below))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made = totals(cases=500, requests=9000, matched=30, possible=200, day=DAY, suppress_below=10)
    path = write_totals(tmp_path, made)
    assert path == tmp_path / FILE
    assert TracingTotals.from_dict(read_json(path)) == made
    assert made.whole
