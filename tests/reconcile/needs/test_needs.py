from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from undercount.errors import InputError
from undercount.reconcile.needs import NEEDS, Need, WhatIf, what_if
from undercount.reconcile.needs.need import NeedKind
from undercount.reconcile.result import Point, Reconciled

DAY = date(2020, 1, 1)


def series(
    median: float, lower: float | None = None, upper: float | None = None, walk: float | None = 0.0
) -> Reconciled:
    """An invented series with one answer."""
    point = Point(DAY, median, lower or median, upper or median)
    known = {} if walk is None else {"walk_per_day": walk}
    return Reconciled(
        "camp", "People in a camp", 0.9, (point,), (), (), (), (), "", diagnostics=known
    )


def ahead(camp: Reconciled, *needs: Need, weeks: int = 4, **more: Any) -> WhatIf:
    """Four weeks of 70 arrivals and 35 exits a week, unless said otherwise."""
    stated: dict[str, Any] = {"arrivals": (70, 70), "exits": (35, 35), **more}
    until = stated.pop("until", DAY + timedelta(weeks=weeks))
    return what_if(camp, needs=needs or (Need("beds"),), until=until, **stated)


# -- by hand


def test_so_many_come_and_so_many_leave_each_week() -> None:
    found = ahead(series(1000), Need("beds", capacity=1100), Need("meals", per_person=(2, 2)))
    beds, meals = found.needs
    assert [band.day for band in found.people] == [DAY + timedelta(7 * n) for n in range(5)]
    assert [band.median for band in found.people] == pytest.approx([1000, 1035, 1070, 1105, 1140])
    assert beds.shortfall is not None
    assert beds.shortfall.median == pytest.approx(40)
    assert (beds.short, beds.short_from) == (1.0, DAY + timedelta(21))
    assert meals.points[-1].median == pytest.approx(2280)
    assert meals.shortfall is None
    assert beds.text == (
        "1,140 beds on 29 January 2020 (90%: 1,140 to 1,140); 1,100 are too few with a "
        "probability over 99%: 40 are missing (90%: 40 to 40). They are likely too few from 22 "
        "January 2020 on."
    )


def test_enough_is_said_with_its_probability() -> None:
    (beds,) = ahead(series(1000), Need("beds", capacity=1200)).needs
    assert beds.text == (
        "1,140 beds on 29 January 2020 (90%: 1,140 to 1,140); 1,200 are enough with a probability "
        "over 99%."
    )
    assert (beds.short, beds.short_from) == (0.0, None)


def test_a_share_that_leaves_each_week_shrinks_by_the_day() -> None:
    found = ahead(series(1000), arrivals=(0, 0), exits=(0.07, 0.07), exits_share=True, weeks=1)
    assert found.people[-1].median == pytest.approx(1000 * 0.99**7)


def test_nobody_is_left_below_none() -> None:
    found = ahead(series(50), arrivals=(0, 0), exits=(70, 70))
    assert found.people[-1].upper == 0


def test_the_band_of_the_first_day_is_that_of_the_series() -> None:
    # Calais, 31 August 2016, as docs/reconcile.md has it: 8,190 (6,670 to 10,070).
    found = ahead(series(8190, 6670, 10070), weeks=1)
    first = found.people[0]
    assert (first.median, first.lower, first.upper) == pytest.approx((8190, 6670, 10070), rel=0.02)


def test_the_walk_widens_the_band_as_its_root() -> None:
    # Without arrivals and exits the log number is normal with spread walk * sqrt(days).
    found = ahead(series(1000, walk=0.02), arrivals=(0, 0), exits=(0, 0), weeks=14)
    last = found.people[-1]
    assert last.upper / last.median == pytest.approx(
        2.718281828 ** (1.645 * 0.02 * 98**0.5), rel=0.03
    )
    assert last.median == pytest.approx(1000, rel=0.02)


def test_places_for_children_follow_the_childrens_series_and_a_share() -> None:
    children = replace(series(200), name="children")
    counted = Need("protection_places", part="children", capacity=100)
    shared = Need("protection_places", share=(0.2, 0.2))
    found = ahead(series(1000), counted, shared, parts={"children": children})
    for each in found.needs:
        assert each.points[-1].median == pytest.approx(228)


def test_transfers_are_a_stated_number_that_stays() -> None:
    found = ahead(series(1000), Need("family_transfers", number=(24, 99), capacity=10))
    (each,) = found.needs
    assert each.points[0] == replace(each.points[-1], day=DAY)
    assert 24 <= each.points[0].lower < each.points[0].upper <= 99
    assert each.short == 1.0


# -- what it never does


