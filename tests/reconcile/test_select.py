from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure
from undercount.reconcile.own_prints import Vintage
from undercount.reconcile.said import allowed
from undercount.reconcile.select import Definition, select

Say = Callable[..., Entry]


def texts(entries: list[Entry], code: str) -> list[str]:
    return [caution.text for caution in select(entries).cautions if caution.code == code]


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"unit": "attempt"}, "unit attempt, where the series is of unit person"),
        ({"unit": "household"}, "unit household, where the series is of unit person"),
        ({"measure": "flow"}, "measure flow, where the series is of measure stock"),
        ({"measure": "cumulative"}, "a cumulative figure"),
        ({"measure": "capacity"}, "a capacity figure"),
        ({"measure": "target"}, "a target figure"),
        ({"status": "denied"}, "a number that is denied, not asserted"),
        ({"status": "hypothetical"}, "a number that is hypothetical, not asserted"),
        ({"status": "target"}, "a number that is target, not asserted"),
        ({"kind": "percent"}, "a percent, not a count"),
        ({"decision": "rejected"}, "rejected in review"),
        ({"day": None}, "no number or no day"),
    ],
)
def test_what_must_not_be_pooled_is_refused_by_name(
    say: Say, odd: dict[str, Any], reason: str
) -> None:
    day = odd.pop("day", "2016-08-20")
    entries = [say(6901, source="office"), say(7338, source="register")]
    entries.append(say(84088, day, source="FOI reply", **odd))
    chosen = select(entries)
    assert [figure.value for figure in chosen.figures] == [6901, 7338]
    assert chosen.refused == ((entries[2].id, reason),)
    assert texts(entries, "not-pooled") == [f"Left out ({reason}): 84,088 (FOI reply)."]


ZERO = (
    "zero: the model works on logarithms, which have none; end the series before that day and say "
    "in words that the place was empty"
)


def test_an_emptied_camp_is_refused_with_its_own_reason(say: Say) -> None:
    entries = [
        say(6901, source="office"),
        say(7338, source="register"),
        say(0, "2016-10-31", source="office", surface="no one"),
        say(1, "2016-10-30", source="charity", low=0, high=0, quantifier="less_than"),
    ]
    assert len(select(entries).figures) == 2
    assert texts(entries, "not-pooled") == [f"Left out ({ZERO}): 0 (office); 1 (charity)."]


def test_six_months_and_a_year_are_not_pooled(say: Say) -> None:
    flows = [
        say(2411, "2014-04-01", "2014-09-30", measure="flow", source="inspector"),
        say(6429, "2015-04-01", "2015-09-30", measure="flow", source="inspector"),
        say(3264, "2015-10-01", "2016-03-31", measure="flow", source="county"),
        say(6429, "2015-01-01", "2015-12-31", measure="flow", source="newspaper"),
    ]
    chosen = select(flows)
    assert len(chosen.figures) == 3
    assert [name for name, _ in chosen.refused] == [flows[3].id]
    assert "another length of period than about 183 days" in chosen.cautions[0].text


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("Calais camp south zone", "of Calais camp south zone, a part of Calais camp"),
        ("Calais area", "of Calais area, not of Calais camp"),
    ],
)
def test_a_part_of_the_site_is_not_the_site(say: Say, place: str, why: str) -> None:
    entries = [say(6901, place="Calais camp"), say(7338, source="b"), say(3455, place=place)]
    chosen = select(entries, Definition("Calais camp"))
    assert {figure.value for figure in chosen.figures} == {6901, 7338}
    assert chosen.refused == ((entries[2].id, why),)


def test_people_found_and_people_guessed_at_are_two_things(say: Say) -> None:
    months = [("2016-01-01", "2016-01-31"), ("2016-02-01", "2016-02-29")]
    flows = [say(900 + i, *month, measure="flow", detection="detected", source="office")
             for i, month in enumerate(months)]  # fmt: skip
    guess = say(4000, *months[0], measure="flow", detection="undetected_estimate", source="police")
    total = say(4900, *months[0], measure="flow", detection="total_estimate", source="charity")
    plain = say(950, *months[0], measure="flow", source="paper")
    chosen = select([*flows, guess, total, plain])
    assert {figure.value for figure in chosen.figures} == {900, 901, 950}
    assert chosen.refused == (
        (guess.id, "an estimate of people nobody detected, where the series is of people detected"),
        (total.id, "an estimate of everybody, where the series is of people detected"),
    )


def test_a_count_and_an_estimate_of_a_camp_aim_at_the_same_people(say: Say) -> None:
    entries = [say(900, detection="detected"), say(990, detection="total_estimate", source="b")]
    assert len(select(entries).figures) == 2


def test_what_is_expected_is_no_count(say: Say) -> None:
    foretold = say(6200, "2016-11-16", source="blog", published=date(2016, 9, 4))
    chosen = select([say(6901), say(7338, source="b"), foretold])
    assert chosen.refused == (
        (foretold.id, "about a day after it was printed: an expectation, not a count"),
    )


