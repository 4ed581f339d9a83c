"""One source less, and copies counted as if they were counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.house_effects import HouseEffects
from undercount.reconcile.result import Reconciled

Say = Callable[..., Entry]
ASKED = date(2016, 8, 31)


def fit(
    entries: Sequence[Entry],
    counts: Sequence[Sequence[str]] = (),
    anchors: tuple[str, ...] = ("closure register",),
) -> Reconciled:
    answer = HouseEffects(anchors=anchors).fit(
        entries, name="camp", title="x", ask=[ASKED], counts=counts
    )
    assert isinstance(answer, Reconciled)
    return answer


def test_calais_without_each_source_in_turn(camp: Sequence[Entry]) -> None:
    series = fit(camp)
    [answer] = series.answers
    by_source = {row.source: row for row in series.without}
    assert set(by_source) == {source.source for source in series.sources}
    for row in series.without:
        assert row.shift == pytest.approx(row.median / answer.median)
        assert row.upper / row.lower > 0.99 * answer.upper / answer.lower
    # The prefecture counts low and the charities high: each pulls the answer its own way.
    assert by_source["prefecture"].shift > 1 > by_source["charities' census"].shift
    assert by_source["AFP estimate"].shift == pytest.approx(1, abs=0.02)


def test_a_source_that_fixes_the_level_is_said(say: Say) -> None:
    rng = np.random.default_rng(1)
    entries = [
        say(round(4003 * np.exp(0.03 * rng.standard_normal())), f"2016-08-{d:02d}", source=by)
        for d in range(1, 30, 3)
        for by in ("office", "charity")
    ]
    entries += [say(5011, f"2016-08-{d:02d}", source="register") for d in (5, 15, 25)]
    series = fit(entries, anchors=("register",))
    texts = [c.text for c in series.cautions if c.code == "one-source-fixes-level"]
    assert len(texts) == 1
    assert texts[0].startswith("Much hangs on the register: without it 31 August 2016 would be")


def test_removed_and_never_said_agree(say: Say) -> None:
    """With exact figures and the same settings, leaving out is the fit that never saw them."""
    rng = np.random.default_rng(2)
    rows = [
        say(round(4003 * np.exp(0.05 * rng.standard_normal())), f"2016-08-{d:02d}", source=by)
        for d in range(1, 29, 2)
        for by in ("office", "charity", "paper")
    ]
    series = fit(rows, anchors=("office",))
    rest = fit([row for row in rows if row.figure.source != "paper"], anchors=("office",))
    [without] = [row for row in series.without if row.source == "paper"]
    assert without.median == pytest.approx(rest.answers[0].median, rel=0.02)
    assert np.log(without.upper / without.lower) == pytest.approx(
        np.log(rest.answers[0].upper / rest.answers[0].lower), rel=0.25
    )


def test_calais_copies_counted_would_look_surer(camp: Sequence[Entry]) -> None:
    series = fit(camp)
    [answer], [double] = series.answers, series.if_copies_counted
    assert double.day == ASKED
    assert double.upper / double.lower < answer.upper / answer.lower


def test_prints_under_other_names_would_look_much_surer(camp: Sequence[Entry]) -> None:
    """Five papers print the prefecture's 6,901 as their own: one count, not six."""
    count = next(row for row in camp if row.figure.value == 6901)
    prints = [
        replace(count, id=f"print-{i}", figure=replace(count.figure, source=f"paper {i}"))
        for i in range(5)
    ]
    series = fit([*camp, *prints], [(count.id, *(row.id for row in prints))])
    [answer], [double] = series.answers, series.if_copies_counted
    assert series.answers == fit(camp).answers
    assert np.log(double.upper / double.lower) < 0.93 * np.log(answer.upper / answer.lower)
    assert Reconciled.from_dict(json.loads(json.dumps(series.to_dict()))) == series


def test_without_copies_there_is_nothing_to_show(say: Say) -> None:
    rows = [say(900 + 7 * d, f"2016-08-{d:02d}", source="office") for d in range(1, 9)]
    assert fit(rows, anchors=()).if_copies_counted == ()


def test_prints_of_one_count_are_one_observation(say: Say) -> None:
    """A number passed on under other names descends from the first: lineage says so."""
    rows = [say(5000 + 7 * d, f"2016-08-{d:02d}", source="office") for d in range(1, 20, 2)]
    root = say(6113, "2016-08-20", source="charity", id="root")
    prints = [say(6100, f"2016-08-{21 + i}", source=f"paper {i}", id=f"p{i}") for i in range(3)]
    counts = [("root", "p0", "p1", "p2")]
    series = fit([*rows, root, *prints], counts)
    plain = fit([*rows, root])
    assert series.answers == plain.answers
    assert set(series.diagnostics["copies"]) == {"p0", "p1", "p2"}
    [answer], [double] = series.answers, series.if_copies_counted
    assert double.upper / double.lower < answer.upper / answer.lower


def test_where_the_root_cannot_be_used_the_next_print_stands_for_it(say: Say) -> None:
    rows = [say(5000 + 7 * d, f"2016-08-{d:02d}", source="office") for d in range(1, 20, 2)]
    root = say(6113, None, source="charity", id="root")
    prints = [say(6100, f"2016-08-{21 + i}", source="paper", id=f"p{i}") for i in range(2)]
    series = fit([*rows, root, *prints], [("root", "p0", "p1"), ("elsewhere", "nobody")])
    assert "p0" in {row.figure_id for row in series.observations}
    assert series.diagnostics["copies"] == ["p1"]
