from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from undercount.cli import main
from undercount.errors import InputError
from undercount.ledger.entry import Entry
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.intervention import Intervention
from undercount.reconcile.mcmc import Check, between, check_mcmc
from undercount.reconcile.model import Model, build
from undercount.reconcile.result import Reconciled
from undercount.reconcile.said import Said, said
from undercount.reconcile.sums import Design, Walk, design

Say = Callable[..., Entry]
ANCHOR = "closure register"
needs_numpyro = pytest.mark.skipif(find_spec("numpyro") is None, reason="needs undercount[bayes]")


def camp_series(camp: Sequence[Entry]) -> Reconciled:
    made = HouseEffects(anchors=(ANCHOR,)).fit(
        camp, name="camp", title="People in the camp", ask=[date(2016, 8, 31)]
    )
    assert isinstance(made, Reconciled)
    return made


def small(say: Say) -> list[Entry]:
    return [
        say(912, "2020-03-01", source="office"),
        say(1234, "2020-03-02", source="charity"),
        say(None, "2020-03-09", source="charity", low=1100, high=1300, quantifier="range"),
        say(934, "2020-03-20", source="office"),
        say(1041, "2020-03-21", source="register"),
    ]


def figures(entries: Sequence[Entry]) -> list[Said]:
    return [one for one in map(said, entries) if one]


@needs_numpyro
@pytest.mark.long
def test_calais_by_sampling_agrees_with_the_closed_form(camp: Sequence[Entry]) -> None:
    check = check_mcmc(camp_series(camp), seed=1)
    assert check.r_hat < 1.01
    assert check.divergences == 0
    assert check.ess > 1000
    assert check.agrees
    assert check.verdict.startswith("agrees: ")
    asked = next(row for row in check.rows if row.asked)
    assert asked.closed.day == date(2016, 8, 31)
    assert asked.sampled.median == pytest.approx(asked.closed.median, rel=0.02)


@needs_numpyro
@pytest.mark.long
def test_a_whole_with_a_part_and_an_intervention_agrees(say: Say) -> None:
    whole = [say(900 + 4 * i, f"2020-03-{1 + 2 * i:02d}", source="office") for i in range(6)] + [
        say(640 + 5 * i, f"2020-04-{5 + 3 * i:02d}", source="charity") for i in range(4)
    ]
    whole += [say(1010, "2020-03-10", source="charity"), say(655, "2020-04-20", source="register")]
    part = [
        say(150, "2020-03-04", source="office"),
        say(171, "2020-03-19", source="charity"),
        say(120, "2020-04-11", source="charity"),
    ]
    made = HouseEffects(
        anchors=("register",),
        interventions=(Intervention(date(2020, 3, 24), date(2020, 3, 28), "north side cleared"),),
    ).fit_family({"all": whole, "children": part}, "all", ask=[date(2020, 4, 1)])
    series = {name: one for name, one in made.items() if isinstance(one, Reconciled)}
    check = check_mcmc(series, seed=2)
    assert check.series == ("all", "children")
    assert (check.divergences, check.r_hat < 1.01) == (0, True)
    assert check.apart < 0.15


@needs_numpyro
def test_a_short_run_says_what_it_found(say: Say) -> None:
    made = HouseEffects(anchors=("register",)).fit(
        small(say), name="camp", title="camp", ask=[date(2020, 3, 10)]
    )
    assert isinstance(made, Reconciled)
    check = check_mcmc(made, seed=3, draws=250, warmup=150)
    assert (check.draws, check.level, check.series) == (1000, 0.9, ("camp",))
    assert [row.asked for row in check.rows][:2] == [True, False]
    assert check.rows[0].closed == made.answers[0]
    assert check.apart == max(row.apart for row in check.rows) < 0.5
    told = json.loads(json.dumps(check.to_dict(), allow_nan=False))
    assert Check.from_dict(told) == check


