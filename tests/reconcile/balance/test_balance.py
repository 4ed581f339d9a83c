from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from undercount.ledger import Entry
from undercount.reconcile.balance import Balance, Contradiction, balance

Make = Callable[..., Entry]
Weigh = Callable[..., Balance]

CALAIS: dict[str, Any] = {
    "stock": "camp_population",
    "arrivals": ["camp_arrivals"],
    "ways": ["undetected_crossings", "departures_to_CAO"],
    "net_change": ["camp_net_change"],
    "leave_share": ["camp_exit_share"],
    "stay": ["stay_so_far"],
    "place": "Calais camp",
    "opened": date(2015, 4, 1),
}


@pytest.fixture(scope="session")
def weighed(calais: tuple[Entry, ...]) -> Balance:
    return balance(calais, **CALAIS)


def told(found: Balance, each: Contradiction) -> set[str]:
    """The ledger ids behind a contradiction."""
    return {name for n in each.claims for name in found.claims[n].figures}


def taken(found: Balance, each: Contradiction) -> set[str]:
    """What a contradiction takes for granted."""
    return {found.claims[n].quantity for n in each.claims if found.claims[n].kind == "taken"}


def room(found: Balance, each: Contradiction) -> dict[str, Any]:
    """What the others imply, by ledger id."""
    return {found.claims[row.claim].figures[0]: (row.low, row.high) for row in each.implied}


# -- published


def test_calais_seventy_per_cent_within_four_months_against_a_mean_stay_of_five(
    weighed: Balance,
) -> None:
    # Share: PA via AOL, 70% of Calais migrants may be reaching the UK (2015). Stay: Le
    # recensement, une image du bidonville (census of February 2016). Counts: the prefecture's.
    # 70% of 3,700 people within four months is 3,700 * 0.7 / 4 = 648 a month.
    found = weighed
    each = next(
        each
        for each in found.contradictions
        if {"camp_exit_share", "stay_so_far"} <= {found.claims[n].quantity for n in each.claims}
        and {found.claims[n].source for n in each.claims if found.claims[n].kind == "stock"}
        == {"prefecture"}
    )
    assert each.text == (
        "Not all of this can hold: French authorities: 70% (“as many as”), read as that number, "
        "have left within 4 months, 1 January 2014 to 31 July 2015; charities' census: a mean stay "
        "so far of 5.1 months on 20 February 2016; prefecture: 3,000 people present on 25 "
        "September 2015, 4,500 (“environ”) on 10 November 2015, 3,700 on 23 February 2016. Taken "
        "for granted: nobody was there before 1 April 2015; people went on leaving at the stated "
        "pace, evenly over time; between two counts of one source within four months the number "
        "present lay between them. 70% within 4 months of 3,700 people of 23 February 2016 is "
        "about 648 a month; the others leave room for at most 613 (at most 66% within 4 months). "
        "The others leave room for a mean stay so far of at most 4.7 months on 20 February 2016."
    )


def test_calais_seventy_per_cent_against_a_thousand_arrivals_a_month(
    weighed: Balance,
) -> None:
    # Arrivals: La Voix du Nord via infomie (July 2016). Counts: 6,123 (Full Fact) and 7,037 (La
    # Voix du Nord). By hand: of 6,123 people, 0.305 ** (33 / 121.75) stay on for 33 days, 4,438,
    # so 2,599 of the 7,037 had to come in that time, and 33 days of 1,100 a month bring 1,193.
    # From 1 June to 18 July they may all come in those days: 1,100 * 48 / 30.44 = 1,735.
    found = weighed
    first = found.contradictions[0]
    quantities = [found.claims[n].quantity for n in first.claims]
    assert quantities == [
        "camp_exit_share", "camp_arrivals", "camp_population", "camp_population", "pace",
    ]  # fmt: skip
    arrivals = next(row for row in first.implied if found.claims[row.claim].kind == "arrivals")
    assert arrivals.low is not None
    assert arrivals.low * 48 / 30.4375 == pytest.approx(7037 - 6123 * 0.305 ** (33 / 121.75), abs=2)


def test_calais_is_small_work(weighed: Balance) -> None:
    # Each programme takes about 10 ms; time itself would hang on the machine.
    assert weighed.diagnostics["complete"]
    assert weighed.diagnostics["programmes_solved"] < 200
    assert Balance.from_dict(json.loads(json.dumps(weighed.to_dict()))) == weighed


