from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure
from undercount.reconcile.conflicts import find_conflicts
from undercount.reconcile.result import Conflict

Say = Callable[..., Entry]
PREFECTURE, CHARITIES = "prefecture", "charities' census"
CAMP = {"quantity": "camp_population", "place": "Calais camp"}
DROPS = {"quantity": "lorry_drops_detected", "measure": "flow", "place": "United Kingdom"}
ATTEMPTS = {"quantity": "attempts_prevented", "measure": "flow", "unit": "attempt"}


def only(entries: Sequence[Entry], kind: str) -> Conflict:
    [found] = [conflict for conflict in find_conflicts(entries) if conflict.kind == kind]
    return found


def kinds(entries: Sequence[Entry]) -> set[str]:
    return {conflict.kind for conflict in find_conflicts(entries)}


# Specimens that were printed. The outlets of the wrong prints are left unnamed here.
def test_a_number_given_to_another_source(say: Say) -> None:
    entries = [
        say(6400, "2015-08-01", "2016-07-31", source="French police", publisher="A", **DROPS),
        say(6400, "2015-04-01", "2015-09-30", source="Chief Inspector's report", publisher="B",
            **DROPS),
    ]  # fmt: skip
    found = only(entries, "source-changed")
    assert found.text == (
        "6,400 (lorry drops detected) is given to French police (A) and to Chief Inspector's "
        "report (B)."
    )
    assert set(found.figures) == {"e1", "e2"}


def test_a_rounded_print_is_recognised(say: Say) -> None:
    entries = [
        say(6429, "2015-04-01", "2015-09-30", source="Chief Inspector", publisher="A", **DROPS),
        say(6400, "2015-08-01", "2016-07-31", source="French police", publisher="B", **DROPS),
    ]
    assert only(entries, "source-changed").text.startswith("6,429 or 6,400 (")
    assert "1 August 2015 to 31 July 2016 (B)" in only(entries, "period").text


def test_documents_without_quantity_or_dates_are_compared_too(say: Say) -> None:
    entries = [
        say(6429, None, claimant="the Chief Inspector", population="people found in lorries"),
        say(6429, None, claimant="French police", population="people who came to the country"),
    ]
    assert kinds(entries) == {"source-changed"}


def test_suggestions_differ_in_source_only_across_classes(say: Say) -> None:
    more = {"decision": "suggested", "claimant_class": "police_border", "population": "arrivals"}
    police = say(6429, None, claimant="police", **more)
    officers = say(6429, None, claimant="officers", **more)
    more["claimant_class"] = "inspectorate"
    inspector = say(6429, None, claimant="Chief Inspector", **more)
    assert find_conflicts([police, officers]) == ()
    assert kinds([police, inspector]) == {"source-changed"}


def test_a_number_without_a_population_is_not_compared(say: Say) -> None:
    inspector = say(6429, None, claimant="Chief Inspector", population="people found in lorries")
    assert find_conflicts([inspector, say(6429, None, claimant="French police")]) == ()
    assert find_conflicts([inspector, say(6429, None, unit="boat")]) == ()


def test_six_months_and_a_calendar_year(say: Say) -> None:
    entries = [
        say(6429, "2015-04-01", "2015-09-30", source="Chief Inspector", publisher="A", **DROPS),
        say(6429, "2015-01-01", "2015-12-31", source="Chief Inspector", publisher="B", **DROPS),
    ]
    assert kinds(entries) == {"period"}
    assert only(entries, "period").text == (
        "6,429 (lorry drops detected) is said of 1 April to 30 September 2015 (A) and 1 January to "
        "31 December 2015 (B)."
    )


def test_periods_in_words_only(say: Say) -> None:
    more = {"measure": "flow", "claimant": "Chief Inspector", "population": "people found"}
    entries = [
        say(6429, None, period="between April and September 2015", **more),
        say(6429, None, period="last year", **more),
    ]
    assert "last year" in only(entries, "period").text


def test_attempts_printed_as_people(say: Say) -> None:
    entries = [
        say(84088, "2015-01-01", "2015-12-31", source="FOI reply", publisher="A", **ATTEMPTS),
        say(84088, "2015-01-01", "2015-12-31", claimant="Home Office", publisher="B",
            measure="flow", population="people stopped"),
    ]  # fmt: skip
    assert only(entries, "unit").text == (
        "84,088 is printed as a number of attempts (A) and people (B)."
    )


