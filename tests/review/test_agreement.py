from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.review.agreement import Readings, krippendorff, page, resampled

# Krippendorff (2011), sections A to C. "." stands for a missing value.
BINARY = {"Meg": "0100000010", "Owen": "1110010000"}
TWO = {"Ben": "aabbdcccedda", "Gerry": "babbbccceddd"}
FOUR = {"A": "123321412...", "B": "1233224125.3", "C": ".3332342251.", "D": "12332441251."}


def _readings(rows: dict[str, str]) -> Readings:
    (length,) = {len(row) for row in rows.values()}
    return {
        str(i): {person: row[i] for person, row in rows.items() if row[i] != "."}
        for i in range(length)
    }


@pytest.mark.parametrize(
    ("rows", "alpha"), [(BINARY, 0.095), (TWO, 0.692), (FOUR, 0.743)], ids=["A", "B", "C"]
)
def test_the_published_examples(rows: dict[str, str], alpha: float) -> None:
    found = krippendorff(_readings(rows))
    assert found is not None
    assert round(found, 3) == alpha


def test_nobody_to_agree_with() -> None:
    assert krippendorff({}) is None
    assert krippendorff({"1": {"a": "yes"}, "2": {"a": "no"}, "3": {}}) is None
    assert resampled({"1": {"a": "yes"}}) is None
    told = page({"1": {"a": "yes"}})
    assert (told["alpha"], told["items"], told["people"]) == (None, 0, ["a"])
    assert "One person" in told["words"]
    assert "No two people" in page({"1": {"a": "yes"}, "2": {"b": "yes"}})["words"]


def test_all_of_one_kind_cannot_be_told_from_chance() -> None:
    told = page({str(i): {"a": "yes", "b": "yes"} for i in range(30)})
    assert (told["alpha"], told["range"], told["agreed"]) == (None, None, 30)
    assert "chance would do as well" in told["words"]


def test_the_ends() -> None:
    same = {str(i): dict.fromkeys("ab", "yes" if i % 2 else "no") for i in range(10)}
    assert krippendorff(same) == 1
    apart = {str(i): {"a": "yes", "b": "no"} for i in range(10)}
    found = krippendorff(apart)
    assert found is not None
    assert found < 0
    one = page({"1": {"a": "yes", "b": "no"}})
    assert one["range"] is None
    assert "they disagree" in one["words"]


def test_the_page_is_json_and_names_what_differs() -> None:
    readings = _readings(FOUR)
    told = json.loads(json.dumps(page(readings)))
    assert round(told["alpha"], 3) == 0.743
    low, high = told["range"]
    assert low < told["alpha"] < high <= 1
    assert (told["items"], told["agreed"]) == (11, 8)
    assert len(told["pairs"]) == 6
    assert told["pairs"][0]["people"] == ["A", "B"]
    assert (told["pairs"][0]["items"], told["pairs"][0]["agreed"]) == (9, 8)
    assert {item["item"] for item in told["differing"]} == {"1", "5", "7"} | {
        item for item, said in readings.items() if len(set(said.values())) > 1
    }
    # 9 items with three readers or more, 2 with two: every pair of people once.
    assert sum(met["times"] for met in told["table"]) == sum(
        len(said) * (len(said) - 1) // 2 for said in readings.values()
    )


_DECISIONS = st.dictionaries(
    st.sampled_from("abcd"), st.sampled_from(["yes", "no", "unsure"]), max_size=4
)


@given(st.dictionaries(st.integers(0, 12).map(str), _DECISIONS, max_size=12))
def test_names_and_order_do_not_matter(readings: dict[str, dict[str, str]]) -> None:
    renamed = {
        f"x{item}": {f"p{person}": f"d{said}" for person, said in reversed(told.items())}
        for item, told in reversed(readings.items())
    }
    found, other = krippendorff(readings), krippendorff(renamed)
    if found is None:
        assert other is None
    else:
        assert found == pytest.approx(other)
        assert found <= 1


def test_chance_gives_about_nought_and_the_range_holds_the_truth() -> None:
    """Two readers who copy one mind in 4 of 5 items agree to alpha 0.8, as Krippendorff has it."""
    draw = random.Random(7)
    told: dict[str, dict[str, str]] = {}
    by_chance: dict[str, dict[str, str]] = {}
    for i in range(4000):
        one, other, third = (draw.choice(["yes", "no", "unsure"]) for _ in range(3))
        by_chance[str(i)] = {"a": one, "b": other}
        told[str(i)] = {"a": one, "b": one if draw.random() < 0.8 else third}
    assert krippendorff(by_chance) == pytest.approx(0, abs=0.03)
    assert krippendorff(told) == pytest.approx(0.8, abs=0.02)
    held = 0
    for part in range(40):
        some = {item: told[item] for item in list(told)[part * 100 : part * 100 + 100]}
        range_ = resampled(some, seed=part)
        assert range_ is not None
        held += range_[0] <= 0.8 <= range_[1]
    assert held >= 34  # of 40 ranges of 95%
