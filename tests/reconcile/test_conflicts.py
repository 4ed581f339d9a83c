from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure
from undercount.reconcile.conflicts import find_conflicts
from undercount.reconcile.result import Conflict

Say = Callable[..., Entry]
PREFECTURE, CHARITIES = "prefecture", "charities' census"
CAMP = {"quantity": "camp_population", "place": "Calais camp"}
NETS = {"quantity": "smuggling_enforcement", "measure": "flow", "place": "Calais region"}


def only(entries: Sequence[Entry], kind: str) -> Conflict:
    [found] = [conflict for conflict in find_conflicts(entries) if conflict.kind == kind]
    return found


def kinds(entries: Sequence[Entry]) -> set[str]:
    return {conflict.kind for conflict in find_conflicts(entries)}


def test_two_counts_of_one_day(camp: Sequence[Entry]) -> None:
    found = only(camp, "same-day")
    assert found.figures == ("F039", "F040")
    assert found.text == (
        "Prefecture, 11 October 2016, camp population: 5,684 (Europe 1) and 6,486 (Europe 1)."
    )


def test_a_source_by_way_of_an_outlet_is_the_source(say: Say) -> None:
    boats = {"quantity": "arrivals", "measure": "flow"}
    year = ("2022-01-01", "2022-12-31")
    official = say(45774, *year, source="Home Office", **boats)
    relayed = say(54563, *year, source="Home Office via the Times", **boats)
    assert only([relayed, official], "same-day").text.startswith("Home Office, 1 January to 31 ")


def test_days_still_to_come_contradict_nobody(say: Say) -> None:
    story = say(6200, "2016-10-11", source="prefecture", published=date(2016, 9, 4), **CAMP)
    assert find_conflicts([story, say(5684, "2016-10-11", source="prefecture", **CAMP)]) == ()


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
    arrested = say(
        700, "2015-01-01", "2015-11-04", source="minister", population="arrested", **NETS
    )
    implicated = say(169, "2015-01-01", "2015-12-31", source="court", population="charged", **NETS)
    found = [conflict.kind for conflict in find_conflicts([arrested, implicated, *camp])]
    assert list(dict.fromkeys(found)) == ["same-day", "definition", "sources-apart"]


# Specimens: 700 against 169 (two ways to count), 54% against 81% (turn-backs in one of them).
def test_other_words_and_a_factor_are_two_definitions(say: Say) -> None:
    arrested = say(700, "2015-01-01", "2015-11-04", source="minister", population="people arrested",
                   **NETS)  # fmt: skip
    charged = say(169, "2015-01-01", "2015-12-31", source="court", population="people charged",
                  **NETS)  # fmt: skip
    assert only([arrested, charged], "definition").text == (
        "Smuggling enforcement: 700 people arrested (minister, 1 January to 4 November 2015) and "
        "169 people charged (court, 1 January to 31 December 2015) count by different definitions."
    )
    near = say(600, "2015-01-01", "2015-12-31", source="court", population="people charged", **NETS)
    assert "definition" not in kinds([arrested, near])
    before = say(169, "2014-01-01", "2014-12-31", source="court", population="people charged",
                 **NETS)  # fmt: skip
    assert find_conflicts([arrested, before]) == ()


def test_more_in_a_part_of_the_year_than_in_all_of_it(say: Say) -> None:
    more = {"population": "people implicated", **NETS}
    autumn = say(700, "2015-01-01", "2015-11-04", source="minister", **more)
    year = say(169, "2015-01-01", "2015-12-31", source="court", **more)
    assert kinds([autumn, year]) == {"definition"}


def test_shares_of_other_wholes_are_two_definitions(say: Say) -> None:
    rate = {"kind": "percent", "measure": "rate", "quantity": "apprehended"}
    days = ("2014-10-01", "2015-09-30")
    one = say(54, *days, source="institute", population="people who entered", **rate)
    two = say(81, *days, source="office", population="people and turn-backs", **rate)
    same = say(56, *days, source="office", population="people who entered", **rate)
    assert kinds([one, two]) == {"definition"}
    assert find_conflicts([one, same]) == ()
    far = say(81, *days, source="office", population="people who entered", **rate)
    assert kinds([one, far]) == {"sources-apart"}


def test_one_source_with_and_without_a_group(say: Say) -> None:
    total = say(5350, "2016-02-23", source="census", population="residents", **CAMP)
    part = say(5497, "2016-02-17", "2016-02-22", source="census",
               population="residents, containers left out", **CAMP)  # fmt: skip
    assert kinds([total, part]) == {"definition"}


def test_rates_are_set_apart_as_so_many_a_week(say: Say) -> None:
    rate = {"measure": "rate", "quantity": "undetected_crossings"}
    weekly = say(
        200, "2016-08-01", "2016-08-28", source="police", population="people a week", **rate
    )
    nightly = say(None, "2016-06-15", "2016-07-10", source="charity", low=10, high=15, kind="range",
                  quantifier="range", population="people a night", **rate)  # fmt: skip
    assert only([weekly, nightly], "rates-apart").text == (
        "Undetected crossings: 10 to 15 a day, 70 to 105 a week (charity, 15 June to 10 July 2016) "
        "against 200 a week (police, 1 to 28 August 2016)."
    )
    fits = say(
        30, "2016-08-01", "2016-08-28", source="charity", population="people a night", **rate
    )
    assert find_conflicts([weekly, fits]) == ()


def test_what_lineage_or_arithmetic_explains_is_no_conflict(say: Say) -> None:
    """A slip, a hedge, a vintage, a mix-up with another quantity: told elsewhere, not here."""
    year = ("2022-01-01", "2022-12-31")
    boats = {"quantity": "arrivals", "measure": "flow", "source": "Home Office"}
    first = say(45755, *year, published=date(2023, 2, 23), **boats)
    later = say(45774, *year, published=date(2025, 1, 1), **boats)
    assert find_conflicts([first, later]) == ()
    assert find_conflicts([later, say(45744, *year, **boats)]) == ()
    census = {"source": "census", "place": "Calais camp"}
    alone = say(1022, quantity="unaccompanied_minors", **census)
    mixed = say(1189, quantity="unaccompanied_minors", **census)
    children = say(1179, quantity="minors_all", **census)
    assert find_conflicts([alone, mixed, children]) == ()


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
    children = say(9106, source="charities", **{**read, "quantity": "unaccompanied_minors"})
    assert kinds([typed, children]) == {"part-whole"}


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
