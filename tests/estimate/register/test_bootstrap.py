from __future__ import annotations

import numpy as np
import pytest

from tests.estimate.register.netherlands import COVARIATES, fitted, register
from tests.estimate.tables import NETHERLANDS
from undercount.estimate import ZeroTruncated

# Upper end of the analytic interval of van der Heijden et al. (2003).
ANALYTIC = 18194.3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_semiparametric_bootstrap_of_the_netherlands_is_stable(seed: int) -> None:
    made = fitted(ZeroTruncated(COVARIATES, interval="semiparametric").fit(register(), seed=seed))
    assert made.interval.kind == "semiparametric"
    assert ANALYTIC < made.interval.upper < 2 * ANALYTIC
    told = made.diagnostics["bootstrap"]
    assert 0.3 < told["penalised"] < 0.5
    assert 0.3 < told["without_repeat"]["nation=Surinam"] < 0.45
    text = next(item.text for item in made.cautions if item.code == "bootstrap-separation")
    assert "nation=Surinam" in text
    assert made.draws is not None
    assert made.draws.shape == (1, 500)


@pytest.mark.parametrize("kind", ["parametric", "semiparametric", "nonparametric"])
@pytest.mark.parametrize("family", ["poisson", "geometric", "zero-one-truncated-poisson"])
def test_bootstraps_agree_with_the_analytic_error(kind: str, family: str) -> None:
    made = fitted(ZeroTruncated((), family, kind, 1000).fit(NETHERLANDS))
    assert made.draws is not None
    spread = float(np.std(made.draws))
    # Resampled people keep their own spread, which is wider than one rate for all allows.
    assert spread == pytest.approx(made.diagnostics["se"], rel=0.4)
    assert np.median(made.draws) == pytest.approx(made.point, rel=0.03)


def test_the_seed_settles_every_sample() -> None:
    one, same, other = (
        fitted(ZeroTruncated(interval="parametric", replicates=50).fit(NETHERLANDS, seed=seed))
        for seed in (1, 1, 2)
    )
    assert one.to_dict() == same.to_dict()
    assert one.interval != other.interval
