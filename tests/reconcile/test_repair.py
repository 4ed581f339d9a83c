from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.repair import Repair, propose_repairs
from undercount.reconcile.repair.numbers import numbers
from undercount.reconcile.repair.settle import changes

Say = Callable[..., Entry]
CENSUS = {"source": "census", "place": "Calais camp"}
CAMP = {"quantity": "camp_population", **CENSUS}
BOATS = {"quantity": "arrivals", "measure": "flow", "source": "Home Office"}
YEAR = ("2022-01-01", "2022-12-31")


def only(entries: Sequence[Entry], kind: str) -> Repair:
    [found] = [repair for repair in propose_repairs(entries) if repair.kind == kind]
    return found


# Published sums that come out.
@pytest.mark.parametrize(
    ("total", "note"),
    [
        (2646, "1,085 + 517 + 1,044 = 2,646"),
        (4946, "1,400 in containers, 170 at Jules Ferry, 3,376 in the camp"),
        (861, "627 in the camp, 202 in the container centre, 32 in the women's centre"),
        (3316, "by month 322, 270, 331, 350, 391, 569, 549, 534"),
        (5350, "3\u202f450 au sud et 1\u00a0900 au nord"),
        (18170, "10,208 at the tunnel, 6,948 at the port and about 1,000 at Dunkirk"),
        (7338, "5,132 adults (Europe 1), 1,932 minors (Europe 1), 274 transferred (Europe 1)"),
        (4014, "(3,242 adults and 772 minors) on 25 October 2016"),
    ],
)
def test_parts_in_a_note_add_up(say: Say, total: int, note: str) -> None:
    found = only([say(total, note=note, **CAMP)], "sum")
    assert found.agrees
    assert "agrees" in found.text


def test_parts_that_do_not_add_up_and_what_would_settle_them(say: Say) -> None:
    note = "1,800 in containers and Jules Ferry, 5,307 in the camp"
    found = only([say(7037, note=note, **CAMP)], "sum")
    assert (found.proposed, found.agrees) == (None, False)
    assert found.text == (
        "1,800 + 5,307 = 7,107, against 7,037: does not come out. One of these would settle it: "
        "7,107 in place of 7,037; 5,237 in place of 5,307; 1,730 in place of 1,800."
    )
    both = only([say(7037, note=note.replace("5,307", "5,200 (or 5,307)"), **CAMP)], "sum")
    assert "1,800 + 5,200 = 7,000, against 7,037: agrees within the rounding" in both.text
    slip = only([say(4964, note="1,400 here, 170 there, 3,376 elsewhere", **CAMP)], "sum")
    assert slip.proposed == 4946


def test_a_sentence_is_read_as_a_note_is(say: Say) -> None:
    entry = say(5350, origin="read", decision="suggested", document="d", **CAMP)
    said = (
        "The two charities arrived at 5,350: some 3,450 in the south zone and 1,900 in the north."
    )
    assert only([replace(entry, sentence=said)], "sum").agrees
    other = "The count of 5,350 of 12 May 2016 came after 40 tents and 900 blankets were given out."
    assert propose_repairs([replace(entry, sentence=other)]) == ()


def test_which_single_change_settles() -> None:
    assert changes(10, (4, 5))[0].words() == "9 in place of 10"
    assert [change.wanted for change in changes(8466, (4000, 4462)) if change.slip] == [8462, 4466]