def test_calais_says_what_was_read_into_the_words(weighed: Balance) -> None:
    codes = {caution.code for caution in weighed.cautions}
    assert codes == {"other-place", "part-of-people", "taken-at-its-number"}
    assert weighed.refused == ()


# -- by hand


def test_two_counts_and_arrivals_leave_no_room_for_few_exits(make: Make, weigh: Weigh) -> None:
    # 1,003 + 307 - 904 = 406 must have left; 152 are claimed.
    entries = [
        make("present", 1003, "2020-01-01"),
        make("present", 904, "2020-02-01", source="office"),
        make("came", 307, "2020-01-01", "2020-01-31", source="guard"),
        make("left", 152, "2020-01-01", "2020-01-31", source="charity"),
    ]
    found = weigh(*entries)
    (each,) = found.contradictions
    assert told(found, each) == {"e1", "e2", "e3", "e4"}
    rooms = room(found, each)
    assert rooms["e4"] == (pytest.approx(406), None)
    assert rooms["e3"] == (None, pytest.approx(904 + 152 - 1003))
    assert rooms["e1"] == (None, pytest.approx(904 + 152 - 307))
    assert rooms["e2"] == (pytest.approx(1003 + 307 - 152), None)
    assert each.text == (
        "Not all of this can hold: charity: 152 people leave, 1 to 31 January 2020; guard: 307 "
        "people arrive, 1 to 31 January 2020; office: 1,003 people present on 1 January 2020, 904 "
        "on 1 February 2020. The others need at least 406 to have left, 1 to 31 January "
        "2020. The others leave room for at most 53 to have arrived, 1 to 31 January 2020."
    )
    assert weigh(*entries[:3]).contradictions == ()


def test_crossings_are_a_part_of_those_who_left(make: Make, weigh: Weigh) -> None:
    left = make("left", 205, "2020-01-01", "2020-01-31")
    crossed = make("crossed", 151, "2020-01-01", "2020-01-31", source="guard")
    sheltered = make("sheltered", 73, "2020-01-01", "2020-01-31", source="ministry")
    assert weigh(left, crossed).contradictions == ()
    found = weigh(left, crossed, sheltered)
    (each,) = found.contradictions
    assert told(found, each) == {"e1", "e2", "e3"}
    rooms = room(found, each)
    assert rooms["e1"] == (pytest.approx(224), None)
    assert rooms["e2"] == (None, pytest.approx(132))


def test_nobody_crossed_against_some_who_did(make: Make, weigh: Weigh) -> None:
    nobody = make("crossed", 0, "2020-01-01", "2020-01-31", source="ministry")
    some = make(
        "crossed", 10, "2020-01-10", "2020-01-20", source="charity", measure="rate",
        population="people who crossed, a night",
    )  # fmt: skip
    found = weigh(nobody, some)
    (each,) = found.contradictions
    assert told(found, each) == {"e1", "e2"}
    assert weigh(nobody, make("left", 400, "2020-01-01", "2020-01-31")).contradictions == ()


def test_a_rate_is_a_mean_over_its_period(make: Make, weigh: Weigh) -> None:
    # 700 a week over 28 days is 2,800 (2,660 to 2,940 as rounded); the stock grew by 3,003.
    rate = make(
        "came", 700, "2020-01-01", "2020-01-28", measure="rate", population="arrivals per week"
    )
    grew = make("grew", 3003, "2020-01-01", "2020-01-29", population="more people in the camp")
    found = weigh(rate, grew)
    (each,) = found.contradictions
    rooms = room(found, each)
    assert rooms["e1"] == (pytest.approx(3003 / 4), None)
    assert rooms["e2"] == (None, pytest.approx(2940))
    assert "The others need at least 751 a week to have arrived" in each.text
    fell = make("grew", 3003, "2020-01-01", "2020-01-29", population="fewer people in the camp")
    assert weigh(rate, fell).contradictions == ()


