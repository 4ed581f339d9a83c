from __future__ import annotations

import json
import math

import numpy as np
import pandas
import polars
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.estimate.aggregate.tables import codes, counts, fitted, poland, refused, simulated
from undercount.errors import InputError
from undercount.estimate import Aggregate, AggregateCounts
from undercount.results import Estimate, NotEstimable
from undercount.testing.promises import same_bytes

# Beręsewicz & Pawlukiewicz (2020), arXiv 2008.09407, all models of the authors' table:
# law, zeros, covariates, log likelihood, total; first and second half of 2019.
PUBLISHED = [
    ("poisson", "counted", "", (-733.1, 24119.9), (-822.2, 23582.6)),
    ("poisson", "counted", "ukrainian", (-648.7, 20835.8), (-735.7, 21139.0)),
    ("poisson", "counted", "sex", (-682.5, 51982.8), (-742.2, 65011.0)),
    ("poisson", "counted", "ukrainian+sex", (-630.1, 34870.1), (-689.8, 49080.1)),
    ("poisson", "truncated", "", (-721.2, 24799.2), (-812.9, 24043.0)),
    ("poisson", "truncated", "ukrainian", (-636.2, 21476.9), (-725.4, 21615.4)),
    ("poisson", "truncated", "sex", (-657.4, 64142.1), (-718.0, 80318.6)),
    ("poisson", "truncated", "ukrainian+sex", (-608.9, 42769.8), (-666.5, 61718.0)),
    ("negative-binomial", "counted", "", (-285.7, 9664.0), (-278.8, 11421.8)),
    ("negative-binomial", "counted", "ukrainian", (-283.1, 11817.1), (-276.5, 14568.7)),
    ("negative-binomial", "counted", "sex", (-285.6, 10447.2), (-276.6, 19128.5)),
    ("negative-binomial", "counted", "ukrainian+sex", (-283.1, 11568.0), (-275.5, 20258.7)),
    ("negative-binomial", "truncated", "", (-267.1, 11390.6), (-258.4, 14377.1)),
    ("negative-binomial", "truncated", "ukrainian", (-264.9, 14453.0), (-256.5, 19388.6)),
    ("negative-binomial", "truncated", "sex", (-266.4, 14239.6), (-253.8, 45008.1)),
    ("negative-binomial", "truncated", "ukrainian+sex", (-264.7, 15959.0), (-253.3, 48387.7)),
]
# The authors' optimiser stops a little early: its totals are off by up to one in 40,000.
AUTHORS = 3e-5


Row = tuple[str, str, str, tuple[float, float], tuple[float, float]]


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: " ".join(row[:3]))
@pytest.mark.parametrize("half", ["first", "second"])
def test_the_published_table(row: Row, half: str) -> None:
    law, zeros, covariates, first, second = row
    loglik, total = first if half == "first" else second
    answer = fitted(Aggregate(law, zeros, 0.0, covariates).fit(poland(half)))
    assert round(answer.diagnostics["loglik"], 1) == loglik
    assert answer.point == pytest.approx(total, rel=AUTHORS)


def test_the_published_coefficients() -> None:
    # The authors' table: NB2-ukr, first half: .649 (.034), .095 (.05), .665 (.067), 1.367.
    answer = fitted(Aggregate(zeros="truncated", covariates="ukrainian").fit(poland("first")))
    found, errors = answer.diagnostics["coefficients"], answer.diagnostics["standard_errors"]
    assert [round(value, 3) for value in found.values()][:3] == [0.649, 0.095, 0.665]
    assert [round(value, 3) for value in errors.values()][:3] == [0.034, 0.05, 0.067]
    assert round(answer.diagnostics["phi"], 3) == 1.367
    # Their bootstrap interval: 7,616 to 30,651.
    assert 7000 < answer.interval.lower < 8000
    assert 30000 < answer.interval.upper < 33000


# Run in R: uncounted 2.1.0, first half, one alpha: law, gamma, its gamma and total.
UNCOUNTED = [
    ("poisson", 0.0, None, 24119.901, 24100.997),
    ("negative-binomial", 0.0, None, 9664.0251, None),
    ("poisson", "estimate", 0.06133495, 45831.603, None),
    ("negative-binomial", "estimate", 0.007282357, 12823.857, None),
]


