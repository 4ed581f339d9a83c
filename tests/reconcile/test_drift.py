from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from undercount.ledger.entry import Entry
from undercount.reconcile.drift import Drift, find_drifts
from undercount.reconcile.growth import growth_in
from undercount.reconcile.lineage import trace_lineage
from undercount.reconcile.sentences import exchanged

Say = Callable[..., Entry]
PREFECTURE, CHARITIES = "prefecture", "charities' census"
CAMP = {"quantity": "camp_population", "place": "Calais camp"}
DROPS = {"quantity": "lorry_drops_detected", "measure": "flow", "place": "United Kingdom"}
ATTEMPTS = {"quantity": "attempts_prevented", "measure": "flow", "unit": "attempt"}
HALF, YEAR = ("2015-04-01", "2015-09-30"), ("2015-01-01", "2015-12-31")


def drifts(entries: Sequence[Entry]) -> tuple[Drift, ...]:
    return find_drifts(entries, trace_lineage(entries))


def only(entries: Sequence[Entry], kind: str) -> Drift:
    [found] = [drift for drift in drifts(entries) if drift.kind == kind]
    return found


def kinds(entries: Sequence[Entry]) -> set[str]:
    return {drift.kind for drift in drifts(entries)}


# Specimens that were printed. The outlets of the wrong prints are left unnamed here.
def test_a_number_given_to_another_source(say: Say) -> None:
    entries = [
        say(6429, *HALF, source="Chief Inspector", publisher="A", **DROPS),
        say(6400, "2015-08-01", "2016-07-31", source="French police", publisher="B", **DROPS),
    ]
    found = only(entries, "source")
    assert (found.parent, found.child) == ("e1", "e2")
    assert found.text == (
        "6,400 (lorry drops detected) is given to Chief Inspector (A) and elsewhere to French "
        "police (B)."
    )
    assert "1 August 2015 to 31 July 2016 (B)" in only(entries, "period").text
    assert found.before.startswith("A: 6,429 lorry drops detected, United Kingdom, 1 April to")


def test_the_relay_of_a_source_is_no_other_source(say: Say) -> None:
    said = {"place": "UK", "quantity": "applications", "measure": "flow"}
    office = say(3472, *HALF, source="Home Office", publisher="A", **said)
    peer = say(3472, *HALF, source="spokesman", artefact="Home Office statistics", publisher="B",
               **said)  # fmt: skip
    assert kinds([office, peer]) == set()


def test_documents_without_quantity_or_dates_are_compared_too(say: Say) -> None:
    entries = [
        say(6429, None, claimant="the Chief Inspector", population="people found in lorries"),
        say(6429, None, claimant="French police", population="people found in cars"),
    ]
    assert kinds(entries) == {"source"}


def test_suggestions_differ_in_source_only_across_classes(say: Say) -> None:
    more = {"decision": "suggested", "claimant_class": "police_border", "population": "arrivals"}
    police = say(6429, None, claimant="police", **more)
    officers = say(6429, None, claimant="officers", **more)
    more["claimant_class"] = "inspectorate"
    inspector = say(6429, None, claimant="Chief Inspector", **more)
    assert drifts([police, officers]) == ()
    assert kinds([police, inspector]) == {"source"}


def test_a_number_without_a_population_is_not_compared(say: Say) -> None:
    inspector = say(6429, None, claimant="Chief Inspector", population="people found in lorries")
    assert drifts([inspector, say(6429, None, claimant="French police")]) == ()
    assert drifts([inspector, say(6429, None, unit="boat")]) == ()


def test_six_months_and_a_calendar_year(say: Say) -> None:
    entries = [
        say(6429, *YEAR, source="Chief Inspector", publisher="B", **DROPS),
        say(6429, *HALF, source="Chief Inspector", publisher="A", **DROPS),
    ]
    assert kinds(entries) == {"period"}
    assert only(entries, "period").text == (
        "6,429 (lorry drops detected) is said of 1 April to 30 September 2015 (A) and elsewhere "
        "of 1 January to 31 December 2015 (B)."
    )


def test_days_that_a_machine_took_from_elsewhere_are_no_drift(say: Say) -> None:
    """ "In the same six months of 2014 there were 2,411" is not said of the year."""
    typed = say(2411, "2014-04-01", "2014-09-30", source="inspector", **DROPS)
    read = say(2411, "2014-01-01", "2014-12-31", source="inspector", decision="suggested",
               origin="read", document="d", **DROPS)  # fmt: skip
    assert kinds([typed, replace(read, sentence="There were 2,411 in 2014.")]) == {"period"}
    back = replace(read, sentence="In the same six months of 2014 there were 2,411.")
    assert drifts([typed, back]) == ()
    july = say(84088, "2015-07-01", "2015-07-31", source="office", **ATTEMPTS)
    guess = say(84088, "2016-07-01", "2016-07-31", source="office", decision="suggested",
                period="July", period_anchor="publication", publisher="B", **ATTEMPTS)  # fmt: skip
    assert drifts([july, guess]) == ()
    stated = replace(guess, figure=replace(guess.figure, period="July 2016"))
    assert kinds([july, stated]) == {"period"}


