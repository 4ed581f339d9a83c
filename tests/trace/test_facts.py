"""Fields compared, each as a level. All names are invented and all records simulated."""

from __future__ import annotations

import numpy as np
import pytest

from tests.trace.people_made import AGREED, allowed
from undercount.trace import facts
from undercount.trace.compare import COLUMNS, Rarity, compare_names
from undercount.trace.side import Side, bits_of, nations, side_of

PAIR = np.array([[0, 0]])


def sides(case: dict[str, str], request: dict[str, str]) -> tuple[Side, Side]:
    made = (
        side_of(allowed(kind, [{"name": "Amina"} | AGREED | row]).people)
        for kind, row in (("case", case), ("request", request))
    )
    left, right = made
    return left, right


def names(case: dict[str, str], request: dict[str, str]) -> dict[str, float]:
    left, right = sides(case, request)
    rarity = Rarity(bits_of(left, right), bits_of(right, right), nations(left, right))
    row = compare_names(left, right, PAIR, rarity)[0]
    return dict(zip(COLUMNS, row.tolist(), strict=True))


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("2001-04-17", "2001-04-17", "same-day"),
        ("2001-01-01", "2001-01-01", "same-habit-day"),
        ("2001-04-05", "2001-05-04", "swapped"),
        ("2001-04-17", "2001-04", "same-month"),
        ("2001-04-17", "2001", "same-year"),
        ("2001", "1993", "other-calendar"),
        ("1994", "2001", "other-calendar"),
        ("2001", "2002", "one-apart"),
        ("2001", "2003", "two-apart"),
        ("2004", "2001", "three-apart"),
        ("2001", "1996", "years-apart"),
    ],
)
def test_births(one: str, other: str, level: str) -> None:
    left, right = sides({"birth": one, "nationality": "Eritrea"}, {"birth": other})
    assert facts.BIRTH[facts.births(left, right, PAIR)[0]] == level


def test_other_calendars_are_of_their_countries_only() -> None:
    left, right = sides({"birth": "2001", "nationality": "Syria"}, {"birth": "1993"})
    assert facts.BIRTH[facts.births(left, right, PAIR)[0]] == "years-apart"


def test_ages() -> None:
    left, right = sides({"age": "15", "seen": "2016-09-01"}, {"birth": "2001"})
    assert facts.BIRTH[facts.births(left, right, PAIR)[0]] == "ages-agree"
    left, right = sides({"age": "18", "seen": "2016-09-01"}, {"birth": "2001"})
    assert facts.BIRTH[facts.births(left, right, PAIR)[0]] == "three-apart"
    left, right = sides({}, {"birth": "2001"})
    assert facts.births(left, right, PAIR)[0] == facts.MISSING


@pytest.mark.parametrize(
    ("relation", "birth", "level"),
    [
        ("father", "1970", "fits"), ("father", "1995", "strange"), ("mother", "1940", "strange"),
        ("brother", "2008", "fits"), ("grandfather", "1985", "strange"), ("other", "1950", None),
        ("aunt", None, None), (None, "1970", None),
    ],
)  # fmt: skip
def test_gaps(relation: str | None, birth: str | None, level: str | None) -> None:
    asks = {"relative": "Abel", "relation": relation or "", "relative_birth": birth or ""}
    left, right = sides({"birth": "2001"}, asks)
    found = int(facts.gaps(left, right, PAIR)[0])
    assert (None if found < 0 else facts.GAP[found]) == level


def test_last_days_and_places() -> None:
    left, right = sides(
        {"last_day": "2015-06-12", "last_place": "Khartoum"},
        {"last_day": "July 2015", "last_place": "Khartum"},
    )
    assert facts.DAY[facts.days(left, right, PAIR)[0]] == "same-month"
    level, bits = facts.texts("last_place", left, right, PAIR)
    assert facts.PLACE[level[0]] == "alike"
    assert bits[0] >= 0
    left, right = sides({"last_day": "2014"}, {"last_day": "2015-12-01"})
    assert facts.DAY[facts.days(left, right, PAIR)[0]] == "same-year"


def test_names_in_any_order() -> None:
    told = names({"name": "Yonas Tesfay"}, {"name": "Tesfai Yonas"})
    assert (told["name"], told["apart"], told["left"], told["given"]) == (2, 0, 0, 2)
    told = names({"name": "Yonas Tesfay"}, {"name": "Saba Tesfay"})
    assert (told["name"], told["apart"], told["given"]) == (1, 1, 3)
    told = names({"name": "Yonas Tesfay"}, {"name": "Yonas"})
    assert (told["name"], told["apart"], told["left"], told["given"]) == (1, 0, 1, 1)


def test_a_father_told_by_the_childs_name_tells_no_more() -> None:
    row = {"name": "Yonas Tesfay", "father": "Tesfay"}
    told = names(row, row)
    assert (told["father"], told["father_bits"]) == (2, 0)
    told = names({"name": "Yonas", "father": "Tesfay"}, {"name": "Yonas", "father": "Tesfay"})
    assert told["father_bits"] > 4


def test_who_asks_is_the_father() -> None:
    told = names({"father": "Tesfay"}, {"relative": "Tesfay Gebru", "relation": "father"})
    assert told["father"] == 2
    assert told["mother"] == -1


def test_siblings_and_who_is_whose() -> None:
    told = names({"siblings": "Saba; Dawit"}, {"siblings": "Dawit; Saba; Hana"})
    assert (told["siblings"], told["siblings_apart"], told["crossed"]) == (2, 0, 0)
    told = names(
        {"name": "Yonas Tesfay", "siblings": "Saba Tesfay"},
        {"name": "Saba Tesfay", "siblings": "Yonas Tesfay"},
    )
    assert told["crossed"] == 2


def test_relatives() -> None:
    case = {"relative": "Abel Worku (uncle); Hana (aunt)"}
    told = names(case, {"relative": "Abel Worku", "relation": "uncle"})
    assert (told["relative"], told["relation"]) == (1, 2)
    told = names(case, {"relative": "Abel Worku", "relation": "cousin"})
    assert (told["relative"], told["relation"]) == (1, 0)
    told = names(case, {"relative": "Girma Bekele", "relation": "uncle"})
    assert (told["relative"], told["relation"]) == (0, 1)
    told = names(case, {})
    assert (told["relative"], told["relation"]) == (-1, -1)


def test_rarity_of_a_short_list_is_not_believed() -> None:
    left, right = sides({"name": "Yonas"}, {"name": "Yonas"})
    assert bits_of(left, right)[0, left.words.index("yonas")] < 8
