"""A table with noise that somebody gave out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from undercount.errors import InputError
from undercount.histories import CaptureHistories
from undercount.histories.noisy_table import read_noisy_table
from undercount.histories.suppress import suppress

COUNTS = np.array([0, 601, 500, 148, 400, 120, 103, -2])


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_what_was_published_is_read_back(tmp_path: Path) -> None:
    text = suppress("ABC", COUNTS, None, 0, epsilon=0.5).to_csv()
    made = read_noisy_table(_written(tmp_path / "n.csv", text), Fraction("0.5"))
    assert made.lists == ("A", "B", "C")
    assert made.counts == tuple(COUNTS[1:].tolist())
    assert made.epsilon == Fraction(1, 2)


def test_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    path = _written(tmp_path / "n.csv", "A,noisy_count,B\n1,3,1\n0,2,1\n1,1,0\n")
    made = read_noisy_table(path, Fraction(1))
    assert (made.lists, made.counts) == (("A", "B"), (1, 2, 3))


def test_numbers_kept_back_are_asked_for(tmp_path: Path) -> None:
    text = suppress("ABC", COUNTS, None, 10, epsilon=0.5).to_csv()
    with pytest.raises(InputError, match="a number is kept back") as error:
        read_noisy_table(_written(tmp_path / "n.csv", text), Fraction(1))
    assert "suppress_below = 0" in str(error.value)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("A,B,count\n1,0,5\n", "carry no noise"),
        ("A,B,noisy_count\n1,0,5\n0,1,5\n", "holds 2 of the 3 combinations"),
        ("A,B,noisy_count\n1,0,5\n0,1,5.5\n1,1,4\n", "no whole number"),
        ("A,B,noisy_count\n1,0,5\n1,0,6\n1,1,4\n", "stand in a row above"),
        ("A,B,noisy_count\n1,0,5\n1,0,5\n1,1,4\n", "each row once"),
        ("A,B,noisy_count\n0,0,5\n0,1,5\n1,1,4\n", "not 0 or 1 for each list"),
        ("A,B,noisy_count\n2,0,5\n0,1,5\n1,1,4\n", "not 0 or 1 for each list"),
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_noisy_table(_written(tmp_path / "n.csv", text), Fraction(1))


def test_nobody_takes_noise_for_people_counted(tmp_path: Path) -> None:
    """Else a small noisy table would be read as one row a person, with the noise as a list."""
    path = _written(tmp_path / "n.csv", "A,B,noisy_count\n1,0,1\n0,1,0\n1,1,1\n")
    with pytest.raises(InputError, match="carry noise"):
        CaptureHistories.read_csv(path)