@pytest.mark.parametrize("row", UNCOUNTED, ids=lambda row: f"{row[0]} {row[1]}")
def test_the_numbers_of_uncounted(
    row: tuple[str, float | str, float | None, float, float | None],
) -> None:
    law, held, gamma, total, corrected = row
    answer = fitted(Aggregate(law, gamma=held).fit(poland("first")))
    # Its optimiser (L-BFGS-B) leaves the last digits.
    assert answer.point == pytest.approx(total, rel=2e-4)
    if gamma is not None:
        assert answer.diagnostics["gamma"] == pytest.approx(gamma, rel=2e-3)
    if corrected is not None:
        assert answer.diagnostics["bias_corrected"] == pytest.approx(corrected, rel=1e-6)


def test_what_speaks_against_the_published_answer_is_said() -> None:
    answer = fitted(Aggregate(zeros="truncated", covariates="ukrainian").fit(poland("first")))
    assert answer.cautions[0].code == "constant"
    assert answer.assumptions[0].verdict == "fails"
    tested = answer.diagnostics["constant"]
    assert tested["total_if_people"] == pytest.approx(
        tested["total_if_chance"] * tested["constant"]
    )
    assert {"dependence", "one-country", "rows-of-one-country"} <= codes(answer)
    assert answer.diagnostics["influence"][0] == {
        "without": "Ukraine",
        "total": None,
        "change": None,
    }
    plain = fitted(Aggregate("poisson").fit(poland("first")))
    assert {"overdispersed", "no-zeros"} <= codes(plain)


def test_a_shift_of_beta_moves_the_total_and_not_the_fit() -> None:
    data = poland("first")
    answer = fitted(Aggregate(gamma=0.0).fit(data))
    found = answer.diagnostics
    shifts = {round(row["shift"], 1): row for row in found["dependence"]}
    assert shifts[0.0]["total"] == pytest.approx(answer.point)
    rate = data.registered / data.population
    expected = (data.population ** found["alpha"] * rate**0.2).sum()
    assert shifts[0.2]["total"] == pytest.approx(expected)
    assert shifts[0.2]["beta_of_meeting"] == pytest.approx(found["beta"] - 0.2)


def test_leaving_a_country_out_is_fitting_without_it() -> None:
    data, _ = simulated(3, 40)
    answer = fitted(Aggregate(gamma=0.0).fit(data))
    first = answer.diagnostics["influence"][0]
    keep = np.array([name != first["without"] for name in data.country])
    rest = AggregateCounts(
        tuple(np.array(data.country)[keep]),
        data.encounters[keep],
        data.registered[keep],
        data.population[keep],
    )
    alpha = fitted(Aggregate(gamma=0.0).fit(rest)).diagnostics["alpha"]
    assert first["total"] == pytest.approx((data.population**alpha).sum(), rel=1e-6)


Columns = tuple[list[int], list[int], list[int]]


def _many(m: int, n: int, size: int) -> Columns:
    """Twelve usable rows, and one more."""
    draw = np.random.default_rng(5)
    sizes = np.rint(np.exp(draw.normal(7, 1.5, 12))).astype(int)
    shares = np.exp(draw.normal(-3, 0.8, 12))
    registered = np.maximum(1, draw.poisson(sizes * shares))
    met = draw.poisson(sizes**0.7 * (registered / sizes) ** 0.6)
    return [*met.tolist(), m], [*registered.tolist(), n], [*sizes.tolist(), size]


def _twelve() -> Columns:
    m, n, size = _many(0, 0, 0)
    return m[:12], n[:12], size[:12]