def test_a_round_number_needs_the_same_source_to_be_one_number(say: Say) -> None:
    people = say(37000, "2015-01-01", "2015-07-29", source="Eurotunnel", measure="flow",
                 population="migrants")  # fmt: skip
    same, other = (
        say(37000, "2015-01-01", "2015-07-29", source=source, **ATTEMPTS)
        for source in ("Eurotunnel", "Border Force")
    )
    assert "unit" in kinds([people, same])
    assert "unit" not in kinds([people, other])


@pytest.mark.parametrize(
    ("right", "wrong", "how"),
    [
        (10188, 10088, "one digit differs"),
        (6486, 6468, "two digits are swapped"),
        (45774, 45744, "one digit differs"),
    ],
)
def test_digits(say: Say, right: int, wrong: int, how: str) -> None:
    entries = [
        say(wrong, "2016-09-10", "2016-09-12", claimant=CHARITIES, publisher="B", **CAMP),
        say(right, "2016-09-10", "2016-09-12", source=CHARITIES, publisher="A", origin="hand",
            **CAMP),
    ]  # fmt: skip
    found = only(entries, "digits")
    assert found.text.endswith(f"{how}.")
    assert found.figures == ("e2", "e1")  # what a person typed comes first
    assert "same-day" not in kinds(entries)


def test_two_counts_of_one_day(camp: Sequence[Entry]) -> None:
    found = only(camp, "same-day")
    assert found.figures == ("F039", "F040")
    assert found.text == (
        "Prefecture, 11 October 2016, camp population: 5,684 (Europe 1) and 6,486 (Europe 1)."
    )


def test_adults_and_minors_of_one_day_are_no_conflict(say: Say) -> None:
    more = {"source": "ministry", "quantity": "registered", "place": "Calais camp"}
    entries = [say(5132, population="adults", **more), say(1932, population="minors", **more)]
    assert find_conflicts(entries) == ()


def test_sources_apart_are_one_conflict_with_its_occasions(camp: Sequence[Entry]) -> None:
    apart = [found for found in find_conflicts(camp) if found.kind == "sources-apart"]
    first = apart[0]
    assert first.text.startswith("Charities' census and prefecture differ 5 times on camp ")
    assert "9,106 (6 to 9 August 2016) against 6,901 (17 August 2016)" in first.text
    assert {"F053", "F038"} <= set(first.figures)
    assert sum("Charities' census and prefecture" in found.text for found in apart) == 1


def test_sources_that_overlap_or_speak_of_other_days_are_not_apart(say: Say) -> None:
    hedged = say(7000, source="office", low=6300, high=6999, quantifier="almost", **CAMP)
    assert find_conflicts([hedged, say(6901, source="charity", **CAMP)]) == ()
    assert find_conflicts([hedged, say(9106, "2016-09-30", source="charity", **CAMP)]) == ()
    elsewhere = {**CAMP, "place": "Dunkirk"}
    assert find_conflicts([hedged, say(2500, source="charity", **elsewhere)]) == ()


def test_flows_are_set_against_their_own_period_only(say: Say) -> None:
    more = {"quantity": "deaths", "measure": "cumulative"}
    seven = say(7, "2015-01-01", "2015-07-24", source="office", **more)
    thirteen = say(13, "2015-06-01", "2015-07-30", source="charity", **more)
    ten = say(10, "2015-01-01", "2015-07-24", source="c", **more)
    rate = say(20, "2015-01-01", "2015-07-24", source="d", quantity="deaths", measure="rate")
    found = only([seven, thirteen, ten, rate], "sources-apart")
    assert found.text.startswith("C and office differ")
    assert found.figures == ("e3", "e1")  # in the order of the text


def test_a_hedge_turned(say: Say) -> None:
    more = {**ATTEMPTS, "source": "Home Office", "id": "almost"}
    almost = say(13000, "2015-07-01", "2015-07-31", low=11700, high=12999, publisher="A",
                 quantifier="almost", hedge="almost", **more)  # fmt: skip
    more["id"] = "over"
    over = say(13000, "2015-07-01", "2015-07-31", low=13001, high=26000, publisher="B",
               quantifier="more_than", hedge="more than", **more)  # fmt: skip
    found = only([almost, over], "hedge")
    assert '"almost 13,000" (A) and "more than 13,000" (B)' in found.text


def test_a_hedge_dropped_counts_only_for_the_same_source_and_days(say: Say) -> None:
    about = say(4500, low=4050, high=4950, quantifier="approx", source=PREFECTURE, **CAMP)
    assert kinds([about, say(4500, source=PREFECTURE, **CAMP)]) == {"hedge"}
    assert "hedge" not in kinds([about, say(4500, source="mayor", **CAMP)])
    assert "hedge" not in kinds([about, say(4500, "2016-10-01", source=PREFECTURE, **CAMP)])