def test_the_month_around_a_day_is_no_drift_of_a_stock(say: Say) -> None:
    day = say(6901, source=PREFECTURE, publisher="A", **CAMP)
    month = say(6901, "2016-08-01", "2016-08-31", source=PREFECTURE, publisher="B", **CAMP)
    later = say(6901, "2016-09-10", source=PREFECTURE, publisher="C", **CAMP)
    assert drifts([day, month]) == ()
    assert kinds([day, later]) == {"period"}


def test_periods_in_words_only(say: Say) -> None:
    more = {"measure": "flow", "claimant": "Chief Inspector", "population": "people found"}
    entries = [
        say(6429, None, period="between April and September 2015", **more),
        say(6429, None, period="last year", **more),
    ]
    assert "last year" in only(entries, "period").text


def test_attempts_printed_as_people(say: Say) -> None:
    entries = [
        say(84088, *YEAR, source="Home Office", publisher="A", **ATTEMPTS),
        say(84088, *YEAR, claimant="Home Office", publisher="B", measure="flow",
            population="people stopped"),
    ]  # fmt: skip
    assert only(entries, "unit").text == (
        "84,088 is a number of attempts (A) and elsewhere of people (B)."
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


def test_accepted_printed_as_arrived(say: Say) -> None:
    more = {"source": "Home Office", "quantity": "family_reunion", "measure": "flow"}
    accepted = say(1402, *YEAR, population="children accepted", publisher="A", **more)
    arrived = say(1402, *YEAR, population="children who arrived", publisher="B", **more)
    same = say(1402, *YEAR, population="children the office accepted", publisher="C", **more)
    assert only([accepted, arrived], "definition").text == (
        "1,402 counts children accepted (A) and elsewhere children who arrived (B)."
    )
    assert drifts([accepted, same]) == ()


def test_a_part_printed_as_the_whole(say: Say) -> None:
    zone = {"source": CHARITIES, "quantity": "camp_population"}
    south = say(3455, place="Calais camp, south zone", population="people", publisher="A", **zone)
    whole = say(3455, place="Calais camp", population="people", publisher="B", **zone)
    assert only([south, whole], "definition").text == (
        "3,455 counts people, Calais camp, south zone (A) and elsewhere people, Calais camp (B)."
    )
    without = say(5497, population="residents outside the containers", publisher="A", **zone)
    everybody = say(5497, population="residents", publisher="B", **zone)
    assert kinds([without, everybody]) == {"definition"}
    minors = say(1932, population="minors", publisher="A", **zone)
    alone = say(1932, population="unaccompanied minors", publisher="B", **zone)
    assert kinds([minors, alone]) == {"definition"}


def test_doubled_where_it_was_two_and_a_half_times(say: Say) -> None:
    inspector = {"source": "Chief Inspector", "publisher": "A", **DROPS}
    before = say(2411, "2014-04-01", "2014-09-30", **inspector)
    now = say(6429, *HALF, **inspector)
    print_ = say(6400, *HALF, source="Chief Inspector", publisher="B", hedge="doubled to", **DROPS)
    assert only([before, now, print_], "ratio").text == (
        '"doubled" is said of 6,400 (B); 6,429 (1 April to 30 September 2015) is 2.67 times 2,411 '
        "(1 April to 30 September 2014)."
    )
    right = say(6400, *HALF, source="Chief Inspector", publisher="B", hedge="up 167%", **DROPS)
    assert drifts([before, now, right]) == ()
    assert drifts([now, print_]) == ()


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("the number had doubled", 2.0),
        ("12% more than in August", 1.12),
        ("up by 76 per cent", 1.76),
        ("a factor of about 2.7", 2.7),
        ("x 2.67", 2.67),
        ("double the number of the year before", 2.0),
        ("le nombre a doublé", 2.0),
        ("trois fois plus", 3.0),
        ("une hausse de 46 %", 1.46),
        ("fell by 20%", 0.8),
        ("Of these 93% claimed asylum", None),
        ("a double room", None),
        ("", None),
    ],
)
def test_growth_in_words(text: str, factor: float | None) -> None:
    assert [growth.factor for growth in growth_in(text)] == ([factor] if factor else [])