def test_rows_with_zeros() -> None:
    nobody_met = fitted(Aggregate().fit(counts(*_many(0, 4, 90))))
    assert nobody_met.diagnostics["rows_in_fit"] == 13
    left_out = fitted(Aggregate(zeros="truncated").fit(counts(*_many(0, 4, 90))))
    assert left_out.diagnostics["rows_in_fit"] == 12
    assert "zeros-left-out" in codes(left_out)
    assert len(left_out.diagnostics["by_row"]) == 13
    no_reference = fitted(Aggregate().fit(counts(*_many(7, 2, 0))))
    without = fitted(Aggregate().fit(counts(*_twelve())))
    assert no_reference.point == pytest.approx(without.point + 7)
    assert no_reference.n_observed == without.n_observed + 7
    assert "no-reference" in codes(no_reference)
    nobody_registered = refused(Aggregate(gamma=0.0).fit(counts(*_many(1, 0, 90))))
    assert "nobody is registered" in nobody_registered.reason


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (counts([0] * 9, [1] * 9, list(range(10, 19))), "Nobody was encountered"),
        (counts([1, 2, 3], [1, 2, 3], [10, 20, 90]), "too few"),
        (counts([1, 5] * 5, [0] * 10, list(range(10, 20))), "Nobody is registered"),
        (counts(list(range(1, 11)), list(range(1, 11)), [50] * 10), "is the same everywhere"),
        (
            counts(list(range(1, 11)), list(range(1, 11)), list(range(10, 110, 10))),
            "The share registered is the same",
        ),
        (
            counts([900, 420, 640, 81, 7, 33, 25, 800, 90, 400], [1, 2] * 5, [9, 5, 7, 2, 3] * 2),
            "Alpha is",
        ),
        (counts([9, 5, 4, 2, 1, 1] * 2, [1, 2, 3, 9, 20, 40] * 2, [100] * 11 + [101]), "beta"),
    ],
)
def test_what_tells_nothing_is_refused(data: AggregateCounts, what: str) -> None:
    answer = refused(Aggregate(gamma=0.0 if data.registered.all() else None).fit(data))
    assert what in answer.reason
    assert answer.what_would_help


def test_population_in_thousands_is_refused_not_answered() -> None:
    data = poland("first")
    scaled = AggregateCounts(
        data.country,
        data.encounters,
        data.registered,
        np.maximum(data.population // 1000, 1),
    )
    answer = Aggregate("poisson", gamma=0.0).fit(scaled)
    assert isinstance(answer, NotEstimable)


def test_no_overdispersion_is_a_poisson_fit_that_says_so() -> None:
    for seed in range(20):
        data, _ = simulated(seed, 60, phi=None)
        answer = fitted(Aggregate(gamma=0.0).fit(data))
        if answer.diagnostics["phi"] is None:
            break
    assert "no-overdispersion" in codes(answer)
    poisson = fitted(Aggregate("poisson", gamma=0.0).fit(data))
    assert answer.point == pytest.approx(poisson.point)


def test_a_gamma_that_anything_fits_is_refused() -> None:
    reasons = []
    for seed in range(12):
        data, _ = simulated(seed, 12, gamma=0.3, beta=0.3)
        answer = Aggregate(gamma="estimate").fit(data)
        reasons.append(getattr(answer, "reason", ""))
    assert any("Gamma is not identified" in reason for reason in reasons)


@pytest.mark.parametrize("kind", ["parametric", "cluster"])
def test_the_bootstraps(kind: str) -> None:
    data = poland("first")
    settings_ = Aggregate(gamma=0.0, interval=kind, replicates=100)
    answer, again = fitted(settings_.fit(data, seed=3)), settings_.fit(data, seed=3)
    assert same_bytes(answer, again)
    assert not same_bytes(answer, settings_.fit(data, seed=4))
    assert answer.draws is not None
    assert answer.draws.shape == (1, 100)
    delta = answer.diagnostics["delta"]
    # Another road to nearly the same interval, of 100 draws.
    assert math.log(answer.interval.upper / delta["upper"]) == pytest.approx(0, abs=0.6)
    assert answer.diagnostics["failed_replicates"] == 0


def test_from_any_frame_in_any_order() -> None:
    frame = polars.DataFrame(
        {
            "who": [f"c{i}" for i in range(12)],
            "m": _twelve()[0],
            "reg": _twelve()[1],
            "N": _twelve()[2],
        }
    )
    columns = {"country": "who", "encounters": "m", "registered": "reg", "population": "N"}
    settings_ = Aggregate(interval="cluster", replicates=20)
    first = settings_.fit(AggregateCounts.from_frame(frame, columns))
    for other in (
        frame.sample(fraction=1, shuffle=True, seed=2),
        pandas.DataFrame(frame.to_dict(as_series=False)),
        pyarrow.table(frame.to_dict(as_series=False)),
    ):
        assert same_bytes(first, settings_.fit(AggregateCounts.from_frame(other, columns)))


def test_all_problems_of_a_table_at_once() -> None:
    frame = polars.DataFrame(
        {
            "country": ["A", "A", "", "D"],
            "encounters": ["1", "1", "2.5", "-1"],
            "registered": ["1", "1", "x", "2"],
            "population": ["9", "9", "", "8"],
        }
    )
    with pytest.raises(InputError) as caught:
        AggregateCounts.from_frame(frame)
    text = str(caught.value)
    for what in ("twice", "names no country", "'2.5'", "'-1'", "'x'", "nothing is not"):
        assert what in text
    with pytest.raises(InputError, match="a row names no sex"):
        AggregateCounts.from_frame(frame.with_columns(sex=polars.lit("")), covariates=("sex",))
    with pytest.raises(InputError, match="no column 'registered'"):
        AggregateCounts.from_frame(frame.drop("registered"))
    with pytest.raises(InputError, match="no column for 'meetings'"):
        AggregateCounts.from_frame(frame, {"meetings": "m"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"law": "normal"},
        {"zeros": "some"},
        {"interval": "profile"},
        {"gamma": -1.0},
        {"gamma": "high"},
        {"replicates": 1},
        {"covariates": "a*b"},
    ],
)
def test_settings_that_are_none(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Aggregate(**wrong)  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(InputError, match="no covariate 'region'"):
        Aggregate(covariates="region").fit(poland("first"))


@given(
    rows=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 200), st.integers(0, 20000)),
        min_size=1,
        max_size=25,
    ),
    law=st.sampled_from(["poisson", "negative-binomial"]),
    zeros=st.sampled_from(["counted", "truncated"]),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_table_is_answered_or_refused(
    rows: list[tuple[int, int, int]], law: str, zeros: str
) -> None:
    m, n, size = (list(column) for column in zip(*rows, strict=True))
    data = counts(m, n, size)
    answer = Aggregate(law, zeros).fit(data, level=0.9)
    text = json.dumps(answer.to_dict(), allow_nan=False)
    assert type(answer).from_dict(json.loads(text)).to_dict() == json.loads(text)
    if isinstance(answer, Estimate):
        ends = answer.interval
        assert data.n_observed == answer.n_observed
        assert answer.n_observed <= ends.lower <= answer.point <= ends.upper < math.inf
        assert ends.upper <= 1000 * ends.lower


