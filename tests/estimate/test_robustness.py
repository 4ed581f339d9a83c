from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.estimate.tables import (
    HIV,
    KOREA,
    KOSOVO,
    SPARSE,
    UK_FIVE,
    WESTERN,
    histories,
    independent,
)
from undercount.errors import InputError
from undercount.estimate import LogLinear
from undercount.estimate.loglinear.notation import parse_model
from undercount.estimate.loglinear.search import fit_all
from undercount.estimate.robustness import robustness
from undercount.estimate.robustness.chosen import chosen_model
from undercount.estimate.robustness.fixed_odds import FixedOdds
from undercount.estimate.robustness.odds_ratio import highest_order, odds_ratios
from undercount.estimate.robustness.simulated_coverage import simulated_coverage
from undercount.histories import CaptureHistories
from undercount.results import Estimate
from undercount.results.robustness import CRITICISM, Robustness
from undercount.results.robustness_checks import (
    NoCurve,
    NotDone,
    OddsRatios,
    PairCurve,
    Simulated,
    Spread,
)

# Two lists of 55 and 45 people, 20 on both.
TWO = histories(("A", "B"), {1: 35, 2: 25, 3: 20})


def fitted(data: CaptureHistories) -> Estimate:
    answer = LogLinear().fit(data)
    assert isinstance(answer, Estimate)
    return answer


def curves(data: CaptureHistories) -> dict[tuple[str, str], PairCurve]:
    answer = fitted(data)
    check = odds_ratios(data, answer, chosen_model(data, answer))
    assert isinstance(check, OddsRatios)
    return {item.pair: item for item in check.pairs if isinstance(item, PairCurve)}


@pytest.fixture(scope="module")
def uk() -> Robustness:
    return robustness(UK_FIVE, replicates=20)


# The published table: Chan, Silverman & Vincent (2021) and METHODS of this project.


def test_the_spread_of_the_uk_table(uk: Robustness) -> None:
    assert isinstance(uk.spread, Spread)
    best = uk.spread.models[:8]
    assert [round(min(it.point for it in best)), round(max(it.point for it in best))] == [
        11313, 34083,
    ]  # fmt: skip
    assert best[7].delta < 5.5
    assert (uk.spread.n_tried, uk.spread.n_near) == (6893, 41)
    assert uk.spread.n_fitted < uk.spread.n_tried
    # The published interval of the bootstrap that repeats the choice is 11,168 to 56,052.
    equals = uk.spread.equals()
    assert min(item.lower for item in equals) < 11168
    assert max(item.upper or math.inf for item in equals) > 45000


def test_what_may_be_said_of_the_uk_table(uk: Robustness) -> None:
    assert "A single number may not be said" in uk.verdict.plain
    assert "10,674 to 34,083" in uk.verdict.plain
    assert uk.verdict.may[0].startswith("At least 2,744 people")
    assert any(text.startswith("Between ") for text in uk.verdict.may)
    assert any("without GO the answer is 4,542" in text for text in uk.verdict.may_not)


# Odds ratios.


def test_two_lists_follow_the_formula() -> None:
    curve = curves(TWO)["A", "B"]
    for ratio, total in curve.curve:
        assert total == pytest.approx(80 + ratio * 35 * 25 / 20, rel=1e-7)
    assert (curve.held, curve.preferred, curve.data_low, curve.data_high) == (1.0, None, 0.0, None)
    answer = fitted(TWO)
    assert curve.leaves_high == pytest.approx((answer.interval.upper - 80) / 43.75, rel=1e-6)
    assert curve.leaves_low == pytest.approx((answer.interval.lower - 80) / 43.75, rel=1e-6)
    assert curve.open


@pytest.mark.parametrize("data", [KOSOVO, HIV, WESTERN], ids=["Kosovo", "HIV", "Western"])
def test_the_model_s_own_odds_ratio_gives_its_own_total(data: CaptureHistories) -> None:
    answer = fitted(data)
    model = parse_model(answer.diagnostics["model"], data.lists)
    for (first, second), curve in curves(data).items():
        pair = 1 << data.lists.index(first) | 1 << data.lists.index(second)
        fit = FixedOdds.of(data.counts, model, pair).fit(math.log(curve.held))
        assert fit is not None
        assert data.n_observed + fit[0] == pytest.approx(answer.point, rel=1e-6)


