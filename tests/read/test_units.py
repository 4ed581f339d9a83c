"""Units and kinds of figures in invented sentences."""

from __future__ import annotations

import pytest

from tests.read.texts import figure, read

UNITS = [
    ("en", "The list has 96 names.", "96", "person"),
    ("en", "Some 600 lads sleep there.", "600", "person"),
    ("en", "It keeps the names of 254 local men who took to the boats.", "254", "person"),
    ("en", "The ministry held 1,100 reviews.", "1,100", "event"),
    ("en", "There were 23 cases of child recruitment.", "23", "case"),
    ("en", "She reckons half the families in her row left.", "half", "household"),
    ("en", "There are two ophthalmologists.", "two", "person"),
    ("en", "Roads are cut in 137 places.", "137", "other"),
    ("en", "Classrooms meant for 30 pupils held five families each.", "30", "place_capacity"),
    ("en", "There is a hull with room for forty.", "forty", "place_capacity"),
    ("en", "The appeal was drawn up for 9,000 families.", "9,000", "household"),
    ("fr", "Elle a vu 738 Rohingyas.", "738", "person"),
    ("fr", "Il y eut sept mille retours volontaires.", "sept mille", "event"),
    ("es", "Hubo 27 mil repatriaciones de extranjeros.", "27 mil", "event"),
    ("es", "Vinieron 85 antidisturbios.", "85", "person"),
]
KINDS = [
    ("en", "That is 19 a boat.", "19", "ratio"),
    ("en", "They count four people to a car.", "four", "ratio"),
    ("en", "The mean was 5.4 persons.", "5.4", "ratio"),
    ("en", "They take 40 to 60 people a day.", "40 to 60", "rate"),
    ("fr", "Trois par lit, dit-elle.", "Trois", "ratio"),
    ("fr", "Il vit 214 barques, chacune avec 180 passagers.", "180", "ratio"),
    ("en", "There were 180 people in a hull for 40.", "40", "count"),
    ("en", "The storm took 212 people in an hour.", "212", "count"),
]


@pytest.mark.parametrize(("language", "text", "surface", "unit"), UNITS)
def test_unit(language: str, text: str, surface: str, unit: str) -> None:
    assert figure(text, surface, language).unit == unit


@pytest.mark.parametrize(("language", "text", "surface", "kind"), KINDS)
def test_kind(language: str, text: str, surface: str, kind: str) -> None:
    assert figure(text, surface, language).kind == kind


def test_a_column_counts_things_or_percents() -> None:
    text = "Camp inmates, 25 June\nCircle\tCamps\tInmates\tIn school (%)\nSarn\t41\t9,388\t61\n"
    camps, inmates, share = read(text).figures
    assert (camps.unit, camps.population) == ("other", "Camps")
    assert (inmates.unit, share.kind) == ("person", "percent")


def test_an_average_need_not_be_whole() -> None:
    found = figure("They teach roughly 25 pupils to a teacher.", "25")
    assert (found.kind, found.low, found.high) == ("ratio", 22.5, 27.5)


def test_a_margin_in_points_is_one_of_shares() -> None:
    text = "Eight hundred people answered, with a margin of error of plus or minus 3.4 points."
    found = figure(text, "Eight hundred")
    assert (found.low, found.high) == (800, 800)