def test_a_mean_stay_cannot_be_longer_than_the_place_is_old(make: Make, weigh: Weigh) -> None:
    stay = make("stay", 5.1, "2020-04-01", population="mean stay, in months", unit="other")
    present = make("present", 903, "2020-04-01")
    assert weigh(stay, present).contradictions == ()
    assert weigh(stay, present, opened=date(2019, 6, 1)).contradictions == ()
    found = weigh(stay, present, opened=date(2020, 1, 1))
    (each,) = found.contradictions
    assert told(found, each) == {"e1"} or told(found, each) == {"e1", "e2"}


def test_a_mean_stay_leaves_room_for_few_newcomers(make: Make, weigh: Weigh) -> None:
    # Open for 100 days, 1,003 people on day 50: on day 100 the mean stay of 2,006 people of whom
    # half came since is at most (100 * 1,003 + 50 * 1,003) / 2,006 = 75 days.
    opened = date(2020, 1, 1)
    middle, end = opened + timedelta(50), opened + timedelta(100)
    first = make("present", 1003, middle.isoformat())
    second = make("present", 2006, end.isoformat())
    stay = make("stay", 81, end.isoformat(), population="mean stay, in days", unit="other")
    found = weigh(first, second, stay, opened=opened)
    (each,) = found.contradictions
    assert told(found, each) == {"e1", "e2", "e3"}
    row = next(row for row in each.implied if found.claims[row.claim].kind == "stay")
    assert row.high == pytest.approx(75, abs=0.01)
    assert "a mean stay so far of at most 2.5 months on 10 April 2020" in each.text


def test_a_share_that_leaves_bounds_who_can_still_be_there(make: Make, weigh: Weigh) -> None:
    # Of 1,003 people 70% leave within a month; 409 people are there a month later and only 52
    # came: 357 stayed on, 64% left. Here the claim covers the day itself; nothing is taken.
    share = make(
        "gone", 70, "2020-01-01", "2020-01-31", kind="percent", unit="other",
        population="left within one month", source="police",
    )  # fmt: skip
    first = make("present", 1003, "2020-01-01")
    second = make("present", 409, "2020-02-01")
    came = make("came", 52, "2020-01-01", "2020-01-31", source="guard")
    found = weigh(share, first, second, came)
    (each,) = found.contradictions
    assert told(found, each) == {"e1", "e2", "e3", "e4"}
    assert taken(found, each) == set()
    row = next(row for row in each.implied if found.claims[row.claim].kind == "leave_share")
    assert row.high == pytest.approx(1 - 357 / 1003, abs=0.01)
    assert weigh(share, first, second).contradictions == ()


def test_at_most_a_share_leaves(make: Make, weigh: Weigh) -> None:
    # At most 10% leave within a month, yet 1,003 shrink to 409.
    share = make(
        "gone", None, "2020-01-01", "2020-01-31", low=5, high=10, quantifier="range",
        unit="other", population="per cent who left within a month", source="police",
    )  # fmt: skip
    first, second = make("present", 1003, "2020-01-01"), make("present", 409, "2020-01-31")
    found = weigh(share, first, second)
    (each,) = found.contradictions
    row = next(row for row in each.implied if found.claims[row.claim].kind == "leave_share")
    assert row.low == pytest.approx(1 - 409 / 1003, abs=0.01)


def test_what_is_taken_for_granted_is_named_only_where_it_is_needed(
    make: Make, weigh: Weigh
) -> None:
    # The share is of the year before; only if that pace lasts is there a contradiction.
    share = make(
        "gone", 70, "2019-01-01", "2019-06-30", kind="percent", unit="other",
        population="left within one month", source="police",
    )  # fmt: skip
    first, second = make("present", 1003, "2020-01-01"), make("present", 409, "2020-02-01")
    came = make("came", 52, "2020-01-01", "2020-01-31", source="guard")
    found = weigh(share, first, second, came)
    (each,) = found.contradictions
    assert taken(found, each) == {"pace"}
    assert "Taken for granted: people went on leaving at the stated pace" in each.text


# -- edges


def test_nothing_to_weigh(make: Make, weigh: Weigh) -> None:
    assert weigh().contradictions == ()
    share = make("gone", 70, "2019-01-01", kind="percent", population="left within a month")
    assert weigh(share).contradictions == ()
    assert weigh(make("present", 903, "2020-01-01")).contradictions == ()
    # Nobody can be there on the day on which the first arrive.
    assert weigh(make("present", 903, "2020-01-01"), opened=date(2020, 1, 1)).contradictions