def test_a_known_odds_ratio_gives_back_the_unseen() -> None:
    # Means of a model in which A and B have the odds ratio 3 and three lists interact.
    cells = np.arange(16)
    theta = {0: 6.0, 1: -1.0, 2: -0.7, 4: -1.2, 8: -1.5, 3: math.log(3), 5: 0.4, 6: -0.3, 7: 0.2}
    means: NDArray[np.float64] = np.exp(
        sum(value * ((cells & term) == term) for term, value in theta.items())
    )
    model = np.zeros(16, dtype=np.bool_)
    model[list(theta)] = True
    table = FixedOdds.of(np.round(1e9 * means).astype(np.int64) * (cells > 0), model, 3)
    fit, free = table.fit(math.log(3)), table.fit_free()
    assert fit is not None
    assert free is not None
    assert fit[0] == pytest.approx(1e9 * means[0], rel=1e-6)
    assert free[0] == pytest.approx(math.log(3), abs=1e-6)


def test_what_the_data_allow_is_the_likelihood_ratio_test() -> None:
    answer = fitted(HIV)
    model = parse_model(answer.diagnostics["model"], HIV.lists)
    for (first, second), curve in curves(HIV).items():
        wider = model.copy()
        wider[1 << HIV.lists.index(first) | 1 << HIV.lists.index(second)] = True
        fits = fit_all(HIV.counts, np.array([model, wider]))
        ratio = 2 * float(fits.loglik[1] - fits.loglik[0])
        high = math.inf if curve.data_high is None else curve.data_high
        assert (curve.data_low <= 1 <= high) == (ratio <= 3.8415), curve.pair


def test_the_total_leaves_the_interval_where_it_says() -> None:
    answer = fitted(KOSOVO)
    model = parse_model(answer.diagnostics["model"], KOSOVO.lists)
    ends = (answer.interval.lower, answer.interval.upper)
    for (first, second), curve in curves(KOSOVO).items():
        pair = 1 << KOSOVO.lists.index(first) | 1 << KOSOVO.lists.index(second)
        table = FixedOdds.of(KOSOVO.counts, model, pair)
        for at, wanted in [
            (curve.leaves_low, ends), (curve.leaves_high, ends),
            (curve.doubles, (2 * answer.point,)), (curve.halves, (answer.point / 2,)),
        ]:  # fmt: skip
            if at is not None:
                fit = table.fit(math.log(at))
                assert fit is not None
                assert min(abs(KOSOVO.n_observed + fit[0] - end) for end in wanted) < 0.01


def test_an_interaction_of_all_lists_multiplies_the_unseen() -> None:
    # Saturated three lists: exp of the highest interaction is a ratio of products of the cells.
    cells = np.array([0.0, 50, 40, 20, 30, 15, 12, 10])
    unseen = 50 * 40 * 30 * 10 / (20 * 15 * 12)
    data = CaptureHistories(("A", "B", "C"), cells.astype(np.int64))
    answer = LogLinear(model="[AB][AC][BC]").fit(data)
    assert isinstance(answer, Estimate)
    check = highest_order(answer)
    assert check.unseen == pytest.approx(unseen, rel=1e-6)
    assert dict(check.totals)[2.0] == pytest.approx(177 + 2 * unseen, rel=1e-6)
    assert check.leaves_high is not None
    assert check.leaves_low < 1 < check.leaves_high


def test_a_pair_that_is_never_met_is_held_at_nothing() -> None:
    data = histories(("A", "B", "C"), {1: 40, 2: 30, 4: 20, 5: 6, 6: 5})
    answer = LogLinear(model="[AB][C]").fit(data)
    assert isinstance(answer, Estimate)
    check = odds_ratios(data, answer, chosen_model(data, answer))
    assert isinstance(check, OddsRatios)
    pair = check.pairs[0]
    assert isinstance(pair, PairCurve)
    assert (pair.held, pair.preferred, pair.data_low) == (0.0, 0.0, 0.0)
    assert pair.curve[0][1] >= answer.point - 1e-6


def test_lists_that_never_meet_though_they_should_have_an_upper_end() -> None:
    # 400,000 people would be on both A and B if these were independent.
    data = histories(("A", "B", "C"), {1: 10**6, 2: 10**6, 4: 1000, 5: 400, 6: 400})
    check = odds_ratios(data, answer := fitted(data), chosen_model(data, answer))
    assert isinstance(check, OddsRatios)
    pair = check.pairs[0]
    assert isinstance(pair, PairCurve)
    assert pair.preferred == 0
    assert pair.data_high is not None
    assert pair.data_high < 1e-2