def test_more_children_than_people(say: Say) -> None:
    place = {"place": "Calais camp"}
    entries = [
        say(900, source="office", quantity="camp_population", **place),
        say(1022, source="charity", quantity="unaccompanied_minors", **place),
        say(1003, source="c", quantity="minors_all", **place),
        say(1500, source="d", population="Sudanese people", **place),
    ]
    texts = [found.text for found in find_conflicts(entries) if found.kind == "part-whole"]
    assert len(texts) == 3  # both parts exceed the camp, and the first exceeds the second
    assert any(text.startswith("1,022 unaccompanied minors") and "900 camp population" in text
               for text in texts)  # fmt: skip
    assert find_conflicts([entries[0], replace(entries[1], decision="rejected")]) == ()


def test_the_same_number_again_is_no_conflict(say: Say) -> None:
    entries = [
        say(6901, source="prefecture of Pas-de-Calais", publisher="A", **CAMP),
        say(6901, claimant="the Prefecture", publisher="B", place="Calais camp"),
        say(7000, low=6300, high=6999, quantifier="almost", source="prefecture", **CAMP),
        say(6901, source="prefecture", status="denied", quantity="camp_population"),
    ]
    assert find_conflicts(entries) == ()


def test_kinds_come_in_order_of_importance(say: Say, camp: Sequence[Entry]) -> None:
    entries = [
        *camp,
        say(84088, "2015-01-01", "2015-12-31", source="FOI reply", **ATTEMPTS),
        say(
            84088,
            "2015-01-01",
            "2015-12-31",
            claimant="Home Office",
            measure="flow",
            population="people",
        ),
    ]
    found = [conflict.kind for conflict in find_conflicts(entries)]
    assert found == sorted(found, key=["source-changed", "unit", "same-day", "sources-apart"].index)


def test_every_conflict_round_trips_and_cites_known_figures(camp: Sequence[Entry]) -> None:
    known = {entry.id for entry in camp}
    for conflict in find_conflicts(camp):
        assert Conflict.from_dict(conflict.to_dict()) == conflict
        assert len(conflict.figures) >= 2
        assert set(conflict.figures) <= known


def test_order_of_entries_does_not_matter(camp: Sequence[Entry]) -> None:
    assert find_conflicts(camp[::-1]) == find_conflicts(camp)


def test_what_nobody_reviewed_is_not_set_apart_from_others(say: Say) -> None:
    """A machine's reading of day and place does not make two sources disagree."""
    typed = say(6901, source="prefecture", **CAMP)
    read = {"decision": "suggested", "origin": "read", **CAMP}
    assert find_conflicts([typed, say(9106, source="charities", **read)]) == ()
    assert kinds([typed, say(9106, source="charities", **CAMP)]) == {"sources-apart"}
    # A number against itself is still compared, after what is sure.
    slip = say(6910, source="prefecture", **read)
    sure = say(5684, source="prefecture", **CAMP)
    assert [item.kind for item in find_conflicts([typed, slip, sure])] == ["same-day", "digits"]


def test_a_reading_of_a_typed_figure_adds_nothing(say: Say) -> None:
    typed = [say(value, source="prefecture", origin="hand", **CAMP) for value in (6901, 5684)]
    read = say(6901, source="prefecture", origin="read", decision="suggested", **CAMP)
    assert find_conflicts([*typed, read]) == find_conflicts(typed)
    assert len(find_conflicts(typed)) == 1


def test_bare_figures_are_skipped() -> None:
    bare = [Entry(f"b{i}", Figure(surface="many", value=None, low=None, high=None), "suggested")
            for i in range(3)]  # fmt: skip
    counts = [Entry(f"c{i}", Figure(surface="9", value=900.0 + i, low=None, high=None), "unsure")
              for i in range(3)]  # fmt: skip
    assert find_conflicts([*bare, *counts]) == ()


def test_repeats_of_the_same_two_sources_are_one_conflict(say: Say) -> None:
    rng = np.random.default_rng(1)
    entries = [
        say(
            float(rng.integers(1000, 9999)),
            f"2016-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
            source=f"source {rng.integers(8)}",
            **CAMP,
        )
        for _ in range(500)
    ]
    found = find_conflicts(entries)
    assert sum(conflict.kind == "sources-apart" for conflict in found) <= 8 * 7 / 2
