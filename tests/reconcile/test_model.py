"""The kernel: what rows share, and what interventions and parts add."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from undercount.errors import InputError
from undercount.ledger.entry import Entry
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.intervention import Intervention
from undercount.reconcile.kernel import Shape, blocks
from undercount.reconcile.priors import LEVEL_SPREAD, SHARE
from undercount.reconcile.result import Reconciled
from undercount.reconcile.rows import Rows
from undercount.results import NotEstimable

Say = Callable[..., Entry]
PIECES = ("walk", "house", "jump", "share walk", "share house", "drift")
# Days 10 to 13 are an intervention; source 2 is an anchor; source 1 drifts about day 20.
SHAPE = Shape(
    pieces=PIECES,
    anchors=np.array([False, False, True]),
    spans=np.array([[10.0, 13.0]]),
    drifting=np.array([False, True, False]),
    middle=np.array([0.0, 20.0, 0.0]),
    length=40.0,
)


def rows() -> Rows:
    """The level on day 5; source 0 on day 11; source 1 on days 30 and 40; a part of day 30."""
    whole = Rows.of([5.0, 11.0, 30.0, 40.0], source=[-1, 0, 1, 1])
    return whole.join(Rows.of([30.0, 30.0], part=[0, 0], source=[1, 2]))


def test_pieces_are_those_of_the_formula() -> None:
    fixed, walk, house, jump, share_walk, share_house, drift = blocks(SHAPE, rows(), rows())
    assert fixed[0, 1] == LEVEL_SPREAD**2
    assert fixed[4, 5] == LEVEL_SPREAD**2 + SHARE.spread**2
    assert (walk[0, 1], walk[2, 3], walk[3, 4]) == (5.0, 30.0, 30.0)
    assert (house[1, 1], house[2, 4], house[1, 2], house[5, 5]) == (1.0, 1.0, 0.0, 0.0)
    assert (jump[0, 1], jump[1, 1], jump[1, 2], jump[2, 3]) == (0.0, 0.5, 0.5, 1.0)
    assert (share_walk[4, 5], share_walk[3, 4]) == (30.0, 0.0)
    assert (share_house[4, 4], share_house[4, 5], share_house[5, 5]) == (1.0, 0.0, 0.0)
    # Half a walk of 10 days of 40, half a line of 10/40 times 20/40.
    assert drift[2, 3] == pytest.approx(0.5 * (0.25 + 0.25 * 0.5))
    assert drift[1, 1] == 0.0


def test_every_piece_is_a_covariance() -> None:
    rng = np.random.default_rng(1)
    many = Rows(
        rng.uniform(0, 40, 30), rng.random(30) < 0.8, rng.random(30) < 0.5,
        rng.integers(-1, 2, 30), rng.integers(-1, 3, 30),
    )  # fmt: skip
    many = replace(many, share=many.share & (many.part >= 0))
    made = blocks(SHAPE, many, many)
    own = blocks(SHAPE, many, many, paired=True)
    for piece, variances in zip(made, own, strict=True):
        assert piece == pytest.approx(piece.T)
        assert np.diagonal(piece) == pytest.approx(variances)
        assert np.linalg.eigvalsh(piece).min() > -1e-9 * max(1.0, piece.max())


def test_an_intervention_widens_its_own_days_only(say: Say) -> None:
    rng = np.random.default_rng(2)
    before = [say(round(6000 * np.exp(0.01 * rng.standard_normal())), f"2020-01-{d:02d}",
                  source="office") for d in range(1, 31, 3)]  # fmt: skip
    after = [say(round(3000 * np.exp(0.01 * rng.standard_normal())), f"2020-02-{d:02d}",
                 source="office") for d in range(6, 28, 3)]  # fmt: skip
    cleared = Intervention(date(2020, 2, 1), date(2020, 2, 3), "part of the site cleared")
    asked = [date(2020, 1, 15), date(2020, 2, 2)]
    plain, told = (
        HouseEffects(interventions=given).fit(before + after, name="x", title="x", ask=asked)
        for given in ((), (cleared,))
    )
    assert isinstance(plain, Reconciled)
    assert isinstance(told, Reconciled)
    assert "sudden-change" not in {caution.code for caution in told.cautions}
    assert told.diagnostics["walk_per_day"] < plain.diagnostics["walk_per_day"] / 2
    assert told.diagnostics["jump"] > 0.3
    widths = [[np.log(point.upper / point.lower) for point in one.answers] for one in (plain, told)]
    assert widths[1][0] < widths[0][0]  # a quiet day is known better
    assert any("part of the site cleared" in a.text for a in told.assumptions)


def test_an_intervention_may_not_end_before_it_starts() -> None:
    with pytest.raises(InputError, match="ends before it starts"):
        Intervention(date(2020, 2, 3), date(2020, 2, 1), "clearance")


# Unaccompanied children of the camp as published in 2016: the charities' censuses (Help
# Refugees and L'Auberge des Migrants) and France terre d'asile.
CHILDREN = [
    (423, "2016-02-17", "2016-02-22", "charities' census"),
    (294, "2016-03-26", "2016-04-02", "charities' census"),
    (608, "2016-07-05", "2016-07-09", "charities' census"),
    (676, "2016-08-06", "2016-08-09", "charities' census"),
    (1022, "2016-09-10", "2016-09-12", "charities' census"),
    (1291, "2016-10-11", "2016-10-18", "charities' census"),
    (861, "2016-08-24", "2016-08-26", "France terre d'asile"),
    (1290, "2016-10-10", "2016-10-11", "France terre d'asile"),
]


def family(
    camp: Sequence[Entry], children: Sequence[Entry], *ask: date
) -> dict[str, Reconciled | NotEstimable]:
    return HouseEffects(anchors=("closure register",)).fit_family(
        {"camp": camp, "children": children}, "camp", titles={"camp": "People in the camp"},
        ask=ask,
    )  # fmt: skip


def test_children_borrow_from_the_camp(camp: Sequence[Entry], say: Say) -> None:
    children = [say(v, start, end, source=by) for v, start, end, by in CHILDREN]
    asked = date(2016, 8, 31)
    made = family(camp, children, asked)
    alone = HouseEffects().fit(children, name="children", title="x", ask=[asked])
    whole, part = made["camp"], made["children"]
    assert isinstance(whole, Reconciled)
    assert isinstance(part, Reconciled)
    assert isinstance(alone, Reconciled)
    assert (whole.title, part.title) == ("People in the camp", "children")
    [of_whole], [of_part], [lonely] = whole.answers, part.answers, alone.answers
    assert 0.05 < of_part.median / of_whole.median < 0.2
    assert 500 < of_part.lower < of_part.upper < 1300
    # The charities count everybody a fifth too high by the register: children, too.
    assert of_part.median < lonely.median
    assert of_part.upper / of_part.lower < lonely.upper / lonely.lower
    assert [row.value for row in part.observations] == sorted(
        (row.value for row in part.observations),
        key=lambda value: next(row.day for row in part.observations if row.value == value),
    )
    assert {row.source for row in part.sources} == {"charities' census", "France terre d'asile"}
    assert whole.left_out[0].inside
    assert part.left_out == ()


def test_one_figure_of_a_part_is_enough(camp: Sequence[Entry], say: Say) -> None:
    made = family(camp, [say(423, "2016-02-20", source="charities' census")], date(2016, 8, 31))
    part = made["children"]
    assert isinstance(part, Reconciled)
    [point] = part.answers
    assert point.lower < 423 * 8000 / 4600 < point.upper


def test_a_part_without_figures_leaves_the_whole_as_it_is(camp: Sequence[Entry]) -> None:
    made = family(camp, [], date(2016, 8, 31))
    alone = HouseEffects(anchors=("closure register",)).fit(
        camp, name="camp", title="People in the camp", ask=[date(2016, 8, 31)]
    )
    assert made["camp"] == alone
    assert isinstance(made["children"], NotEstimable)
    assert "hand/figures.csv" in made["children"].what_would_help


def test_a_whole_without_figures_leaves_the_part_alone(say: Say) -> None:
    children = [say(v, start, end, source=by) for v, start, end, by in CHILDREN]
    made = family([], children)
    assert isinstance(made["camp"], NotEstimable)
    assert isinstance(made["children"], Reconciled)


def test_no_part_is_more_than_the_whole(say: Say) -> None:
    whole = [say(1000 + i, f"2020-01-{i + 1:02d}", source="office") for i in range(6)]
    part = [say(1180 + i, f"2020-01-{i + 1:02d}", source="school") for i in range(6)]
    made = HouseEffects(anchors=("office",)).fit_family(
        {"camp": whole, "children": part}, "camp", ask=[date(2020, 1, 3)]
    )
    camp, children = made["camp"], made["children"]
    assert isinstance(camp, Reconciled)
    assert isinstance(children, Reconciled)
    assert children.answers[0].median < camp.answers[0].median * 1.001
    assert next(s for s in children.sources if s.source == "school").ratio > 1.1


def test_the_whole_must_be_named() -> None:
    with pytest.raises(InputError, match="not among the series"):
        HouseEffects().fit_family({"children": []}, "camp")