@pytest.mark.parametrize(
    ("m", "n", "groups", "what"),
    [
        # Nothing but ones among those met: the truncated mean runs to 0.
        ([1] * 8 + [0] * 8, [1, 2, 3, 4] * 4, None, "one encounter"),
        # A level of which nobody was met plays no part in a truncated fit.
        ([3, 9, 4, 30, 2, 6, 8, 1] + [0] * 8, [1, 2, 3, 4] * 4, ["a"] * 8 + ["b"] * 8, "x=b"),
    ],
)
def test_hostile_truncated_tables(
    m: list[int], n: list[int], groups: list[str] | None, what: str
) -> None:
    size = [20, 300, 90, 4000, 15, 70, 800, 33] * 2
    names = tuple(f"c{i:02}" for i in range(16))
    data = AggregateCounts(
        names, np.array(m), np.array(n), np.array(size), {"x": tuple(groups or ["a"] * 16)}
    )
    covariates = "x" if groups else ""
    for law in ("poisson", "negative-binomial"):
        answer = Aggregate(law, "truncated", covariates=covariates).fit(data)
        assert what in refused(answer).reason


@pytest.mark.long
@pytest.mark.parametrize(
    ("law", "gamma", "phi"),
    [("negative-binomial", 0.0, 1.5), ("poisson", 0.0, None), ("negative-binomial", 0.01, 1.5)],
)
def test_intervals_cover_under_the_model(law: str, gamma: float, phi: float | None) -> None:
    covered, answered = 0, 0
    for seed in range(300):
        data, truth = simulated(seed, 30, gamma, phi)
        answer = Aggregate(law, gamma=0.0 if gamma == 0 else None).fit(data)
        if isinstance(answer, Estimate):
            answered += 1
            covered += answer.interval.lower <= truth <= answer.interval.upper
    assert answered > 240
    # 92% less two Monte Carlo standard errors.
    assert covered / answered > 0.92 - 2 * math.sqrt(0.92 * 0.08 / answered)