def test_counts_of_two_sources_are_never_one_set(make: Make, weigh: Weigh) -> None:
    one = make("present", 1003, "2020-01-01")
    two = make("present", 2006, "2020-01-01", source="charity")
    assert weigh(one, two).contradictions == ()


def test_two_counts_of_one_source_and_day_are_one_claim(make: Make, weigh: Weigh) -> None:
    found = weigh(make("present", 5684, "2016-10-11"), make("present", 6486, "2016-10-11"))
    (claim,) = (claim for claim in found.claims if claim.kind == "stock")
    assert (claim.low, claim.high, claim.figures) == (5684, 6486, ("e1", "e2"))
    assert claim.text == "office: 5,684 or 6,486 people present on 11 October 2016"


def test_a_copy_is_one_claim_with_both_ids(make: Make, weigh: Weigh) -> None:
    loose = make(
        "present", 7000, "2016-08-17", low=6300, high=6999, quantifier="almost", hedge="almost"
    )
    found = weigh(loose, make("present", 6901, "2016-08-17"))
    assert [claim.figures for claim in found.claims if claim.kind == "stock"] == [("e2", "e1")]


def test_claims_of_before_the_opening_are_refused(make: Make, weigh: Weigh) -> None:
    found = weigh(make("present", 903, "2019-01-01"), opened=date(2020, 1, 1))
    assert found.refused == (("e1", "of a time before the place opened"),)


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"decision": "rejected"}, "rejected in review"),
        ({"status": "denied"}, "a number that is denied, not asserted"),
        ({"measure": "capacity"}, "a capacity figure"),
        ({"unit": "attempt"}, "unit attempt: only people are balanced"),
        ({"unit": "household"}, "unit household: only people are balanced"),
        ({"kind": "percent"}, "a percent, not a number of people"),
        ({"place": "Camp South, tents"}, "of Camp South, tents, not of North camp"),
        ({"place": "North camp, tents"}, "of North camp, tents, a part of North camp"),
        ({"measure": "rate"}, "a rate, but no words say of what unit of time"),
        (
            {"measure": "rate", "population": "arrivals a year"},
            "a rate by the year, said of 31 days only",
        ),
        ({"start": None, "end": None}, "no day or period"),
        ({"end": "2020-01-01"}, "people who come or go, but no words say in what time"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    make: Make, weigh: Weigh, entry: dict[str, Any], why: str
) -> None:
    days = {"start": "2020-01-01", "end": "2020-01-31", **entry}
    made = make("came", 307, days.pop("start"), days.pop("end"), **days)
    assert weigh(made, place="North camp").refused == (("e1", why),)


@pytest.mark.parametrize(
    ("quantity", "more", "why"),
    [
        ("gone", {"kind": "percent"}, "a share that leaves, but no words say within what time"),
        ("gone", {"population": "left within a month"}, "no words say that it is a share"),
        ("stay", {}, "a length of stay, but no words say in what unit of time"),
        ("grew", {}, "a change, but no words say whether up or down"),
        ("present", {"measure": "flow"}, "a flow figure, where people present are counted"),
    ],
)
def test_units_are_never_guessed(
    make: Make, weigh: Weigh, quantity: str, more: dict[str, Any], why: str
) -> None:
    made = make(quantity, 70, "2020-01-01", "2020-01-31", **more)
    assert weigh(made).refused == (("e1", why),)


def test_units_are_read_in_the_sentence_right_after_the_number(make: Make, weigh: Weigh) -> None:
    sentence = "Some 1 000 personnes arrivent par mois, dit-elle, et 200 par nuit partent."
    made = make(
        "came", 1000, "2020-01-01", "2020-01-31", surface="1 000", sentence=sentence, offset=5,
        measure="rate",
    )  # fmt: skip
    (claim, *_) = weigh(made).claims
    assert claim.per == pytest.approx(30.4375)


def test_the_unit_of_another_number_is_not_taken(make: Make, weigh: Weigh) -> None:
    sentence = "It took in 1,000 people, of whom 200 a week left."
    made = make(
        "came", 1000, "2020-01-01", "2020-01-31", surface="1,000", sentence=sentence, offset=11,
        measure="rate", note="the prefect said 300 a month",
    )  # fmt: skip
    assert weigh(made).refused == (("e1", "a rate, but no words say of what unit of time"),)


# -- properties