def test_months_against_the_year(say: Say) -> None:
    months = [94, 183, 188, 558, 743, 727, 1111, 1470, 1946, 472, 761, 209]
    parts = [
        say(count, f"2020-{month:02d}-01",
            f"2020-{month:02d}-{calendar.monthrange(2020, month)[1]}", publisher="A", **BOATS)
        for month, count in enumerate(months, 1)
    ]  # fmt: skip
    year = say(8466, "2020-01-01", "2020-12-31", publisher="B", **BOATS)
    found = only([*parts, year], "sum")
    assert "the 12 figures from 1 to 31 January 2020 to 1 to 31 December 2020 = 8,462" in found.text
    assert "8,462 in place of 8,466" in found.text
    assert found.figures[0] == year.id
    assert len(found.figures) == 13
    right = replace(year, figure=replace(year.figure, value=8462.0, low=8462.0, high=8462.0))
    assert only([*parts, right], "sum").agrees
    # What agrees with one total is not set against the next.
    slip = replace(
        year, id="slip", figure=replace(year.figure, value=8426.0, low=8426.0, high=8426.0)
    )
    assert only([*parts, right, slip], "sum").agrees
    assert propose_repairs([*parts[:5], *parts[6:], year]) == ()
    # A month in which nobody came is a part as well.
    empty = [*parts[:2], say(0, "2020-03-01", "2020-03-31", publisher="A", **BOATS), *parts[3:]]
    assert "= 8,274 (A)" in only([*empty, year], "sum").text


def test_of_a_running_total_the_longest_agreement_is_told(say: Say) -> None:
    months = [45, 88, 66, 80]
    rows = []
    for month, count in enumerate(months, 1):
        last = f"2019-{month:02d}-{calendar.monthrange(2019, month)[1]}"
        rows.append(say(count, f"2019-{month:02d}-01", last, publisher="A", **BOATS))
        total = {**BOATS, "measure": "cumulative"}
        rows.append(say(sum(months[:month]), "2019-01-01", last, publisher="A", **total))
    found = only(rows, "sum")
    assert found.agrees
    assert "45 + 88 + 66 + 80 = 279" in found.text


def test_parts_with_gaps_may_not_exceed_the_whole(say: Say) -> None:
    first = say(30000, "2022-02-01", "2022-02-28", publisher="copy", **BOATS)
    second = say(28853, "2022-05-01", "2022-05-31", publisher="copy", **BOATS)
    year = say(45774, *YEAR, publisher="B", **BOATS)
    found = only([first, second, year], "sum")
    assert (found.figure, found.proposed) == (year.id, None)
    assert "= 58,853 (copy), more than the 45,774 of the whole period (B)" in found.text
    other = replace(year, figure=replace(year.figure, source="charity"))
    assert propose_repairs([first, second, other]) == ()


def test_groups_of_one_text_add_up(say: Say) -> None:
    text = {"publisher": "Europe 1", "title": "closure", **CAMP}
    rows = [say(5132, population="adults", **text), say(1932, population="minors", **text),
            say(274, population="transferred", **text)]  # fmt: skip
    total = say(7338, population="people", **text)
    found = only([*rows, total], "sum")
    assert found.text == (
        "5,132 (adults) + 1,932 (minors) + 274 (transferred) = 7,338 (people): agrees."
    )
    assert found.figures == ("e4", "e1", "e2", "e3")


def test_a_difference_and_a_share_and_a_number_a_day(say: Say) -> None:
    minors = say(294, note="129 unaccounted for (423 less 294)", **CAMP)
    assert only([minors], "difference").agrees
    refused = say(149, population="of 6,429 found", note="149 of them, or 2.3%, refused", **CAMP)
    assert only([refused], "share").text == "149 of 6,429 is 2.3%: agrees."
    attempts = say(84088, "2015-01-01", "2015-12-31", note="230 a day", quantity="attempts",
                   measure="flow", unit="attempt")  # fmt: skip
    assert only([attempts], "rate").agrees
    assert (
        propose_repairs([replace(attempts, figure=replace(attempts.figure, note="9 a day"))]) == ()
    )