def test_names_with_commas_and_brackets_change_nothing() -> None:
    odd = CaptureHistories(("police, north", "[NGO]", " a × b"), KOREA.counts)
    one, two = robustness(odd, replicates=5), robustness(KOREA, replicates=5)
    assert isinstance(one.odds_ratios, OddsRatios)
    assert isinstance(two.odds_ratios, OddsRatios)
    for a, b in zip(one.odds_ratios.pairs, two.odds_ratios.pairs, strict=True):
        assert isinstance(a, PairCurve)
        assert isinstance(b, PairCurve)
        assert a.curve == b.curve
    assert not isinstance(one.coverage, NotDone)
    assert not isinstance(two.coverage, NotDone)
    assert [it.covered for it in one.coverage] == [it.covered for it in two.coverage]


# Lists left out, lists that are known.


def test_each_list_is_left_out_and_each_is_estimated(uk: Robustness) -> None:
    assert not isinstance(uk.left_out, NotDone)
    assert not isinstance(uk.known, NotDone)
    assert {it.left_out: it.only_on_it for it in uk.left_out} == {
        "LA": 54, "NG": 463, "PFNCA": 995, "GO": 695, "GP": 316,
    }  # fmt: skip
    assert {it.name: it.known for it in uk.known} == {
        "LA": 94, "NG": 567, "PFNCA": 1169, "GO": 807, "GP": 336,
    }  # fmt: skip
    for item in uk.left_out:
        assert item.answer.n_observed == 2744 - item.only_on_it
    for known in uk.known:
        assert known.answer.n_observed in (known.known - known.only_on_it, None)


def test_with_three_lists_a_known_list_is_chapman_s() -> None:
    made = robustness(SPINA, replicates=5)
    assert not isinstance(made.known, NotDone)
    # People on S1: 154 also on S2, 123 also on S3, 12 on all.
    first = made.known[0]
    assert isinstance(first.answer, Estimate)
    assert first.answer.point == pytest.approx(155 * 124 / 13 - 1)
    assert first.covered is False
    # The chosen model [S2,S3][S1] says itself that S2 and S3 are not independent.
    assert [item.explained for item in made.known] == [True, False, False]
    assert not isinstance(made.left_out, NotDone)
    assert [item.explained for item in made.left_out] == [True, False, False]
    assert not any("S1 come out" in text for text in made.verdict.may_not)


# Simulated coverage.


def test_independent_lists_are_covered_and_dependent_ones_are_not() -> None:
    made = robustness(TWO, replicates=150)
    assert not isinstance(made.coverage, NotDone)
    independent_lists, twice, half = made.coverage
    assert independent_lists.covered > 0.88
    assert twice.covered < 0.7
    assert twice.too_low > twice.too_high
    assert half.too_high > half.too_low


def test_a_table_without_an_estimate_counts_as_missed() -> None:
    few = histories(("A", "B"), {1: 3, 2: 3, 3: 1})
    found = simulated_coverage(few, NotDone(""), 0.95, 1, 100, lambda *_: None)
    assert not isinstance(found, NotDone)
    assert found[0].without > 0.1
    total = found[0].covered + found[0].too_low + found[0].too_high + found[0].without
    assert total == pytest.approx(1)


def test_the_seed_decides() -> None:
    one, again = robustness(KOREA, replicates=30), robustness(KOREA, replicates=30)
    assert one.to_dict() == again.to_dict()
    other = robustness(KOREA, seed=2, replicates=30)
    assert other.to_dict()["coverage"] != one.to_dict()["coverage"]


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    robustness(KOREA, replicates=5, tell=lambda *what: told.append(what))
    assert told[-1] == ("simulated coverage", 10, 10)
    assert ("leave one list out", 3, 3) in told


# The whole.


