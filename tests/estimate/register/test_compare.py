from __future__ import annotations

import json

import pytest

from tests.estimate.register.netherlands import COVARIATES, REGISTER, fitted, register
from tests.estimate.tables import NETHERLANDS
from undercount.errors import InputError
from undercount.estimate import FAMILIES, ZeroTruncated, compare, compare_file
from undercount.results import EstimateSet, NotEstimable


def test_all_families_of_the_netherlands_side_by_side() -> None:
    made = dict(compare(register(), ZeroTruncated(COVARIATES)))
    assert list(made) == [*FAMILIES, "averaged"]
    assert isinstance(made["negbin"], NotEstimable)
    assert round(fitted(made["zero-truncated-one-inflated-poisson"]).point) == 2934
    assert round(fitted(made["geometric"]).point) == 24664
    together = fitted(made["averaged"])
    weights = together.diagnostics["weights"]
    assert sum(weights.values()) == pytest.approx(1)
    assert together.point == pytest.approx(
        sum(weight * fitted(made[name]).point for name, weight in weights.items())
    )
    # Wider than the best family alone: it holds the doubt about the family.
    best = fitted(made[together.diagnostics["best"]]).interval
    assert together.interval.upper > best.upper
    assert together.interval.lower < best.lower
    codes = {item.code for item in together.cautions}
    assert codes == {"families-disagree", "one-inflation"}


def test_the_weights_are_akaike_s() -> None:
    made = dict(compare(NETHERLANDS, families=["poisson", "geometric"]))
    weights = fitted(made["averaged"]).diagnostics["weights"]
    # AIC 1805.9 and 1768.4.
    assert weights["poisson"] == pytest.approx(7.3e-9, rel=0.05)


def test_zero_one_truncated_families_have_no_weight() -> None:
    made = dict(compare(NETHERLANDS))
    assert fitted(made["zero-one-truncated-poisson"]).diagnostics["weight"] is None


def test_leverage_is_the_refit_without_one_person() -> None:
    data = register()
    made = dict(compare(data, ZeroTruncated("nation"), families=["poisson"]))
    rows = fitted(made["averaged"]).diagnostics["leverage"]
    assert len(rows) == 10
    assert rows == sorted(rows, key=lambda row: -abs(row["change"]))
    # Without the one person from Surinam met twice, nobody from there was met again.
    only = next(row for row in rows if row["separates"])
    assert only["levels"] == ["nation=Surinam"]
    assert (only["times"], only["people"]) == (2, 1)


def test_the_comparison_of_a_file_reads_back() -> None:
    made = compare_file(REGISTER, covariates="gender")
    text = json.dumps(made.to_dict(), allow_nan=False)
    assert EstimateSet.from_dict(json.loads(text)).to_dict() == made.to_dict()
    answer = fitted(dict(made)["poisson"])
    assert answer.provenance["file"] == "register.csv"
    assert [row["times"] for row in answer.diagnostics["goodness"]["rootogram"]] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_a_comparison_takes_no_family() -> None:
    with pytest.raises(InputError, match="a comparison takes no family"):
        compare_file(REGISTER, family="poisson")