def test_stated_growth_settles_a_digit(say: Say) -> None:
    """+12% on 9,106 is 10,188 (+11.9%); 10,088 is +10.8%."""
    august = say(9106, "2016-08-06", "2016-08-09", publisher="A", **CAMP)
    right = say(10188, "2016-09-10", "2016-09-12", publisher="A", **CAMP)
    wrong = say(10088, "2016-09-10", "2016-09-12", publisher="B", **CAMP)
    said = "There were 10,088 people, 12% more than the 9,106 of August."
    wrong = replace(wrong, sentence=said)
    found = only([august, right, wrong], "growth")
    assert (found.figure, found.said, found.proposed) == ("e3", 10088, 10188)
    assert found.text == (
        '10,088 (camp population, B) is +10.8% on 9,106, where "12% more" is stated; 10,188 (A) '
        "is +11.9%."
    )
    assert set(found.figures) == {"e1", "e2", "e3"}
    # Without the other print, every slip that fits is as good: a person must look.
    assert only([august, wrong], "growth").proposed in (None, 10188)
    fits = replace(wrong, sentence="There were 10,088 people, 10.8% more than the 9,106 of August.")
    assert only([august, right, fits], "growth").agrees


def test_a_percentage_read_as_a_count(say: Say) -> None:
    days = ("2018-01-01", "2018-12-31")
    boats = say(299, *days, publisher="A", **BOATS)
    wrong = say(236, *days, publisher="B", **{**BOATS, "source": "inspector"})
    grown = say(236, *YEAR, kind="percent", measure="change", quantity="growth", publisher="B")
    found = only([boats, wrong, grown], "percent")
    assert (found.figure, found.proposed) == ("e2", 299)
    assert (
        "236 (arrivals, 1 January to 31 December 2018, B) is the number of 236% (B)" in found.text
    )
    assert propose_repairs([boats, wrong]) == ()
    assert propose_repairs([wrong, grown]) == ()


def test_a_number_of_another_quantity(say: Say) -> None:
    alone = {"quantity": "unaccompanied_minors", **CENSUS}
    right, wrong = say(1022, publisher="A", **alone), say(1189, publisher="B", **alone)
    children = say(1179, quantity="minors_all", publisher="A", **CENSUS)
    found = only([right, wrong, children], "confused")
    assert (found.figure, found.proposed) == ("e2", 1022)
    assert "one slip from 1,179 is the number of minors all (A)" in found.text
    assert propose_repairs([right, wrong]) == ()
    elsewhere = say(1179, quantity="minors_all", source="census", place="Dunkirk")
    assert propose_repairs([right, wrong, elsewhere]) == ()


def test_a_reading_that_mistook_the_people_is_no_mix_up(say: Say) -> None:
    """ "Of these, 676 were unaccompanied" read as all minors: the reader's slip, not the text's."""
    alone = say(676, quantity="unaccompanied_minors", population="unaccompanied minors", **CENSUS)
    children = say(865, quantity="minors_all", population="children", **CENSUS)
    read = say(676, quantity="minors_all", population="children", origin="read", document="d",
               decision="suggested", **CENSUS)  # fmt: skip
    told = replace(read, sentence="Of the children, 676 were unaccompanied.")
    assert propose_repairs([alone, children, told]) == ()


def test_a_later_vintage_is_a_revision(say: Say) -> None:
    first = say(45755, *YEAR, published=date(2023, 2, 23), **BOATS)
    later = say(45774, *YEAR, published=date(2025, 1, 1), **BOATS)
    found = only([later, first], "revision")
    assert (found.figure, found.said, found.proposed) == ("e1", 45755, 45774)
    assert found.text.endswith("reads 45,774 in a print of 1 January 2025: revised by its source, "
                               "no error.")  # fmt: skip
    for other in (
        say(45756, *YEAR, published=date(2025, 1, 1), **BOATS),  # a slip of a digit
        say(54563, *YEAR, published=date(2025, 1, 1), **BOATS),  # too far
        say(45774, *YEAR, **BOATS),  # nobody knows when
        say(45774, *YEAR, published=date(2025, 1, 1), **{**BOATS, "source": "charity"}),
    ):
        assert "revision" not in {repair.kind for repair in propose_repairs([first, other])}


