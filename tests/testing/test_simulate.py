from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.estimate.tables import KOSOVO, UK_FIVE, UK_SIX, WESTERN
from undercount.errors import InputError
from undercount.estimate import LogLinear
from undercount.histories import CaptureHistories
from undercount.results import Estimate
from undercount.testing import simulate_histories, simulate_like
from undercount.testing.like import expected_people
from undercount.testing.simulate import _cell_chances

UK_PAIRS = "[LA,NG][NG,GP][PFNCA,GP][LA,PFNCA][GO,GP][NG,GO]"


# Totals of the models chosen stepwise in the R package SparseMSE 2.0.1.
@pytest.mark.parametrize(
    ("data", "model", "people"),
    [
        (UK_FIVE, UK_PAIRS, 11313),
        (WESTERN, "[AE][B][C][D]", 2483),
        (UK_SIX, "[PF,NCA][LA,NG][NG,GP][LA,PF][PF,GP][GO,GP][NG,GO]", 11418),
    ],
)
def test_the_truth_behind_published_designs(
    data: CaptureHistories, model: str, people: int
) -> None:
    made = simulate_like(data, model)
    assert made.people == people
    assert made.histories.lists == data.lists
    assert made.how.startswith("simulated")


@pytest.mark.parametrize(
    ("data", "model"),
    [
        (KOSOVO, "[EXH,ABA,OSCE][EXH,HRW][OSCE,HRW]"),
        (UK_FIVE, "[LA,NG,GO][PFNCA,GP]"),
        (UK_FIVE, "[LA,NG][LA,GP][PFNCA][GO]"),
    ],
)
def test_two_fits_that_share_nothing_agree(data: CaptureHistories, model: str) -> None:
    answer = LogLinear(model=model).fit(data)
    assert isinstance(answer, Estimate)
    assert expected_people(data, model).sum() == pytest.approx(answer.point, rel=1e-6)


def test_terms_that_nobody_supports_stay_empty() -> None:
    expected = expected_people(UK_FIVE, "[LA,GP][NG][PFNCA][GO]")
    cells = np.arange(32)
    assert expected[(cells & 0b10001) == 0b10001].sum() == 0
    assert expected[1:].sum() == pytest.approx(UK_FIVE.n_observed)


def test_a_model_that_cannot_be_fitted_or_read_is_refused() -> None:
    sparse = CaptureHistories(("A", "B", "C"), np.array([0, 40, 30, 6, 20, 0, 0, 0]))
    for model, what in (
        ("[AB][AC][BC]", "not identified"),
        ("[AB][C]", "no finite estimate"),
        ("[AX]", "names no list"),
        ("AB", "is not a model"),
    ):
        with pytest.raises(InputError, match=what):
            simulate_like(sparse, model)


def test_lists_that_exclude_each_other_stay_apart() -> None:
    table = CaptureHistories(
        ("A", "B", "C"), np.array([0, 40, 30, 0, 20, 8, 7, 0]), exclusive=(("A", "B"),)
    )
    made = simulate_like(table, "[AC][B]")
    assert made.histories.exclusive == table.exclusive
    assert made.histories.counts[[0b011, 0b111]].sum() == 0
    expected = expected_people(table, "[A][B][C]")
    assert expected[[0b011, 0b111]].sum() == 0
    assert expected[1:].sum() == pytest.approx(table.n_observed)


def test_fifteen_lists_can_be_imitated() -> None:
    many = simulate_histories(3000, (0.05,) * 15).histories
    names = "ABCDEFGHIJKLMNO"
    assert simulate_like(many, "[AB]").people == pytest.approx(3000, rel=0.1)
    with pytest.raises(InputError, match="too many to fit"):
        simulate_like(many, f"[{names}]")


def test_what_cannot_be_simulated_is_refused() -> None:
    three = (0.3, 0.2, 0.1)
    for people, chances, more, what in (
        (0, three, {}, "0 people"),
        (10, (0.3, 1.0), {}, "not above 0 and below 1"),
        (10, three, {"spread": 9.0}, "spread"),
        (10, three, {"dependence": {"AD": 2.0}}, "no pair"),
        (10, three, {"dependence": {"AB": -1.0}}, "odds ratio"),
        (10, (0.7, 0.6), {"dependence": {"AB": 0.0}}, "no table has"),
        (10, (three, three), {"shares": (0.5, 0.4)}, "sum to 1"),
        (10, three, {"strata": ("north", "south")}, "names of strata"),
    ):
        with pytest.raises(InputError, match=what):
            simulate_histories(people, chances, **more)


def _odds_ratio(cells: NDArray[np.float64], a: int, b: int, rest: int = 0) -> float:
    both = cells[rest | a | b] * cells[rest]
    return float(both / (cells[rest | a] * cells[rest | b]))


@given(
    chances=st.lists(st.floats(0.02, 0.6), min_size=2, max_size=4),
    spread=st.floats(0, 2),
    factor=st.floats(0.1, 10),
)
@settings(max_examples=40, deadline=None)
def test_lists_keep_their_probabilities_whatever_depends(
    chances: list[float], spread: float, factor: float
) -> None:
    cells = _cell_chances(np.array(chances), spread, {"AB": factor})
    assert cells.sum() == pytest.approx(1)
    for i, chance in enumerate(chances):
        assert cells[np.arange(len(cells)) >> i & 1 == 1].sum() == pytest.approx(chance)
    plain = _cell_chances(np.array(chances), 0.0, {"AB": factor})
    assert _odds_ratio(plain, 1, 2) == pytest.approx(factor)
    assert _odds_ratio(plain, 1, 2, len(plain) - 4) == pytest.approx(factor)


def test_people_who_differ_make_lists_look_dependent() -> None:
    cells = _cell_chances(np.array([0.2, 0.2, 0.2]), 1.0, {})
    assert _odds_ratio(cells, 1, 2) > 1.3


def test_lists_that_exclude_each_other_never_meet() -> None:
    made = simulate_histories(5000, (0.3, 0.3, 0.2), dependence={"AB": 0.0})
    assert made.histories.counts[[0b011, 0b111]].sum() == 0


def test_groups_are_strata_when_named_and_latent_classes_when_not() -> None:
    rows, shares = ((0.8, 0.7), (0.1, 0.2)), (0.25, 0.75)
    named = simulate_histories(4000, rows, shares=shares, strata=("x", "y"), seed=8)
    hidden = simulate_histories(4000, rows, shares=shares, seed=8)
    assert named.histories.counts.tolist() == hidden.histories.counts.tolist()
    assert hidden.histories.described is None
    assert hidden.by_stratum == ()
    assert sum(people for _, people in named.by_stratum) == named.people == 4000
    assert dict(named.by_stratum)["x"] == pytest.approx(1000, abs=120)
    strata = dict(named.histories.by("stratum"))
    assert strata["x"].sizes / 1000 == pytest.approx([0.8, 0.7], abs=0.06)


def test_frequencies_are_those_stated() -> None:
    made = simulate_histories(200_000, (0.3, 0.2), dependence={"AB": 3.0}, seed=5)
    assert made.histories.sizes / made.people == pytest.approx([0.3, 0.2], abs=0.005)
    again = simulate_histories(200_000, (0.3, 0.2), dependence={"AB": 3.0}, seed=5)
    assert again.histories.counts.tolist() == made.histories.counts.tolist()