@pytest.mark.parametrize(
    ("right", "wrong", "how"),
    [
        (10188, 10088, "one digit differs"),
        (6486, 6468, "two digits are swapped"),
        (45774, 45744, "one digit differs"),
        (4486, 4480, "cut off, not rounded"),
        (360, 60, "one digit is more or less"),
    ],
)
def test_digits(say: Say, right: int, wrong: int, how: str) -> None:
    entries = [
        say(wrong, source=CHARITIES, publisher="B", decision="suggested", origin="read",
            document="d", **CAMP),
        say(right, source=CHARITIES, publisher="A", origin="hand", **CAMP),
    ]  # fmt: skip
    found = only(entries, "digits")
    assert found.text.endswith(f"{how}.")
    assert (found.parent, found.child) == ("e2", "e1")  # what a person typed comes first


def test_rounding_is_no_drift(say: Say) -> None:
    exact = say(6901, source=PREFECTURE, publisher="A", **CAMP)
    for value, hedge, low, high in (
        (6900, "exact", 6900, 6900),
        (7000, "exact", 7000, 7000),
        (7000, "almost", 6300, 6999),
        (6000, "more_than", 6001, 12000),
    ):
        loose = say(value, low=low, high=high, quantifier=hedge, source=PREFECTURE, publisher="B",
                    **CAMP)  # fmt: skip
        assert drifts([exact, loose]) == ()


def test_a_hedge_that_does_not_hold_the_number(say: Say) -> None:
    exact = say(6901, source=PREFECTURE, publisher="A", **CAMP)
    over = say(7000, low=7001, high=14000, quantifier="more_than", source=PREFECTURE, publisher="B",
               **CAMP)  # fmt: skip
    assert "more than 7,000 (B) stands for 6,901 (A)" in only([exact, over], "hedge").text


def test_a_hedge_turned(say: Say) -> None:
    july = {"source": "Home Office", **ATTEMPTS}
    almost = say(13000, "2015-07-01", "2015-07-31", low=11700, high=12999, publisher="A",
                 quantifier="almost", hedge="almost", **july)  # fmt: skip
    over = say(13000, "2015-07-01", "2015-07-31", low=13001, high=26000, publisher="B",
               quantifier="more_than", hedge="more than", **july)  # fmt: skip
    assert only([almost, over], "hedge").text == (
        "The hedge was turned: almost 13,000 (A) is more than 13,000 elsewhere (B)."
    )


def test_a_hedge_dropped_counts_only_for_the_same_source_and_days(say: Say) -> None:
    about = say(4500, low=4050, high=4950, quantifier="approx", source=PREFECTURE, **CAMP)
    assert kinds([about, say(4500, source=PREFECTURE, **CAMP)]) == {"hedge"}
    assert drifts([about, say(4500, source="mayor", **CAMP)]) == ()
    assert drifts([about, say(4500, "2016-10-01", source=PREFECTURE, **CAMP)]) == ()


GOODS = "Police opened {} lorries with {} at the harbour after the night shift had begun."


def test_a_word_exchanged_in_a_copy(say: Say) -> None:
    boats = {"claimant": "police", "population": "lorries", "unit": "vehicle"}
    first = replace(say(700, document="a", **boats), sentence=GOODS.format(700, "carrying goods"))
    copy = replace(say(700, document="b", **boats), sentence=GOODS.format(700, "carrying drugs"))
    plain = replace(say(700, document="c", **boats), sentence=GOODS.format(700, "carrying a good"))
    found = only([first, copy], "wording")
    assert '"goods" is "drugs"' in found.text
    assert (found.before, found.after) == (first.sentence, copy.sentence)
    assert "wording" not in kinds([first, plain])
    assert exchanged("one two three", "one two four") == (("three", "four"),)


def test_what_nobody_reviewed_comes_last_and_meaning_first(say: Say) -> None:
    inspector = say(6429, *HALF, source="inspector", publisher="A", **DROPS)
    police = say(6429, *YEAR, source="police", publisher="B", **DROPS)
    slip = say(9160, source=CHARITIES, publisher="B", decision="suggested", **CAMP)
    found = drifts([slip, inspector, police, say(9106, source=CHARITIES, publisher="A", **CAMP)])
    assert [drift.kind for drift in found] == ["source", "period", "digits"]
    assert [Drift.from_dict(drift.to_dict()) for drift in found] == list(found)


@pytest.mark.parametrize("seed", range(3))
def test_faithful_copies_have_no_drift(say: Say, seed: int) -> None:
    rng = np.random.default_rng(seed)
    counts = [float(value) for value in rng.choice(np.arange(1000, 99999), 40, replace=False)]
    entries = [
        say(value, f"2016-{1 + i % 12:02d}-11", source=f"body {i % 7}", publisher=f"paper {copy}",
            quantity=f"quantity {i}", place=f"place {i}")
        for i, value in enumerate(counts)
        for copy in range(4)
    ]  # fmt: skip
    lineage = trace_lineage(entries)
    assert len(lineage.descents) == 3 * 40
    assert {len(count.members) for count in lineage.counts} == {4}
    assert find_drifts(entries, lineage) == ()
