"""A table with noise is drawn once; what it cost is written down before anybody sees it."""

from __future__ import annotations

import json
import random
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.histories.noise import Noise
from undercount.histories.release import (
    Release,
    read_release,
    release,
    releases,
    write_release,
)

LISTS = ("A", "B")
COUNTS = (402, 299, 101)
ONE = Fraction(1)
DAY = date(2026, 11, 23)


def _draw(
    ledger: Path,
    counts: tuple[int, ...] = COUNTS,
    lists: tuple[str, ...] = LISTS,
    epsilon: Fraction = ONE,
    budget: Fraction = ONE,
) -> Release:
    return release(ledger, lists, counts, epsilon, budget, today=DAY)


def test_the_same_table_is_drawn_once_so_that_no_mean_undoes_it(tmp_path: Path) -> None:
    ledger = tmp_path / "epsilon.jsonl"
    first = _draw(ledger)
    assert {_draw(ledger).counts for _ in range(200)} == {first.counts}
    assert len(ledger.read_text().splitlines()) == 1
    assert (first.epsilon, first.spent, first.day) == (ONE, ONE, "2026-11-23")


def test_a_file_of_the_ledger_is_for_its_owner_and_holds_no_true_table(tmp_path: Path) -> None:
    ledger = tmp_path / "epsilon.jsonl"
    made = release(
        ledger, LISTS, (40_211, 29_905, 10_107), ONE, ONE, below=random.Random(4).randrange
    )
    assert ledger.stat().st_mode & 0o077 == 0
    moved = [n for n, true in zip(made.counts, (40_211, 29_905, 10_107), strict=True) if n != true]
    assert moved
    line = json.loads(ledger.read_text())
    assert set(line) == {"of", "lists", "counts", "epsilon", "spent", "day"}
    assert line["counts"] == list(made.counts)


def test_other_counts_of_the_same_lists_cost_again(tmp_path: Path) -> None:
    ledger = tmp_path / "epsilon.jsonl"
    _draw(ledger, budget=Fraction(2))
    again = _draw(ledger, (403, 299, 101), budget=Fraction(2))
    assert again.spent == 2
    assert [item.spent for item in releases(ledger)] == [1, 2]


def test_a_budget_that_is_spent_draws_nothing(tmp_path: Path) -> None:
    ledger = tmp_path / "epsilon.jsonl"
    _draw(ledger, epsilon=Fraction("0.5"))
    before = ledger.read_bytes()

    def none(n: int) -> int:
        raise AssertionError("noise was drawn")

    with pytest.raises(InputError, match=r"cost 0\.5 so far, one of 1 more would make 1\.5") as e:
        release(ledger, LISTS, COUNTS, ONE, ONE, below=none)
    assert "budget = 1.5" in str(e.value)
    assert ledger.read_bytes() == before
    # What was released before is still to be had.
    assert _draw(ledger, epsilon=Fraction("0.5")).counts == releases(ledger)[0].counts


def test_one_person_on_other_lists_costs_too(tmp_path: Path) -> None:
    ledger = tmp_path / "epsilon.jsonl"
    _draw(ledger)
    with pytest.raises(InputError, match="the budget is spent"):
        _draw(ledger, lists=("B", "C"))


def test_tenths_add_up_exactly(tmp_path: Path) -> None:
    """Ten times 0.1 is 1, which floating-point sums deny."""
    ledger = tmp_path / "epsilon.jsonl"
    for n in range(10):
        _draw(ledger, (402 + n, 299, 101), epsilon=Fraction("0.1"))
    assert releases(ledger)[-1].spent == 1
    with pytest.raises(InputError, match="10 tables with noise cost 1 so far"):
        _draw(ledger, (500, 299, 101), epsilon=Fraction("0.1"))


@pytest.mark.parametrize("damage", ["{", '{"of": "x"}', "[]", '{"of":"x","epsilon":"1/0"}'])
def test_a_damaged_ledger_is_no_empty_one(tmp_path: Path, damage: str) -> None:
    ledger = tmp_path / "epsilon.jsonl"
    _draw(ledger)
    with ledger.open("a") as file:
        file.write(damage + "\n")
    with pytest.raises(InputError, match="what was spent is not known") as error:
        _draw(ledger)
    assert "2" in str(error.value)


def test_without_a_seed_two_ledgers_draw_differently(tmp_path: Path) -> None:
    counts = tuple(range(100, 131))
    lists = tuple("ABCDE")
    made = {_draw(tmp_path / f"{n}.jsonl", counts, lists).counts for n in range(5)}
    assert len(made) == 5


def test_nothing_is_cut_off_at_0(tmp_path: Path) -> None:
    """Empty cells with noise are as often below 0 as above: their sum is right on average."""
    lists = tuple("ABCDEFGHIJ")
    made = release(tmp_path / "l", lists, (0,) * 1023, ONE, ONE, below=random.Random(5).randrange)
    below, above = (sum(s * n > 0 for n in made.counts) for s in (-1, 1))
    assert below > 200
    assert above > 200
    assert abs(sum(made.counts)) < 4 * (1023 * Noise(ONE).variance) ** 0.5


def test_a_release_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "release.json"
    made = _draw(tmp_path / "ledger", epsilon=Fraction("0.3"))
    write_release(made, path)
    assert read_release(path) == made
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(MissingFileError):
        read_release(tmp_path / "none.json")
    path.write_text(path.read_text().replace(str(made.counts[2]), f"{made.counts[2]}, 1"))
    with pytest.raises(InputError, match="holds no table with noise"):
        read_release(path)


def test_a_table_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="4 counts are no table of 2 lists"):
        _draw(tmp_path / "l", (1, 2, 3, 4))
