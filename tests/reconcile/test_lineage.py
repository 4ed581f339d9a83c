from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.digits import relation
from undercount.reconcile.lineage import Lineage, trace_lineage

Say = Callable[..., Entry]
CAMP = {"quantity": "camp_population", "place": "Calais camp"}
DROPS = {"quantity": "lorry_drops_detected", "measure": "flow", "place": "United Kingdom"}


def line(entries: Sequence[Entry], alike: Sequence[tuple[str, str]] = ()) -> dict[str, str]:
    return {
        descent.child: f"{descent.parent} {descent.how}"
        for descent in trace_lineage(entries, alike).descents
    }


@pytest.mark.parametrize(
    ("first", "later", "how"),
    [
        (6901, 7000, "rounded"),
        (6429, 6400, "rounded"),
        (4486, 4480, "cut"),
        (4486, 4400, "cut"),
        (676, 670, "cut"),
        (10188, 10088, "digit"),
        (6486, 6468, "swap"),
        (360, 60, "lost"),
        (6901, 6901, "same"),
        (6901, 9106, None),
        (3700, 3000, None),
        (45755, 45774, None),
        (1450, 1000, None),
        (12.5, 12, None),
    ],
)
def test_how_a_number_is_carried_on(first: float, later: float, how: str | None) -> None:
    assert relation(first, later) == how


def test_a_precise_count_is_the_root_of_its_looser_prints(say: Say) -> None:
    entries = [
        say(
            7000,
            source="prefecture",
            low=6300,
            high=6999,
            quantifier="almost",
            publisher="B",
            **CAMP,
        ),
        say(6901, source="prefecture of Pas-de-Calais", publisher="A", **CAMP),
        say(6900, source="prefecture", publisher="C", **CAMP),
        say(6910, source="prefecture", publisher="D", **CAMP),
    ]
    assert line(entries) == {"e1": "e2 held", "e3": "e2 rounded", "e4": "e2 swap"}
    [count] = trace_lineage(entries).counts
    assert (count.root, set(count.members)) == ("e2", {"e1", "e2", "e3", "e4"})


def test_two_bodies_with_a_number_of_their_own_are_no_lineage(say: Say) -> None:
    """Charity and prefecture may both count 5,000, or 423; a five-digit number is copied."""
    for number, linked in ((5000, False), (423, False), (12345, True)):
        one = say(number, id="one", source="charity", publisher="A", **CAMP)
        two = say(number, id="two", source="prefecture", publisher="B", **CAMP)
        assert bool(line([one, two])) == linked
        assert bool(trace_lineage([one, two]).counts) == linked


def test_a_citation_ties_two_bodies_and_turns_the_order(say: Say) -> None:
    early = say(5000, source="charity", publisher="Courier via Herald", published=date(2016, 8, 18),
                **CAMP)  # fmt: skip
    late = say(5000, source="charity", publisher="Courier", published=date(2016, 8, 20), **CAMP)
    assert line([early, late]) == {"e1": "e2 same"}
    other = say(
        5000, source="town hall", artefact="figures of the Courier", publisher="Post", **CAMP
    )
    assert line([late, other]) == {"e3": "e2 same"}


def test_copied_sentences_tie_figures_and_reports_of_other_months_do_not(say: Say) -> None:
    said = "The agency recorded {} people at the northern border station {} and fed all of them."

    def told(number: int, when: str, day: str, **more: object) -> Entry:
        entry = say(number, day, population="people", measure="flow", **more)
        return replace(entry, sentence=said.format(f"{number:,}", when))

    first = told(6429, "in May", "2016-05-01", claimant="agency", document="a")
    copy = told(6400, "in May", "2016-05-01", claimant="police", document="b")
    other = told(8181, "in May", "2016-05-01", claimant="agency", document="c")
    june = told(6400, "in June", "2016-06-01", claimant="agency", document="d")
    assert line([first, copy]) == {"e2": "e1 rounded"}
    assert trace_lineage([first, copy]).counts[0].members == ("e1", "e2")
    assert line([first, other]) == {"e3": "e1 other"}
    assert trace_lineage([first, other]).counts == ()
    assert line([first, june]) == {}
    assert line([first, june], alike=[("e1", "e4")]) == {}
    assert line([first, copy], alike=[("e1", "e2"), ("e1", "gone")]) == {"e2": "e1 rounded"}


