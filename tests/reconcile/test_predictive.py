"""What the model does not suit is noticed, and by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.misfit import drift_scores, settle
from undercount.reconcile.mode import fit_mode
from undercount.reconcile.model import Model, build
from undercount.reconcile.predictive import check
from undercount.reconcile.result import Reconciled
from undercount.reconcile.select import select

Say = Callable[..., Entry]
START = date(2020, 1, 1)


def figures(
    say: Say, rng: np.random.Generator, drift: float = 0.0, step: float = 0.0
) -> list[Entry]:
    """Three sources, a figure each every eight days; the first may drift, the level may step."""
    entries = []
    for k, (source, house) in enumerate((("office", -0.2), ("charity", 0.2), ("paper", 0.0))):
        for day in range(k, 200, 8):
            off = house + (drift * (day / 200 - 0.5) if source == "office" else 0.0)
            off += step * (day > 100) + 0.05 * rng.standard_normal()
            entries.append(
                say(round(5003 * np.exp(off)), str(START + timedelta(days=day)), source=source)
            )
    return entries


def fit(entries: list[Entry]) -> Reconciled:
    answer = HouseEffects().fit(entries, name="x", title="x", ask=[START + timedelta(days=90)])
    assert isinstance(answer, Reconciled)
    return answer


def model(entries: list[Entry]) -> Model:
    chosen = select(entries).figures
    return build({"x": chosen}, "x", (), START.toordinal())


def told(series: Reconciled, code: str) -> list[str]:
    return [caution.text for caution in series.cautions if caution.code == code]


def test_a_quiet_series_raises_nothing(say: Say) -> None:
    series = fit(figures(say, np.random.default_rng(5)))
    codes = {caution.code for caution in series.cautions}
    assert not codes & {"house-drift", "heavy-tails", "check-scatter", "sudden-change"}
    shares = series.diagnostics["predictive_p"]
    assert 0.05 < shares["scatter"] <= 1
    assert set(shares["drift"]) == {"office", "charity", "paper"}


def test_a_habit_that_drifts_is_named_with_its_size(say: Say) -> None:
    series = fit(figures(say, np.random.default_rng(4), drift=0.5))
    [text] = told(series, "house-drift")
    assert text.startswith("The figures of the office drift against the others")
    office = next(source for source in series.sources if source.source == "office")
    assert office.drift is not None
    assert 1.3 < office.drift < 1.9  # exp(0.5) is 1.65
    assert [a.verdict for a in series.assumptions][1] == "fails"
    assert Reconciled.from_dict(series.to_dict()) == series


def test_a_level_that_moves_is_no_drift(say: Say) -> None:
    """All sources grow by two thirds together: that is the camp, not a habit."""
    entries = []
    rng = np.random.default_rng(5)
    for k, source in enumerate(("office", "charity", "paper")):
        for day in range(k, 200, 8):
            value = round(5003 * np.exp(0.5 * day / 200 + 0.05 * rng.standard_normal()))
            entries.append(say(value, str(START + timedelta(days=day)), source=source))
    assert told(fit(entries), "house-drift") == []


def test_the_drift_of_a_single_source_cannot_be_told(say: Say) -> None:
    entries = [
        say(round(5003 * np.exp(0.003 * day)), str(START + timedelta(days=day)), source="office")
        for day in range(0, 200, 8)
    ]
    series = fit(entries)
    assert told(series, "house-drift") == []
    assert "nor a drift" in told(series, "one-source")[0]


def test_figures_far_from_all_others_are_named_and_count_for_less(say: Say) -> None:
    entries = figures(say, np.random.default_rng(6))
    wrong = [say(11017, "2020-03-30", source="charity"), say(2213, "2020-05-05", source="office")]
    right, disturbed = fit(entries), fit([*entries, *wrong])
    [text] = told(disturbed, "heavy-tails")
    assert "11,017 of 30 March 2020 (charity)" in text
    assert "2,213 of 5 May 2020 (office)" in text
    [before], [after] = right.answers, disturbed.answers
    assert abs(np.log(after.median / before.median)) < 0.03


def test_a_sudden_change_asks_for_an_intervention(say: Say) -> None:
    series = fit(figures(say, np.random.default_rng(7), step=-0.9))
    [text] = told(series, "sudden-change")
    assert "April 2020" in text
    assert "intervention" in text


def test_drift_scores_are_slopes_of_the_evidence(say: Say) -> None:
    """The pull on an added slope, by moving the office's figures along it."""
    made = model(figures(say, np.random.default_rng(8), drift=0.3))
    fitted = fit_mode(made)
    assert fitted is not None
    scores = drift_scores(made, fitted.posterior)
    office = made.sources.index("office")
    line = np.where(made.rows.source == office, made.rows.day - made.shape.middle[office], 0.0)
    total = made.covariance(fitted.settings) + np.diag(1 / fitted.posterior.precision)
    said = fitted.posterior.shift / fitted.posterior.precision
    pull = line @ np.linalg.solve(total, said)
    spread = np.sqrt(line @ np.linalg.solve(total, line))
    assert scores[office] == pytest.approx(pull / spread, abs=1e-5)
    assert np.argmax(np.abs(scores)) == office


def test_checks_are_the_same_for_a_seed_and_near_for_another(say: Say) -> None:
    fitted = fit_mode(model(figures(say, np.random.default_rng(9))))
    assert fitted is not None
    one, again, other = check(fitted, 1), check(fitted, 1), check(fitted, 2)
    assert one == again
    assert abs(one.scatter - other.scatter) < 0.15


def test_shares_are_even_where_the_settings_are_true(say: Say) -> None:
    """Replicates of a fit, put in the place of its figures, have even shares."""
    fitted = fit_mode(model(figures(say, np.random.default_rng(10))))
    assert fitted is not None
    rng = np.random.default_rng(11)
    shares = []
    for _ in range(120):
        weights = fitted.posterior.half.T @ rng.standard_normal(len(fitted.model.rows))
        found = check(replace(fitted, posterior=replace(fitted.posterior, weights=weights)), 5)
        shares.append((found.scatter, found.jump, *found.drift.values()))
    # The standard error of a mean of 120 even shares is 0.026.
    assert np.mean(shares, axis=0) == pytest.approx(np.full(5, 0.5), abs=0.1)


def test_what_was_tried_is_kept(say: Say) -> None:
    settled = settle(model(figures(say, np.random.default_rng(4), drift=0.5)))
    assert settled is not None
    assert settled.gains["drift of office"] > 3
    assert settled.rivals == ()