@pytest.fixture
def no_numpyro(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpyro", None)


@pytest.mark.usefixtures("no_numpyro")
def test_without_numpyro_the_extra_is_named(say: Say) -> None:
    made = HouseEffects(anchors=("register",)).fit(small(say), name="camp", title="camp")
    assert isinstance(made, Reconciled)
    with pytest.raises(InputError, match=r'pip install "undercount\[bayes\]"'):
        check_mcmc(made)


@pytest.mark.usefixtures("no_numpyro")
def test_the_command_says_so_before_it_reads_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["undercount", "reconcile", str(tmp_path), "--check", "mcmc"])
    with pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 2
    assert 'undercount[bayes]"' in capsys.readouterr().err


def test_nothing_else_loads_jax() -> None:
    code = (
        "import sys, undercount.reconcile.mcmc, undercount.workflow.reconciling;"
        "sys.exit(any(name in sys.modules for name in ('jax', 'numpyro')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# What the sampling draws is summed row by row, and what the closed form inverts is a kernel:
# two ways to write one prior, which must have the same covariance.
@pytest.mark.parametrize("drifting", [False, True])
def test_sums_of_draws_have_the_covariance_of_the_kernel(say: Say, drifting: bool) -> None:
    whole, part = figures(small(say)), figures(small(say)[1:4])
    spans = [(date(2020, 3, 5).toordinal(), date(2020, 3, 10).toordinal())]
    model = build({"all": whole, "some": part}, "all", ["register"],
                  date(2020, 3, 1).toordinal(), spans)  # fmt: skip
    if drifting:
        model = model.drift(np.array([name == "charity" for name in model.sources]))
    made = design(model)
    scale = _scale(model, made)
    differences = np.eye(len(model.rows)) - np.eye(len(model.rows))[:1]
    # The start is on another day here: all that a flat start leaves alone are differences.
    whole_rows = np.flatnonzero(model.rows.part < 0)
    few = differences[np.ix_(whole_rows[1:], whole_rows)]
    summed = (made.columns * scale**2) @ made.columns.T
    kernel = model.covariance(model.start)
    inside = np.ix_(whole_rows, whole_rows)
    assert few @ summed[inside] @ few.T == pytest.approx(few @ kernel[inside] @ few.T, abs=1e-9)
    # A row that holds the share alone, against itself on other days.
    bounds = np.flatnonzero(model.group < 0)
    gaps = np.diff(np.eye(len(bounds)), axis=0)
    inside = np.ix_(bounds, bounds)
    assert gaps @ summed[inside] @ gaps.T == pytest.approx(gaps @ kernel[inside] @ gaps.T)


def _scale(model: Model, made: Design) -> np.ndarray:
    """Each draw's standard deviation with the settings at their prior medians."""
    from undercount.reconcile.kernel import clock

    sizes = dict(zip(model.shape.pieces, np.exp(model.start), strict=False))
    over = np.diff(clock(model.shape, made.level.days), axis=1).sum(axis=0)
    scale = np.array([sizes.get(name, 10.0) for name in made.piece])
    steps = sizes["walk"] ** 2 * np.diff(made.level.days) + sizes["jump"] ** 2 * over
    scale[made.at("walk")] = np.sqrt(steps)
    return scale


def test_a_walk_goes_both_ways_from_its_start() -> None:
    walk = Walk.of(np.array([4.0, 0.0, 9.0, 4.0]))
    assert walk.days.tolist() == [0, 4, 9]
    assert walk.along.tolist() == [[-1, 0], [0, 0], [0, 1]]


def test_between_two_days_a_walk_is_pinned_at_both() -> None:
    nodes = np.array([0.0, 10.0])
    values = np.tile([1.0, 3.0], (40_000, 1))
    days = np.array([-4.0, 0.0, 5.0, 10.0, 14.0])
    drawn = between(values, nodes, days, lambda at: 0.25 * at[None], np.random.default_rng(1))
    assert drawn.mean(axis=0) == pytest.approx([1, 1, 2, 3, 3], abs=0.02)
    assert drawn.std(axis=0) == pytest.approx([1, 0, 0.625**0.5, 0, 1], abs=0.02)