def test_needs_are_a_closed_list_of_what_people_need() -> None:
    assert (
        set(NEEDS)
        == set(get_args(NeedKind))
        == {
            "beds",
            "meals",
            "water",
            "health_consultations",
            "protection_places",
            "family_transfers",
        }
    )
    with pytest.raises(TypeError):
        NEEDS["other"] = NEEDS["beds"]  # type: ignore[index]  # frozen: it must fail


@pytest.mark.parametrize("kind", ["interceptions", "patrols", "returns", "removals", "fences", ""])
def test_nothing_else_is_worked_out(kind: Any) -> None:
    with pytest.raises(InputError, match="is not worked out here"):
        Need(kind, capacity=10)


def test_no_answer_has_a_field_for_anything_else() -> None:
    assert {field.name for field in fields(Need)} == {
        "kind", "per_person", "part", "share", "number", "capacity",
    }  # fmt: skip


# -- edges


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"per_person": (3, 2)}, "per_person of meals is 3 to 2"),
        ({"per_person": (-1, 2)}, "per_person of meals is -1 to 2"),
        ({"per_person": (1, float("inf"))}, "per_person of meals is 1 to inf"),
        ({"share": (0.2, 20)}, "share of meals is above 1"),
        ({"capacity": -5}, "capacity of meals is -5, below 0"),
        ({"capacity": float("nan")}, "capacity of meals is nan"),
        ({"share": (0, 1), "part": "children"}, "more than one of part, share and number"),
    ],
)
def test_a_need_that_makes_no_sense_is_refused(more: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError, match=what):
        Need("meals", **more)


def test_a_need_of_some_people_must_say_of_how_many() -> None:
    with pytest.raises(InputError, match="does not say how many people need it"):
        Need("protection_places")


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        ahead(
            series(1000),
            Need("protection_places", part="children"),
            arrivals=(-1, 2),
            exits=(3, 2),
            until=DAY,
        )
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ({"until": DAY + timedelta(800)}, "more than two years after"),
        ({"exits": (0.5, 1.5), "exits_share": True}, "exits are a share above 1"),
    ],
)
def test_days_and_shares_have_limits(more: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError, match=what):
        ahead(series(1000), **more)


def test_no_need_and_no_day_are_refused() -> None:
    empty = replace(series(1000), points=())
    with pytest.raises(InputError) as caught:
        what_if(empty, needs=(), arrivals=(0, 0), exits=(0, 0), until=DAY)
    assert [problem.what for problem in caught.value.problems] == [
        "the series has no day to start from",
        "no need is named",
    ]


def test_a_start_away_from_the_series_is_wider_and_says_so() -> None:
    camp = series(1000, 900, 1111, walk=0.02)
    near = ahead(camp, start=DAY, weeks=8)
    far = ahead(camp, start=DAY + timedelta(30), weeks=8)
    assert far.people[0].upper > near.people[0].upper * 1.1
    assert [caution.code for caution in far.cautions] == ["starts-away-from-series"]


def test_a_series_without_a_walk_says_so() -> None:
    assert [caution.code for caution in ahead(series(1000, walk=None)).cautions] == ["no-walk"]


# -- properties


def test_one_seed_is_one_answer_and_json_keeps_it() -> None:
    camp = series(8190, 6670, 10070, walk=0.02)
    needs = [Need("beds", capacity=1500), Need("water"), Need("health_consultations")]
    one = what_if(
        camp, needs=needs, arrivals=(100, 300), exits=(50, 100), until=date(2020, 2, 10), seed=7
    )
    two = what_if(
        camp, needs=needs, arrivals=(100, 300), exits=(50, 100), until=date(2020, 2, 10), seed=7
    )
    assert one == two
    assert WhatIf.from_dict(json.loads(json.dumps(one.to_dict()))) == one
    assert one.people[-1].day == one.until == date(2020, 2, 10)


def test_more_arrivals_need_more_and_more_capacity_is_less_often_short() -> None:
    camp = series(1000, 800, 1250, walk=0.01)
    few, many = (ahead(camp, arrivals=(n, n + 20)).needs[0] for n in (50, 150))
    assert few.points[-1].lower < many.points[-1].lower
    assert few.points[-1].upper < many.points[-1].upper
    shorts = [ahead(camp, Need("beds", capacity=n)).needs[0].short for n in (600, 1100, 1800)]
    assert shorts == sorted(shorts, key=lambda share: -(share or 0.0))
    assert shorts[0] != shorts[2]


def test_assumptions_name_what_was_stated_and_where_a_factor_comes_from() -> None:
    found = ahead(series(1000, walk=0.01), Need("water"), arrivals=(100, 300))
    assert [assumption.text for assumption in found.assumptions] == [
        "100 to 300 people arrive a week, as many every week.",
        "35 people leave a week, as many every week.",
        "Beyond that the number moves from day to day as much as the series did.",
        "Litres of water a day: 15 a person (Sphere Handbook (2018), water supply 2.1).",
    ]