def test_a_target_set_anew(say: Say) -> None:
    more = {"quantity": "places", "measure": "target", "status": "target", "source": "ministry"}
    old = say(350, "2017-02-08", published=date(2017, 2, 8), **more)
    new = say(480, "2018-12-20", published=date(2018, 12, 20), **more)
    assert only([old, new], "revision").proposed == 480


def test_days_after_publication_are_no_observation(say: Say) -> None:
    ahead = say(6200, "2016-10-20", published=date(2016, 9, 4), **CAMP)
    assert only([ahead], "anticipation").proposed is None
    by_address = say(6200, "2016-10-20", url="https://example.org/2016/09/04/story", **CAMP)
    assert only([by_address], "anticipation").text == (
        "6,200 (camp population) is said of 20 October 2016 in a text of 4 September 2016: no "
        "observation."
    )
    for fine in (
        say(6200, "2016-10-20", published=date(2016, 10, 20), **CAMP),
        say(6200, "2016-10-20", published=date(2016, 9, 4), status="target", **CAMP),
        say(6200, "2016-09-01", "2016-09-30", published=date(2016, 9, 4), **CAMP),
        say(6200, "2016-10-20", **CAMP),
    ):
        assert propose_repairs([fine]) == ()


def test_two_hundred_a_week_in_a_year(say: Say) -> None:
    rate = {"quantity": "crossings", "place": "Calais", "measure": "rate", "publisher": "A"}
    weekly = say(
        200, "2016-08-01", "2016-08-28", source="police", population="people a week", **rate
    )
    yearly = say(10000, "2016-01-01", "2016-12-31", source="A", low=9000, high=11000, hedge="about",
                 quantifier="approx", population="people a year", **rate)  # fmt: skip
    found = only([weekly, yearly], "derived")
    assert (found.figure, found.proposed) == ("e2", 10400)
    assert found.text == (
        "about 10,000 (crossings, A) is 200 a week x 52 = 10,400: arithmetic, no observation."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 17 August 2016 they counted 6,901", [6901]),
        ("1085+517+1044=2646", [1085, 517, 1044, 2646]),
        ("7% of 1 200 in 2016", [7, 1200]),
        ("between 6 and 9 August, 9.106 personas", [9106]),
        ("2,016 people on the 3rd of May", [2016]),
        ("the A16 and section 67", [67]),
        ("", []),
    ],
)
def test_numbers_in_a_text(text: str, found: list[float]) -> None:
    assert [number.value for number in numbers(text)] == found


def test_every_proposal_is_told_once_and_round_trips(say: Say) -> None:
    twice = [say(2646, note="1,085 + 517 + 1,044", publisher=name, **CAMP) for name in "AB"]
    ahead = say(6200, "2016-10-20", published=date(2016, 9, 4), **CAMP)
    found = propose_repairs([*twice, ahead])
    assert [repair.kind for repair in found] == ["anticipation", "sum"]  # what agrees comes last
    assert [Repair.from_dict(repair.to_dict()) for repair in found] == list(found)
    assert propose_repairs([ahead, *twice[::-1]]) == found
    assert propose_repairs([]) == ()


@pytest.mark.parametrize("seed", range(3))
def test_unrelated_figures_give_no_proposals(say: Say, seed: int) -> None:
    rng = np.random.default_rng(seed)
    entries = [
        say(
            float(rng.integers(1000, 20000)),
            f"20{rng.integers(10, 20)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
            published=date(2020, 1, 1),
            source=f"body {rng.choice(list('abcdefgh'))}",
            publisher=f"paper {rng.integers(30)}",
            quantity=f"quantity {rng.integers(40)}",
            place=f"place {rng.integers(40)}",
        )
        for _ in range(1000)
    ]
    assert propose_repairs(entries) == ()