def test_the_last_print_of_a_source_revises_the_ones_before(say: Say) -> None:
    year: dict[str, Any] = {
        "day": "2022-01-01", "end": "2022-12-31", "measure": "flow", "source": "Home Office",
    }  # fmt: skip
    first = say(45755, publisher="Home Office", published=date(2023, 2, 23), **year)
    last = say(45774, publisher="Home Office", published=date(2023, 8, 24), **year)
    slip = say(45744, publisher="A paper", published=date(2024, 1, 2), **year)
    chosen = select([slip, last, first])
    assert [figure.value for figure in chosen.figures] == [45774]
    assert chosen.copies == (slip.id,)
    (vintage,) = chosen.vintages
    assert vintage.prints == (
        (date(2023, 2, 23), 45755, first.id),
        (date(2023, 8, 24), 45774, last.id),
    )
    assert Vintage.from_dict(vintage.to_dict()) == vintage
    assert texts([slip, last, first], "revised") == [
        "Revised by their own source, the latest is used: Home Office for 1 January to 31 December "
        "2022: 45,755 printed 23 February 2023, then 45,774."
    ]


def test_two_own_counts_of_one_day_stay_two(say: Say) -> None:
    same: dict[str, Any] = {"source": "prefecture", "publisher": "Prefecture of the county"}
    day = date(2016, 10, 12)
    assert (
        len(select([say(5684, published=day, **same), say(6486, published=day, **same)]).figures)
        == 2
    )


def test_prints_of_one_lineage_are_one_observation(say: Say) -> None:
    root = say(6901, "2016-08-17", source="prefecture")
    retold = say(7000, "2016-08-31", source="officials")
    chosen = select([retold, root], counts=[(root.id, retold.id)])
    assert [figure.entry.id for figure in chosen.figures] == [root.id]
    assert chosen.copies == (retold.id,)


def test_a_series_of_years_leaves_the_months_out(say: Say) -> None:
    months = [say(900 + i, f"2021-0{i}-01", f"2021-0{i}-28", measure="flow") for i in range(1, 6)]
    years = [say(9000, f"{y}-01-01", f"{y}-12-31", measure="flow") for y in (2020, 2021)]
    chosen = select([*months, *years], Definition(measure="flow", days=365))
    assert [figure.entry.id for figure in chosen.figures] == [row.id for row in years]
    assert {name for name, _ in chosen.refused} == {row.id for row in months}


def test_an_unknown_measure_is_let_through(say: Say) -> None:
    assert len(select([say(900), say(950, measure="unknown", source="b")]).figures) == 2


def test_a_stock_without_a_day_is_dated_by_its_print(say: Say) -> None:
    entry = say(900, None, source="office", published=date(2016, 8, 31))
    [figure] = select([entry]).figures
    assert figure.day == date(2016, 8, 31)
    assert texts([entry], "dated-by-print") == [
        "Dated by the day of publication: 900 of 31 August 2016 (office)."
    ]
    flow = say(900, None, source="office", measure="flow", published=date(2016, 8, 31))
    assert select([flow]).figures == ()


def test_copies_merge_only_within_one_source_and_period(say: Say) -> None:
    entries = [
        say(6901, source="prefecture", publisher="A"),
        say(6901, source="Préfecture", publisher="B"),
        say(7000, low=6300, high=6999, quantifier="almost", source="the prefecture"),
        say(6901, source="charity"),
        say(6901, "2016-08-18", source="prefecture"),
        say(6486, source="prefecture"),
    ]
    chosen = select(entries)
    assert set(chosen.copies) == {"e2", "e3"}
    assert len(chosen.figures) == 4
    assert "2 prints" in texts(entries, "copies-merged")[0]


def test_a_source_that_nobody_names_is_its_outlet(say: Say) -> None:
    [one, two] = select([say(900, publisher="BBC"), say(950, publisher="ITV")]).figures
    assert (one.source, two.source) == ("unattributed (BBC)", "unattributed (ITV)")


def test_long_lists_of_refusals_are_cut(say: Say) -> None:
    entries = [say(100 + i, source=f"s{i}", unit="boat") for i in range(3)]
    entries += [say(100 + i, source=f"t{i}", unit="person") for i in range(40)]
    entries += [say(100 + i, source=f"u{i}", unit="boat") for i in range(5)]
    [text] = texts(entries, "not-pooled")
    assert text.endswith("and 4 more.")


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        (6901, (6901, 6901)),
        (6430, (6430, 6430)),
        (6400, (6350, 6450)),
        (7000, (6650, 7350)),
        (10000, (9500, 10500)),
        (40, (40, 40)),
    ],
)
def test_bare_round_numbers_are_read_as_rounded(value: float, ends: tuple[float, float]) -> None:
    figure = Figure(surface=str(value), value=value, low=value, high=value)
    assert allowed(figure) == (value, *ends)


def test_numbers_a_logarithm_cannot_take() -> None:
    assert allowed(Figure(surface="none", value=0, low=0, high=0)) is None
    assert allowed(Figure(surface="many", value=None, low=None, high=None)) is None
    assert allowed(Figure(surface="over 50", value=None, low=50, high=None)) is not None
    assert allowed(Figure(surface="up to 50", value=None, low=None, high=50)) == (25, 0, 50)