def test_arithmetic_on_a_rate_is_derived_and_counted_once(say: Say) -> None:
    rate = {"quantity": "crossings", "place": "Calais", "measure": "rate"}
    weekly = say(200, "2016-08-01", "2016-08-28", source="police", population="people a week",
                 publisher="A", **rate)  # fmt: skip
    yearly = say(10400, "2016-01-01", "2016-12-31", source="A", claimant_class="journalist",
                 population="people a year", publisher="A", **rate)  # fmt: skip
    own = replace(yearly.figure, claimant_class="government", source="ministry", publisher="C")
    counted = replace(yearly, id="own", figure=own)
    assert line([weekly, yearly]) == {"e2": "e1 derived"}
    assert trace_lineage([weekly, yearly]).counts[0].members == ("e1", "e2")
    assert line([weekly, counted]) == {}


def test_a_number_given_to_another_body_descends_and_counts_stay_apart(say: Say) -> None:
    inspector = say(6429, "2015-04-01", "2015-09-30", source="inspector", publisher="A", **DROPS)
    police = say(6400, "2015-08-01", "2016-07-31", source="police", publisher="B", **DROPS)
    lineage = trace_lineage([inspector, police])
    assert [descent.parent for descent in lineage.descents] == ["e1"]
    assert lineage.counts == ()


def test_the_last_vintage_stands_for_a_revised_count(say: Say) -> None:
    boats = {"quantity": "arrivals", "measure": "flow", "source": "Home Office"}
    days = ("2022-01-01", "2022-12-31")
    first = say(45755, *days, published=date(2023, 2, 23), **boats)
    later = say(45774, *days, published=date(2025, 1, 1), **boats)
    copy = say(45744, *days, publisher="Daily", **boats)
    lineage = trace_lineage([first, later, copy])
    assert lineage.roots() == {"e1": "e2", "e2": "e2", "e3": "e2"}
    assert trace_lineage([first]).roots() == {}


def test_what_changed_once_is_passed_on_from_there(say: Say) -> None:
    """A third print that repeats the year of the second comes of the second."""
    half, year, again = (
        say(6429, *days, source="inspector", publisher=name, **DROPS)
        for name, days in (
            ("A", ("2015-04-01", "2015-09-30")),
            ("B", ("2015-01-01", "2015-12-31")),
            ("C", ("2015-01-01", "2015-12-31")),
        )
    )
    assert line([half, year, again]) == {"e2": "e1 same", "e3": "e2 same"}


def test_other_days_people_places_and_texts_are_not_tied(say: Say) -> None:
    base = say(6901, source="prefecture", **CAMP)
    more = {"source": "prefecture"}
    assert line([base, say(6900, "2016-09-17", **more, **CAMP)]) == {}
    assert line([base, say(6910, quantity="camp_population", place="Dunkirk", **more)]) == {}
    assert line([base, say(6901, quantity="meals", place="Calais camp", **more)]) == {}
    assert line([base, say(6900, quantity="camp_population", place="Calais camp", measure="flow",
                           source="prefecture")]) == {}  # fmt: skip
    one_text = {"document": "d", **more, **CAMP}
    assert line([say(6901, **one_text), say(6910, **one_text)]) == {}
    assert line([base, replace(base, id="no", decision="rejected")]) == {}


