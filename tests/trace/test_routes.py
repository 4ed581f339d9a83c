"""Routes: last days as Article 42 counts them, conditions, documents, and nothing guessed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.trace.checklist import Checklist, Limit, Progress, read_checklist
from undercount.trace.fields import RELATIONS
from undercount.trace.routes import Due, Route, last_day, of_age, route

TODAY = date(2016, 8, 31)
BORN_2000 = (date(2000, 1, 1), date(2000, 12, 31))


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return read_checklist()


def step(made: Route, name: str) -> Due:
    return next(one for one in made.steps if one.name == name)


def answer(made: Route, name: str) -> str:
    return next(c.answer for ground in made.grounds for c in ground.checks if c.name == name)


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        # The day of the event is not counted, and the last day has the same number (42(a), (b)).
        (date(2016, 3, 14), Limit("x", "", months=3), date(2016, 6, 14)),
        # A month without that day ends with its last one (42(b)).
        (date(2015, 11, 30), Limit("x", "", months=3), date(2016, 2, 29)),
        (date(2016, 11, 30), Limit("x", "", months=3), date(2017, 2, 28)),
        (date(2016, 8, 31), Limit("x", "", months=6), date(2017, 2, 28)),
        # Weeks end with the same day of the week; Sundays and holidays count (42(b), (c)).
        (date(2016, 12, 4), Limit("x", "", weeks=3), date(2016, 12, 25)),
        (date(2016, 12, 31), Limit("x", "", days=1), date(2017, 1, 1)),
        (date(2016, 12, 31), Limit("x", "", months=12), date(2017, 12, 31)),
    ],
)
def test_last_days(start: date, limit: Limit, end: date) -> None:
    assert last_day(start, limit) == end


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)), st.integers(1, 60))
def test_a_longer_time_never_ends_earlier(start: date, months: int) -> None:
    one, more = (last_day(start, Limit("x", "", months=m)) for m in (months, months + 1))
    assert start < one < more


def test_the_request_is_due_three_months_after_lodging(checklist: Checklist) -> None:
    made = route(checklist, "uncle", Progress(dates={"lodged": date(2016, 7, 1)}), today=TODAY)
    due = step(made, "request")
    assert (due.state, due.last) == ("due", date(2016, 10, 1))
    assert "21(1)" in due.because


def test_a_eurodac_hit_makes_it_earlier_and_never_later(checklist: Checklist) -> None:
    dates = {"lodged": date(2016, 7, 1), "hit": date(2016, 7, 5)}
    assert step(
        route(checklist, "aunt", Progress(dates=dates), today=TODAY), "request"
    ).last == date(2016, 9, 5)
    dates["hit"] = date(2016, 8, 30)
    assert step(
        route(checklist, "aunt", Progress(dates=dates), today=TODAY), "request"
    ).last == date(2016, 10, 1)


def test_the_time_for_the_transfer_begins_anew_with_an_appeal(checklist: Checklist) -> None:
    dates = {"accepted": date(2016, 3, 1), "appeal": date(2016, 5, 10)}
    made = route(checklist, "brother", Progress(dates=dates), today=TODAY)
    assert step(made, "transfer").last == date(2016, 11, 10)
    del dates["appeal"]
    made = route(checklist, "brother", Progress(dates=dates), today=TODAY)
    assert step(made, "transfer").last == date(2016, 9, 1)


def test_what_is_late_says_what_follows(checklist: Checklist) -> None:
    made = route(checklist, "uncle", Progress(dates={"lodged": date(2016, 1, 2)}), today=TODAY)
    due = step(made, "request")
    assert due.state == "late"
    assert due.missed is not None
    assert made.next == due
    done = {"lodged": date(2016, 1, 2), "request": date(2016, 4, 2)}
    made = route(checklist, "uncle", Progress(dates=done), today=TODAY)
    assert step(made, "request").state == "done"


def test_a_step_without_a_beginning_has_no_day(checklist: Checklist) -> None:
    due = step(route(checklist, "uncle", today=TODAY), "request")
    assert (due.state, due.last) == ("open", None)
    assert "no day yet" in due.because
    assert route(checklist, "uncle", today=TODAY).next is None


def test_a_day_to_come_is_planned_and_not_done(checklist: Checklist) -> None:
    dates = {"lodged": date(2016, 7, 1), "request": date(2016, 9, 20)}
    made = route(checklist, "uncle", Progress(dates=dates), today=TODAY)
    assert step(made, "request").state == "planned"


def test_documents_are_missing_until_the_office_says_otherwise(checklist: Checklist) -> None:
    held = Progress(documents={"link": "held", "care": "asked", "views": "not needed"})
    made = route(checklist, "grandmother", held, today=TODAY)
    names = [paper.name for paper in made.missing]
    assert "link" not in names
    assert "views" not in names
    assert {"care", "relative identity"} <= set(names)


def test_documents_of_a_ground_that_fails_are_not_asked_for(checklist: Checklist) -> None:
    made = route(checklist, "uncle", Progress(answers={"care": "no"}), today=TODAY)
    assert made.grounds[0].against
    assert "care" not in [paper.name for paper in made.papers]
    assert "written consent" in [paper.name for paper in made.papers]


def test_minor_counts_on_the_day_of_lodging(checklist: Checklist) -> None:
    born = (date(1998, 5, 20), date(1998, 5, 20))
    before = Progress(dates={"lodged": date(2016, 5, 19)})
    on_it = Progress(dates={"lodged": date(2016, 5, 20)})
    assert answer(route(checklist, "father", before, today=TODAY, child=born), "minor") == "yes"
    assert answer(route(checklist, "father", on_it, today=TODAY, child=born), "minor") == "no"
    assert answer(route(checklist, "father", today=TODAY, child=born), "minor") == "no"


def test_what_is_not_sure_is_not_known(checklist: Checklist) -> None:
    wide = (date(1998, 1, 1), date(1998, 12, 31))
    assert answer(route(checklist, "father", today=TODAY, child=wide), "minor") == "not known"
    assert answer(route(checklist, "father", today=TODAY), "minor") == "not known"


def test_a_disputed_age_is_the_office_to_answer(checklist: Checklist) -> None:
    made = route(checklist, "father", today=TODAY, child=BORN_2000, disputed=True)
    assert answer(made, "minor") == "not known"
    told = Progress(answers={"minor": "yes"})
    made = route(checklist, "father", told, today=TODAY, child=BORN_2000, disputed=True)
    assert answer(made, "minor") == "yes"


def test_a_relative_who_is_a_child_is_no_relative_of_article_2h(checklist: Checklist) -> None:
    young = (date(2000, 1, 1), date(2000, 12, 31))
    made = route(checklist, "uncle", today=TODAY, relative=young)
    assert answer(made, "adult") == "no"
    assert made.grounds[0].against
    assert not made.grounds[-1].against


def test_what_the_office_verified_goes_before_what_the_request_said(checklist: Checklist) -> None:
    made = route(checklist, "father", Progress(relation="uncle"), today=TODAY)
    assert made.relation == "uncle"
    assert made.grounds[0].article == "8(2), 2(h)"


def test_without_a_relation_nothing_is_said(checklist: Checklist) -> None:
    made = route(checklist, None, today=TODAY)
    assert (made.grounds, made.papers, made.steps) == ((), (), ())
    assert "no relation is known" in made.link


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_route_is_plain_json_with_its_notice(checklist: Checklist, relation: str) -> None:
    dates = {"lodged": date(2016, 2, 3), "refused": date(2016, 4, 1)}
    plain = route(checklist, relation, Progress(dates=dates), today=TODAY).to_dict()
    again = json.loads(json.dumps(plain))
    assert "no legal advice" in again["notice"]
    assert all(ground["article"] for ground in again["grounds"])
    assert again["grounds"]


def test_born_on_the_29th_of_february() -> None:
    assert of_age(date(2000, 2, 29), 18) == date(2018, 3, 1)
    assert of_age(date(2000, 2, 29), 16) == date(2016, 2, 29)
