"""Lists that exclude each other, and lists that hold non-members, in log-linear models."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import gammaln

from tests.estimate.tables import HIV, KOSOVO, UK_FIVE, histories
from undercount.estimate import LogLinear
from undercount.estimate.loglinear.collapsed import collapsed_means
from undercount.estimate.loglinear.existence import mle_exists
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.notation import parse_model
from undercount.estimate.loglinear.profile import profile_likelihood
from undercount.estimate.loglinear.roles import COUNTED, UNSEEN, roles_of, unrestricted
from undercount.estimate.loglinear.search import fit_all
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

EXCLUSIVE = (("A", "B"),)


def fitted(setting: LogLinear, data: CaptureHistories) -> Estimate:
    answer = setting.fit(data)
    assert isinstance(answer, Estimate)
    return answer


def by_design(
    data: CaptureHistories, model: NDArray[np.bool_]
) -> tuple[float, float, NDArray[np.float64]]:
    """Unseen, standard error and fitted means by slow weighted least squares."""
    cells, terms = np.arange(len(data.counts)), np.flatnonzero(model)
    design = ((cells[:, None] & terms) == terms).astype(float)
    seen, y = design[data.observed], data.counts[data.observed]
    theta = np.linalg.lstsq(seen, np.log(y + 0.5), rcond=None)[0]
    for _ in range(50):
        mu = np.exp(seen @ theta)
        theta = theta + np.linalg.solve((seen.T * mu) @ seen, seen.T @ (y - mu))
    unseen = roles_of(data) == UNSEEN
    means = np.exp(design[unseen] @ theta)
    slope = means @ design[unseen]
    mu = np.exp(seen @ theta)
    variance = means.sum() + slope @ np.linalg.solve((seen.T * mu) @ seen, slope)
    return means.sum(), np.sqrt(variance), np.exp(design @ theta) * data.possible


def people(seed: int, t: int, **restricted: Any) -> CaptureHistories:
    counts = np.random.default_rng(seed).poisson(30, 2**t) + 1
    counts[0] = 0
    lists = tuple("ABCDEF"[:t])
    empty = CaptureHistories(lists, np.zeros(2**t, dtype=np.int64), **restricted)
    return replace(empty, counts=np.where(empty.possible, counts, 0))


@pytest.mark.parametrize(
    "restricted",
    [
        {"exclusive": (("A", "B"),)},
        {"non_members": ("C",)},
        {"non_members": ("C", "D")},
        {"exclusive": (("A", "B"), ("A", "C")), "non_members": ("D",)},
    ],
)
def test_fits_are_those_of_a_design_matrix_written_out(restricted: Any) -> None:
    data = people(3, 4, **restricted)
    roles = roles_of(data)
    models = hierarchical_models(4)[~hierarchical_models(4)[:, ~data.possible].any(axis=1)]
    fits = fit_all(data.counts, models, roles)
    cells = np.arange(16)
    for row, model in enumerate(models):
        terms = np.flatnonzero(model)
        design = ((cells[data.observed][:, None] & terms) == terms).astype(float)
        identified = np.linalg.matrix_rank(design) == len(terms)
        assert identified == (fits.verdict[row] != "unidentified")
        if identified:
            unseen, se, _ = by_design(data, model)
            assert fits.unseen[row] == pytest.approx(unseen, rel=1e-6)
            assert fits.se[row] == pytest.approx(se, rel=1e-5)
    assert (fits.verdict == "fitted").sum() >= 8


@pytest.mark.parametrize("seed", range(8))
def test_existence_under_restrictions_agrees_with_the_kernel(seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = people(seed, 4, exclusive=EXCLUSIVE, non_members=("D",))
    data = replace(data, counts=data.counts * (rng.random(16) < rng.uniform(0.4, 0.9)))
    roles = roles_of(data)
    models = hierarchical_models(4, None, frozenset({0b0011}))
    fits = fit_all(data.counts, models, roles)
    for model, verdict in zip(models, fits.verdict, strict=True):
        if verdict in ("fitted", "no-mle"):
            exists = mle_exists(data.counts.astype(float), model, roles)
            assert exists == (verdict == "fitted")


@pytest.mark.parametrize("interval", ["profile", "lognormal", "bca"])
def test_restricting_nothing_changes_nothing(
    interval: Literal["profile", "lognormal", "bca"],
) -> None:
    assert (roles_of(HIV) == unrestricted(16)).all()
    setting = LogLinear(interval=interval, replicates=50)
    bare = fitted(setting, HIV)
    assert fitted(setting, replace(HIV, exclusive=(), non_members=())).to_json() == bare.to_json()


def test_excluding_is_the_fit_of_a_term_at_minus_infinity_with_a_term_less() -> None:
    data = histories(("A", "B", "C"), {1: 90, 2: 80, 4: 70, 5: 30, 6: 20})
    infinite = fitted(LogLinear(model="[AB][C]"), data)
    excluded = fitted(LogLinear(model="[A][B][C]"), replace(data, exclusive=EXCLUSIVE))
    assert infinite.diagnostics["minus_infinity"] == ["[AB]"]
    assert excluded.diagnostics["minus_infinity"] == []
    assert excluded.point == pytest.approx(infinite.point)
    assert excluded.interval.upper == pytest.approx(infinite.interval.upper)
    apart = infinite.diagnostics["bic"] - excluded.diagnostics["bic"]
    assert apart == pytest.approx(np.log(data.n_observed))
    named = fitted(LogLinear(model="[AB][C]"), replace(data, exclusive=EXCLUSIVE))
    assert named.diagnostics["model"] == "[A][B][C]"


def test_models_leave_impossible_terms_out() -> None:
    answer = fitted(LogLinear(), replace(people(1, 4, exclusive=EXCLUSIVE)))
    assert answer.diagnostics["n_models"] == len(hierarchical_models(4, None, frozenset({0b0011})))
    assert "[AB" not in answer.diagnostics["model"]
    assert any("both A and B" in item.text for item in answer.assumptions)


@given(st.integers(0, 10**6), st.sampled_from(["profile", "lognormal", "bca"]))
@settings(max_examples=15, deadline=None)
def test_a_censored_count_never_moves_the_answer(count: int, interval: Any) -> None:
    setting = LogLinear(interval=interval, replicates=20)
    table = replace(KOSOVO, non_members=("HRW",))
    counts = table.counts.copy()
    counts[0b1000] = count
    one, two = setting.fit(table), setting.fit(replace(table, counts=counts))
    assert isinstance(one, Estimate)
    assert isinstance(two, Estimate)
    assert (one.point, one.interval, one.n_observed) == (two.point, two.interval, two.n_observed)
    assert one.diagnostics == two.diagnostics


def test_the_profile_over_censored_cells_peaks_where_several_cells_are_one() -> None:
    data = people(5, 4, non_members=("D",))
    roles, counts = roles_of(data), np.where(data.observed, data.counts, 0).astype(float)
    model = parse_model("[AB][C][D]", data.lists)
    unseen, _, means = by_design(data, model)
    # With as many unseen as the fit gives, the table with unseen cells adds nothing to it.
    assert collapsed_means(counts, unseen, model, roles) == pytest.approx(means, rel=1e-5)
    likelihood = profile_likelihood(counts, model, roles)
    middle = np.log(unseen)
    assert likelihood(middle) > max(likelihood(middle - 0.2), likelihood(middle + 0.2))


def test_one_unseen_cell_is_the_case_that_the_kernel_fits() -> None:
    counts, seen = HIV.counts.astype(float), HIV.counts > 0
    model, roles = parse_model("[12][3][4]", HIV.lists), unrestricted(16)
    fast = profile_likelihood(counts, model, roles)
    for unseen in (2000.0, 9000.0, 40000.0):
        mu, total = collapsed_means(counts, unseen, model, roles), counts.sum() + unseen
        value = gammaln(total + 1) - gammaln(unseen + 1) + unseen * np.log(mu[0] / total)
        value += (counts[seen] * np.log(mu[seen] / total)).sum()
        assert fast(np.log(unseen)) == pytest.approx(value, abs=1e-4)


def test_a_list_never_met_by_members_cannot_be_estimated() -> None:
    # C is on nobody's list but its own: what the censored people of C are, nothing tells.
    data = histories(("A", "B", "C"), {1: 40, 2: 30, 3: 12, 4: 25})
    data = replace(data, exclusive=(("A", "C"), ("B", "C")), non_members=("C",))
    answer = LogLinear().fit(data)
    assert isinstance(answer, NotEstimable)
    assert answer.what_would_help


def test_the_whole_space_under_restrictions_holds_its_winner_in_the_bootstrap() -> None:
    data = replace(UK_FIVE, exclusive=(("LA", "GP"),), non_members=("GP",))
    answer = LogLinear(interval="bca", order=2, replicates=100).fit(data)
    assert isinstance(answer, Estimate)
    assert answer.n_observed == data.n_observed
    assert answer.interval.lower <= answer.point <= answer.interval.upper


def test_the_truth_is_recovered_from_lists_with_non_members_and_exclusions() -> None:
    rng = np.random.default_rng(44)
    chances, points, hits = np.array([0.3, 0.25, 0.35, 0.3]), [], 0
    for _ in range(100):
        on = rng.random((2000, 4)) < chances
        # Who would be on A and B is on neither: the pair is impossible by rule, not by chance.
        both = on[:, 0] & on[:, 1]
        on = on[~both]
        cells = (on * (1 << np.arange(4))).sum(axis=1)
        counts = np.bincount(cells, minlength=16)
        counts[0] = 0
        counts[0b1000] += rng.poisson(400)  # people of D who are not of the population
        data = CaptureHistories(tuple("ABCD"), counts, EXCLUSIVE, ("D",))
        answer = fitted(LogLinear(model="[A][B][C][D]"), data)
        points.append(answer.point / len(on))
        hits += answer.interval.lower <= len(on) <= answer.interval.upper
    assert np.mean(points) == pytest.approx(1, abs=0.02)
    assert hits >= 88  # 100 draws at 95%; fewer would come by chance once in 200 times
    assert (roles_of(data) == COUNTED).sum() == 16 - 1 - 4 - 1


@given(
    st.lists(st.sampled_from([0, 0, 1, 4, 60]), min_size=15, max_size=15),
    st.sets(st.sampled_from(list(combinations("ABCD", 2))), max_size=3),
    st.sets(st.sampled_from("ABCD"), max_size=2),
    st.sampled_from(["profile", "lognormal", "bca"]),
    st.sampled_from(["all", "downhill", "stepwise"]),
)
@settings(max_examples=80, deadline=None)
def test_every_restricted_table_has_an_answer_or_a_refusal(
    people_in: list[int],
    exclusive: set[tuple[str, str]],
    non_members: set[str],
    interval: Any,
    search: Any,
) -> None:
    bare = CaptureHistories(
        tuple("ABCD"), np.zeros(16, dtype=np.int64), tuple(exclusive), tuple(non_members)
    )
    counts = np.where(bare.possible, [0, *people_in], 0)
    data = replace(bare, counts=counts)
    answer = LogLinear(interval=interval, search=search, replicates=5).fit(data)
    if isinstance(answer, Estimate):
        assert np.isfinite(answer.point)
        assert answer.n_observed <= answer.interval.lower <= answer.point
        if answer.draws is not None:
            assert answer.draws.min() >= answer.n_observed - 1e-6
            assert np.isfinite(answer.draws).all()
        assert answer.to_json()
    else:
        assert answer.what_would_help