def test_neighbours_in_a_running_total_are_no_slips(say: Say) -> None:
    boats = {"quantity": "arrivals", "source": "Home Office", "measure": "cumulative"}
    days = [say(45700 + i, "2022-01-01", f"2022-12-{i:02d}", **boats) for i in range(10, 30)]
    assert line(days) == {}
    years = [say(value, f"20{year}-0{month}-01", f"20{year + 1}-0{month - 1}-28",
                 **{**boats, "measure": "flow"})
             for value, year, month in ((32414, 20, 4), (32424, 20, 7))]  # fmt: skip
    assert line(years) == {}
    register = [say(1230 + i, f"2016-08-{i:02d}", source="office", **CAMP) for i in range(1, 30)]
    assert line(register) == {}


def test_rows_of_one_table_are_figures_of_their_own(say: Say) -> None:
    """An equal number in another month, or in a week and its month, was not carried on."""
    table = {"publisher": "A", "title": "t", "source": "office", **DROPS}
    may = say(1227, "2021-05-01", "2021-05-31", **table)
    june = say(1227, "2021-06-01", "2021-06-30", **table)
    week = say(183, "2020-02-03", "2020-02-09", source="office", publisher="B", **DROPS)
    month = say(183, "2020-02-01", "2020-02-29", source="office", publisher="C", **DROPS)
    assert line([may, june]) == {}
    assert line([week, month]) == {}
    wide = say(6429, *("2015-01-01", "2015-12-31"), source="office", publisher="B", **DROPS)
    half = say(6429, *("2015-04-01", "2015-09-30"), source="office", publisher="C", **DROPS)
    assert line([wide, half]) == {wide.id: f"{half.id} same"}


def test_a_figure_has_one_parent_and_no_circle(camp: Sequence[Entry]) -> None:
    rng = np.random.default_rng(5)
    entries = []
    for i in range(300):
        base = camp[int(rng.integers(len(camp)))]
        value = base.figure.value or 5000.0
        value = float(rng.choice([value, round(value, -2), round(value, -1), value + 10]))
        figure = replace(base.figure, value=value, low=value, high=value, quantifier="exact",
                         publisher=f"P{rng.integers(9)}")  # fmt: skip
        entries.append(Entry(f"c{i}", figure, "accepted"))
    lineage = trace_lineage(entries)
    parents = {descent.child: descent.parent for descent in lineage.descents}
    assert len(parents) == len(lineage.descents) > 100
    for name in parents:
        seen = {name}
        while name in parents:
            name = parents[name]
            assert name not in seen
            seen.add(name)
    members = [name for count in lineage.counts for name in count.members]
    assert len(members) == len(set(members))


def test_order_of_entries_does_not_matter(say: Say, camp: Sequence[Entry]) -> None:
    assert trace_lineage(camp[::-1]) == trace_lineage(camp)
    four = [say(value, source="prefecture", publisher=f"P{value}", **CAMP)
            for value in (6901, 6900, 6910, 7000)]  # fmt: skip
    assert len({trace_lineage(order) for order in permutations(four)}) == 1


def test_the_lineage_round_trips(say: Say) -> None:
    entries = [say(value, source="prefecture", **CAMP) for value in (6901, 6910)]
    lineage = trace_lineage(entries)
    assert lineage.descents
    assert lineage.counts
    assert Lineage.from_dict(lineage.to_dict()) == lineage
    assert trace_lineage([]) == Lineage()


@pytest.mark.parametrize("seed", range(3))
def test_unrelated_figures_have_no_lineage(say: Say, seed: int) -> None:
    rng = np.random.default_rng(seed)
    entries = [
        say(
            float(rng.integers(1000, 20000)),
            f"20{rng.integers(10, 20)}-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
            source=f"body {rng.choice(list('abcdefgh'))}",
            publisher=f"paper {rng.integers(30)}",
            quantity=f"quantity {rng.integers(40)}",
            place=f"place {rng.integers(40)}",
        )
        for _ in range(1000)
    ]
    assert trace_lineage(entries) == Lineage()
