from __future__ import annotations

import json
import math

import numpy as np
import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.estimate.aggregate.tables import codes, fitted, refused
from undercount.errors import InputError
from undercount.estimate import Attempts, RepeatedTrials
from undercount.results import Estimate
from undercount.testing.promises import same_bytes


def test_the_formula_at_the_published_p() -> None:
    # Massey & Singer (1995): p = R / A = .35; A (1 - p) / p = 13/7 A.
    answer = fitted(RepeatedTrials().fit(Attempts((1000,), repeats=(350,))))
    assert answer.point == pytest.approx(1000 * 13 / 7)
    assert answer.n_observed == 650
    assert answer.diagnostics["p_from"] == "repeats"
    assert answer.diagnostics["attempts_in_all"] == pytest.approx(1000 / 0.35)
    same = fitted(RepeatedTrials().fit(Attempts((1000,), best=(0.35,))))
    assert same.point == pytest.approx(answer.point)
    assert same.n_observed == 0


def test_the_assumption_comes_first() -> None:
    answer = fitted(RepeatedTrials((0.3, 0.4)).fit(Attempts((1000,))))
    assert answer.assumptions[0].text == "Everybody who is stopped tries again until through."
    assert "if everybody tries until through" in answer.method


def test_a_range_of_p_is_a_range_of_people() -> None:
    answer = fitted(RepeatedTrials("0.3, 0.4").fit(Attempts((100_000,))))
    assert answer.diagnostics["range"] == pytest.approx([150_000, 700_000 / 3])
    assert answer.interval.lower < 150_000 < answer.point < 700_000 / 3 < answer.interval.upper
    assert answer.point == pytest.approx(math.sqrt(150_000 * 700_000 / 3))
    assert {"no-best-p", "deterrence", "double-counting"} <= codes(answer)
    over = [row["people"] for row in answer.diagnostics["over_p"]]
    assert over == sorted(over, reverse=True)


def test_rows_are_added_at_their_ends() -> None:
    both = Attempts((1200, 800), low=(0.2, 0.3), high=(0.4, 0.5), place=("north", "south"))
    answer = fitted(RepeatedTrials().fit(both))
    ends = [1200 * 0.6 / 0.4 + 800, 1200 * 0.8 / 0.2 + 800 * 0.7 / 0.3]
    assert answer.diagnostics["range"] == pytest.approx(ends)


def test_giving_up() -> None:
    known = fitted(RepeatedTrials().fit(Attempts((1000,), best=(0.35,))))
    rows = known.diagnostics["if_some_give_up"]
    assert {round(row["through"], 6) for row in rows} == {round(1000 * 13 / 7, 6)}
    assert rows[1]["people_who_tried"] == pytest.approx(1000 * 13 / 7 + 100)
    found = fitted(RepeatedTrials().fit(Attempts((1000,), repeats=(350,))))
    through = [row["through"] for row in found.diagnostics["if_some_give_up"]]
    assert through == sorted(through, reverse=True)


@pytest.mark.parametrize(
    ("data", "p", "what"),
    [
        (Attempts((1000,)), None, "Nothing tells how likely"),
        (Attempts((0,)), (0.3, 0.4), "No attempt"),
        (Attempts((10,), repeats=(0,)), None, "Nobody was stopped twice"),
        (Attempts((10,), best=(1.0,)), None, "nobody got through"),
        (Attempts((1000,), repeats=(350,)), (0.9, 0.9), "contradict each other"),
    ],
)
def test_what_tells_nothing_is_refused(data: Attempts, p: tuple[float, float], what: str) -> None:
    answer = refused(RepeatedTrials(p).fit(data))
    assert what in answer.reason
    assert answer.what_would_help


@pytest.mark.parametrize("p", ["", "x", "0.4,0.3", "0,0.5", "0.2,0.3,0.4", (0.1, 1.2)])
def test_ranges_that_are_none(p: str) -> None:
    with pytest.raises(InputError, match="no range of probabilities"):
        RepeatedTrials(p)


def test_all_problems_of_a_table_at_once() -> None:
    frame = polars.DataFrame(
        {
            "attempts": [10, 10, 5, 8],
            "repeats": [2, 2, 9, 1],
            "p_low": [0.2, 0.2, 0.5, 0.3],
            "p": [0.3, 0.3, 0.45, 0.9],
            "p_high": [0.4, 0.4, 0.4, 0.5],
        }
    )
    with pytest.raises(InputError) as caught:
        Attempts.from_frame(frame)
    text = str(caught.value)
    for what in ("twice", "more repeats than attempts", "p_low is above", "p is not between"):
        assert what in text
    with pytest.raises(InputError, match="no column 'attempts'"):
        Attempts.from_frame(frame.drop("attempts"))
    with pytest.raises(InputError, match="not above 0 and at most 1"):
        Attempts.from_frame(polars.DataFrame({"attempts": [4], "p": [0.0]}))


def test_the_order_of_rows_plays_no_part() -> None:
    frame = polars.DataFrame(
        {"attempts": [10, 40, 5], "p_low": [0.2, 0.1, 0.3], "p_high": [0.4, 0.2, 0.5]}
    )
    one = RepeatedTrials().fit(Attempts.from_frame(frame))
    assert same_bytes(one, RepeatedTrials().fit(Attempts.from_frame(frame.reverse())))


@given(
    attempts=st.integers(0, 10**6),
    repeats=st.none() | st.integers(0, 10**6),
    ends=st.none() | st.tuples(st.floats(1e-3, 1), st.floats(1e-3, 1)),
)
@settings(deadline=None, derandomize=True)
def test_any_table_is_answered_or_refused(
    attempts: int, repeats: int | None, ends: tuple[float, float] | None
) -> None:
    again = None if repeats is None else (min(repeats, attempts),)
    p = None if ends is None else (min(ends), max(ends))
    answer = RepeatedTrials(p).fit(Attempts((attempts,), again), level=0.9)
    text = json.dumps(answer.to_dict(), allow_nan=False)
    assert type(answer).from_dict(json.loads(text)).to_dict() == json.loads(text)
    if isinstance(answer, Estimate):
        low, high = answer.interval.lower, answer.interval.upper
        assert answer.n_observed <= low <= answer.point <= high


def test_intervals_cover_where_everybody_retries() -> None:
    people, p, covered = 2000, 0.35, np.zeros(2)
    for seed in range(300):
        tries = np.random.default_rng(seed).geometric(1 - p, people) - 1
        stopped = int(tries.sum())
        again = stopped - int((tries > 0).sum())
        for i, answer in enumerate(
            (
                RepeatedTrials().fit(Attempts((stopped,), repeats=(again,))),
                RepeatedTrials((p, p)).fit(Attempts((stopped,))),
            )
        ):
            ends = fitted(answer).interval
            covered[i] += ends.lower <= people <= ends.upper
    assert (covered / 300 > 0.92).all()
