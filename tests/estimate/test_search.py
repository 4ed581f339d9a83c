"""Downhill and stepwise search, and the conventions of the criterion."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.estimate.tables import HIV, KOREA, KOSOVO, UK_FIVE, UK_SIX, WESTERN, histories
from undercount.errors import InputError
from undercount.estimate import LogLinear
from undercount.estimate.loglinear.criterion import Criterion
from undercount.estimate.loglinear.downhill import downhill
from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.roles import unrestricted
from undercount.estimate.loglinear.search import Looked, fit_all
from undercount.estimate.loglinear.space import Space
from undercount.estimate.loglinear.stepwise import THRESHOLD
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

DOWN: Literal["downhill"] = "downhill"
STEP: Literal["stepwise"] = "stepwise"


def fitted(setting: LogLinear, data: CaptureHistories, seed: int = 1) -> Estimate:
    answer = setting.fit(data, seed=seed)
    assert isinstance(answer, Estimate)
    return answer


# Downhill: Silverman, Chan & Vincent (2024), table 6. Stepwise: Chan, Silverman & Vincent (2021),
# SparseMSE 2.0.1 and MultipleSystemsEstimation 1.2.0.
@pytest.mark.parametrize(
    ("data", "setting", "point"),
    [
        (UK_FIVE, LogLinear(search=DOWN), 12262.41),
        (UK_SIX, LogLinear(search=DOWN), 12349.59),
        (UK_SIX, LogLinear(search=DOWN, order=2), 12349.59),
        (UK_FIVE, LogLinear(search=STEP), 11312.99),
        (WESTERN, LogLinear(search=STEP), 2483.38),
    ],
)
def test_published_points(data: CaptureHistories, setting: LogLinear, point: float) -> None:
    assert fitted(setting, data).point == pytest.approx(point, abs=0.006)


# One run each, with other random numbers; see test_bootstrap.py for the median over seeds. The
# lower ends of the stepwise search lie among the outermost few of the 1,000 replicates.
@pytest.mark.parametrize(
    ("data", "search", "order", "published", "rel"),
    [
        pytest.param(UK_SIX, DOWN, 2, (9643, 25508), 0.08, marks=pytest.mark.long),
        pytest.param(UK_SIX, DOWN, None, (9622, 27889), 0.08, marks=pytest.mark.long),
        (UK_FIVE, DOWN, None, (9330, 32115), 0.08),
        (UK_FIVE, STEP, None, (8785, 14701), 0.08),
        (WESTERN, STEP, None, (1293, 3670), 0.08),
    ],
)
def test_published_intervals(
    data: CaptureHistories,
    search: Literal["downhill", "stepwise"],
    order: int | None,
    published: tuple[int, int],
    rel: float,
) -> None:
    setting = LogLinear(search=search, order=order, interval="bca")
    ends = []
    for seed in range(1, 4):
        interval = fitted(setting, data, seed).interval
        ends.append((interval.lower, interval.upper))
    assert np.median(ends, axis=0) == pytest.approx(published, rel=rel)


def test_the_two_conventions_are_settings_and_both_shown() -> None:
    counted, omitted = fitted(LogLinear(), UK_FIVE), fitted(LogLinear(infinite="omit"), UK_FIVE)
    assert (round(counted.point), round(omitted.point)) == (25311, 12142)
    for found in (counted.diagnostics, omitted.diagnostics):
        assert round(found["all_terms_counted"]["best_n"]) == 25311
        assert round(found["finite_terms_only"]["best_n"]) == 12142
    assert omitted.diagnostics["bic"] == omitted.diagnostics["finite_terms_only"]["bic"]
    assert "not counted" in omitted.diagnostics["bic_convention"]
    text = next(c.text for c in omitted.cautions if c.code == "bic-convention")
    assert "counted all terms" in text
    assert "25,311" in text
    downhill = fitted(LogLinear(infinite="omit", search=DOWN), UK_FIVE)
    assert round(downhill.point) == 12142


def test_the_other_convention_is_kept_in_the_bootstrap() -> None:
    setting = LogLinear(infinite="omit", interval="bca", order=2, replicates=100)
    answer = fitted(setting, UK_FIVE)
    assert answer.diagnostics["bootstrap"]["median"] < 20000


def test_akaike_chooses_its_own_model() -> None:
    for search in ("all", "downhill"):
        answer = fitted(LogLinear(selection="aic", search=search), HIV)
        assert answer.diagnostics["aic"] == answer.diagnostics["near_best"][0]["aic"]
        assert answer.diagnostics["aic"] <= fitted(LogLinear(), HIV).diagnostics["aic"]


@pytest.mark.parametrize("data", [KOREA, KOSOVO, HIV, WESTERN])
def test_the_end_of_a_descent_has_no_better_neighbour(data: CaptureHistories) -> None:
    space, roles, rule = Space(len(data.lists), 3), unrestricted(len(data.counts)), Criterion()
    seen: list[Looked] = []
    end = downhill(data.counts, space, rule, roles, np.inf, seen.append)
    assert end.model is not None
    around = np.concatenate([end.model[np.newaxis], space.neighbours(end.model)])
    value = rule.of(fit_all(data.counts, around), data.n_observed)
    assert value[0] == value.min()
    assert len(seen) >= 2
    # Giving models up and starting from the model before change nothing.
    quick = downhill(data.counts, space, rule, roles)
    assert quick.model is not None
    assert (quick.model == end.model).all()


def test_neighbours_are_the_models_one_term_away() -> None:
    models = hierarchical_models(4)
    space = Space(4, 3)
    for model in models[::9]:
        away = (models != model).sum(axis=1) == 1
        near = space.neighbours(model)
        assert {row.tobytes() for row in near} == {row.tobytes() for row in models[away]}
    barred = Space(4, 3, frozenset({0b0011}))
    assert not any(term & 0b0011 == 0b0011 for term in barred.terms.tolist())


def test_steps_are_told_with_their_p() -> None:
    answer = fitted(LogLinear(search=STEP), UK_FIVE)
    steps = answer.diagnostics["steps"]
    assert steps[0]["added"] == "[LA,NG]"
    assert all(step["p"] < THRESHOLD for step in steps)
    assert answer.diagnostics["model"].count(",") == len(steps)
    assert answer.diagnostics["selection"] == "stepwise"


@pytest.mark.parametrize("search", ["downhill", "stepwise"])
def test_seven_lists(search: Literal["downhill", "stepwise"]) -> None:
    rng = np.random.default_rng(7)
    on = rng.random((4000, 7)) < 0.12
    on[:, 1] |= on[:, 0] & (rng.random(4000) < 0.5)
    counts = np.bincount((on * (1 << np.arange(7))).sum(axis=1), minlength=128)
    counts[0] = 0
    data = CaptureHistories(tuple("ABCDEFG"), counts)
    answer = fitted(LogLinear(search=search), data)
    assert answer.interval.lower < 4000 < answer.interval.upper
    assert "[AB]" in answer.diagnostics["model"]
    codes = {caution.code for caution in answer.cautions}
    assert "pairs-only" in codes
    assert f"{search}-search" in codes
    near = answer.diagnostics["within_10"]["models"]
    assert all(one["bic"] <= two["bic"] for one, two in pairwise(near))
    assert sum(answer.diagnostics["verdicts"].values()) == answer.diagnostics["n_models"]


def test_no_search_hangs_and_none_is_repeated_for_hours() -> None:
    counts = np.bincount(np.random.default_rng(3).integers(1, 2**11, 900), minlength=2**11)
    data = CaptureHistories(tuple("ABCDEFGHIJK"), counts)
    with pytest.raises(InputError, match="bootstrap"):
        LogLinear(interval="bca").fit(data)
    with pytest.raises(InputError, match="order 4 over 11 lists"):
        LogLinear(order=4).fit(data)
    lonely = histories(("A", "B", "C"), {1: 9, 3: 8, 4: 5})
    for search in ("all", "downhill", "stepwise"):
        answer = LogLinear(search=search).fit(lonely)
        assert isinstance(answer, NotEstimable) or np.isfinite(answer.point)


@given(st.lists(st.integers(0, 20), min_size=15, max_size=15))
@settings(max_examples=40, deadline=None)
def test_every_search_answers_or_refuses(counts: list[int]) -> None:
    data = CaptureHistories(tuple("ABCD"), np.array([0, *counts]))
    for search in ("downhill", "stepwise"):
        answer = LogLinear(search=search).fit(data)
        if isinstance(answer, Estimate):
            assert answer.n_observed <= answer.interval.lower <= answer.point
            assert Estimate.from_dict(answer.to_dict()).to_json() == answer.to_json()
        else:
            assert answer.what_would_help


@given(st.lists(st.sampled_from([0, 0, 1, 5]), min_size=15, max_size=15), st.integers(0, 112))
@settings(max_examples=150, deadline=None)
def test_existence_by_null_space_is_that_of_the_full_programme(counts: list[int], row: int) -> None:
    from scipy.optimize import linprog

    table = np.array([0, *counts], dtype=np.float64)
    model = hierarchical_models(4)[row]
    cells, terms = np.arange(1, 16), np.flatnonzero(model)
    within = (cells[:, None] & terms) == terms
    full = table[1:] > 0
    supported = within[full].any(axis=0)
    kept = ~within[:, ~supported].any(axis=1)
    design, full = within[kept][:, supported].astype(float), full[kept]
    if not full.any() or np.linalg.matrix_rank(design) < design.shape[1]:
        return
    # Is there a table with the same margins and no empty cell? Its smallest cell is s.
    n_cells = len(full)
    found = linprog(
        np.r_[np.zeros(n_cells), -1.0],
        A_ub=np.c_[-np.eye(n_cells), np.ones(n_cells)],
        b_ub=np.zeros(n_cells),
        A_eq=np.c_[design.T, np.zeros(design.shape[1])],
        b_eq=design.T @ table[1:][kept],
        bounds=[(0, None)] * n_cells + [(None, None)],
    )
    assert found.x is not None
    assert mle_exists(table, model) == (found.x[-1] > 1e-9)