def test_the_order_of_the_lists_does_not_matter() -> None:
    cells = np.arange(16)
    turned = sum((cells >> i & 1) << (3 - i) for i in range(4))
    other = CaptureHistories(HIV.lists[::-1], HIV.counts[turned])
    one, two = robustness(HIV, replicates=2), robustness(other, replicates=2)
    assert isinstance(one.odds_ratios, OddsRatios)
    assert isinstance(two.odds_ratios, OddsRatios)
    assert isinstance(one.spread, Spread)
    assert isinstance(two.spread, Spread)
    assert [it.point for it in two.spread.models] == pytest.approx(
        [it.point for it in one.spread.models], rel=1e-6
    )
    tips = {frozenset(it.pair): it.leaves_high for it in one.odds_ratios.pairs
            if isinstance(it, PairCurve)}  # fmt: skip
    for item in two.odds_ratios.pairs:
        assert isinstance(item, PairCurve)
        assert item.leaves_high == pytest.approx(tips[frozenset(item.pair)], rel=1e-5)
    assert not isinstance(one.known, NotDone)
    assert not isinstance(two.known, NotDone)
    assert {it.name: it.covered for it in one.known} == {it.name: it.covered for it in two.known}


@pytest.mark.parametrize("data", [UK_FIVE, KOREA, SPARSE, TWO, histories(("A",), {1: 9})])
def test_json_round_trip_and_eighty_columns(data: CaptureHistories) -> None:
    made = robustness(data, replicates=3)
    plain = json.loads(made.to_json())
    back = Robustness.from_dict(plain)
    assert back.to_dict() == made.to_dict() == plain
    text = made.summary()
    assert back.summary() == text
    assert max(map(len, text.splitlines())) <= 80
    assert text.replace("\n", " ").endswith(made.verdict.plain)
    assert " ".join(text.split()).count(CRITICISM) == 1
    assert "nan" not in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (histories(("A", "B", "C"), {}), "counts nobody"),
        (histories(("A",), {1: 9}), "only one list"),
        (histories(("A", "B", "C"), {1: 9, 2: 8, 4: 7}), "more than one list"),
        (histories(("A", "B", "C"), {1: 9, 2: 8, 3: 2}), "Nobody is on C"),
        (
            CaptureHistories(("A", "B", "C"), np.array([0, 9, 8, 0, 7, 3, 2, 0]), (("A", "B"),)),
            "exclude each other",
        ),
    ],
)
def test_a_table_that_carries_nothing(data: CaptureHistories, reason: str) -> None:
    made = robustness(data, replicates=2)
    for check in (made.spread, made.odds_ratios, made.left_out, made.known, made.coverage):
        assert isinstance(check, NotDone)
        assert reason in check.why
    assert "A single number" not in made.verdict.plain
    assert not any(text.startswith(("Between", "About")) for text in made.verdict.may)


def test_small_numbers_are_not_printed() -> None:
    made = robustness(KOREA, replicates=2)
    assert not isinstance(made.left_out, NotDone)
    assert {it.only_on_it for it in made.left_out} == {5, 41}
    lines = made.summary().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("   without"))
    assert "fewer than 10" in lines[at + 1]
    # Left out, 8 of 508 people would show in the lower end of an interval that begins at 500.
    item = replace(made.left_out[0], only_on_it=8)
    assert isinstance(item.answer, Estimate)
    from undercount.results.robustness_words import NOT_SHOWN, ends_shown

    tight = replace(item.answer, n_observed=500, point=501.0,
                    interval=replace(item.answer.interval, lower=500.2, upper=502.0))  # fmt: skip
    assert ends_shown(replace(item, answer=tight), 10) == NOT_SHOWN
    assert ends_shown(replace(item, answer=tight), 5) != NOT_SHOWN


def test_settings_that_do_not_fit() -> None:
    for wrong in ({"level": 1.0}, {"seed": -1}, {"replicates": 0}):
        with pytest.raises(InputError):
            robustness(TWO, **wrong)


def test_lists_that_truly_are_independent_are_believed() -> None:
    made = robustness(independent(4000, 4, 0.4), replicates=60)
    assert "about 4,0" in made.verdict.plain or "about 3,9" in made.verdict.plain


def test_simulated_shares_and_no_curve_are_plain() -> None:
    found = Simulated("[A][B]", 100.0, 10, 0.7, 0.1, 0.1, None)
    assert found.without == pytest.approx(0.1)
    assert NoCurve(("A", "B"), "why").pair == ("A", "B")


SPINA = histories(
    ("S1", "S2", "S3"),
    {0b001: 244, 0b010: 48, 0b011: 142, 0b100: 60, 0b101: 111, 0b110: 4, 0b111: 12},
)
