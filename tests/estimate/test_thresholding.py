from __future__ import annotations

import numpy as np
import pytest

from tests.estimate.tables import HIV, KOREA, KOSOVO, UK_FIVE, WESTERN, histories
from undercount.errors import InputError
from undercount.estimate.thresholding import Thresholding
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable


def fitted(data: CaptureHistories, seed: int = 1, **settings: float) -> Estimate:
    answer = Thresholding(**settings).fit(data, seed=seed)
    assert isinstance(answer, Estimate), answer
    return answer


# Western: Silverman, Chan & Vincent's package MultipleSystemsEstimation 1.2.0 with its defaults.
# The others: the middle of three runs of 20,000 draws of the same, seeds 12345, 1 and 2.
@pytest.mark.parametrize(
    ("data", "point", "lower", "upper"),
    [
        (WESTERN, 2327, 1590, 3579),
        (UK_FIVE, 12381, 11008, 14181),
        (KOSOVO, 14022, 12350, 16208),
        (KOREA, 153.6, 134.5, 201.3),
        (HIV, 12290, 10270, 14838),
    ],
)
def test_published_and_measured_posteriors(
    data: CaptureHistories, point: float, lower: float, upper: float
) -> None:
    made = fitted(data)
    assert made.point == pytest.approx(point, rel=0.01)
    # The peer's random walk leaves 2% of doubt in its own ends.
    assert made.interval.lower == pytest.approx(lower, rel=0.02)
    assert made.interval.upper == pytest.approx(upper, rel=0.03)


def test_without_an_interaction_the_posterior_is_that_of_independence() -> None:
    # One list takes up a half of people, at random: with flat priors on what is left the mode of
    # the unseen is close to the maximum likelihood of independent lists.
    cells = {1: 500, 2: 500, 4: 500, 3: 500, 5: 500, 6: 500, 7: 500}
    made = fitted(histories(("A", "B", "C"), cells))
    assert made.diagnostics["kept"] == []
    assert made.point == pytest.approx(4000, rel=0.01)
    deviation = np.std(made.draws) if made.draws is not None else 0.0
    # Poisson, three lists at one half: the variance of log mu_0 is (X'X)^-1[0, 0] / 500.
    design = np.array([[1, c & 1, c >> 1 & 1, c >> 2 & 1] for c in range(1, 8)], dtype=float)
    expected = 500 * np.sqrt(np.linalg.inv(design.T @ design)[0, 0] / 500)
    assert deviation == pytest.approx(expected, rel=0.03)


def test_the_order_of_lists_moves_only_monte_carlo_error() -> None:
    swapped = np.zeros_like(KOREA.counts)
    for cell, people in enumerate(KOREA.counts):
        swapped[cell >> 2 & 1 | (cell & 1) << 2 | cell & 2] = people
    other = fitted(CaptureHistories(KOREA.lists[::-1], swapped))
    assert other.point == pytest.approx(fitted(KOREA).point, rel=0.01)


def test_the_seed_decides() -> None:
    one, again, other = (fitted(KOREA, seed) for seed in (1, 1, 2))
    assert one.draws is not None
    assert again.draws is not None
    assert other.draws is not None
    assert one.draws.shape == (4, 2500)
    assert one.draws.tobytes() == again.draws.tobytes()
    assert one.draws.tobytes() != other.draws.tobytes()
    assert one.to_json() == again.to_json()


def test_a_higher_threshold_keeps_fewer() -> None:
    kept = [len(fitted(KOSOVO, threshold=at).diagnostics["kept"]) for at in (1.0, 2.0, 8.0)]
    assert kept == sorted(kept, reverse=True)
    assert kept[0] > kept[-1]


def test_a_close_call_is_told() -> None:
    codes = [caution.code for caution in fitted(HIV).cautions]
    assert "close-to-threshold" in codes
    assert "selection-ignored" in codes


@pytest.mark.parametrize(
    ("lists", "cells", "why"),
    [
        (("A", "B"), {1: 30, 2: 20, 3: 10}, "prior alone"),
        (("A", "B", "C"), {1: 30, 2: 20, 4: 10}, "more than one list"),
        (("A", "B", "C"), {}, "counts nobody"),
        (tuple("ABCDEFGHIJK"), {2**11 - 1: 5, 1: 5, 1022: 3, 2046: 9}, "too many"),
    ],
)
def test_refusals(lists: tuple[str, ...], cells: dict[int, int], why: str) -> None:
    answer = Thresholding().fit(histories(lists, cells))
    assert isinstance(answer, NotEstimable)
    assert why in answer.reason


@pytest.mark.parametrize(
    "cells",
    [
        {1: 10**6, 2: 10, 3: 1, 4: 10},
        {1: 1, 2: 1, 4: 1, 7: 1},
        {1: 400, 2: 300, 3: 1, 4: 200},
        {7: 10**9, 1: 1, 2: 1, 4: 1},
    ],
)
def test_odd_tables_are_answered_or_refused(cells: dict[int, int]) -> None:
    answer = Thresholding().fit(histories(("A", "B", "C"), cells))
    if isinstance(answer, Estimate):
        assert np.isfinite(answer.interval.upper)


def test_wrong_settings() -> None:
    for wrong in ({"prior_variance": 0.0}, {"threshold": -1.0}, {"threshold": float("nan")}):
        with pytest.raises(InputError):
            Thresholding(**wrong)
    with pytest.raises(InputError):
        Thresholding().fit(KOREA, seed=-1)
