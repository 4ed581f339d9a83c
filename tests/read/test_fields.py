"""Population, unit, measure, status, place, period and detection in invented sentences."""

from __future__ import annotations

from datetime import date

import pytest

from tests.read.texts import figure, read

PUBLISHED = date(2017, 5, 10)  # a Wednesday

POPULATIONS = [
    ("There were 40 hungry or separated children.", "40", "hungry or separated children", "person"),
    ("Some 40 men, women and children slept there.", "40", "men, women and children", "person"),
    ("They gave tents to 40 households.", "40", "households", "household"),
    ("Guards stopped 40 lorries.", "40", "lorries", "vehicle"),
    ("Guards logged 40 attempts to climb.", "40", "attempts", "attempt"),
    ("In the storm 40 people drowned.", "40", "people", "person"),
    ("The number of refugees rose to 40.", "40", "refugees", "person"),
    ("Of those stopped, 40% were minors.", "40%", "minors", "person"),
    ("The office has 40 asylum applications.", "40", "asylum applications", "case"),
]  # fmt: skip
MEASURES = [
    ("The camp holds 40 people.", "40", "stock"),
    ("Last week 40 people arrived.", "40", "flow"),
    ("Since January 40 people have drowned.", "40", "cumulative"),
    ("Arrivals doubled in a year.", "doubled", "change"),
    ("Arrivals fell by 40% in 2016.", "40%", "change"),
    ("Some 40 people a day cross here.", "40", "rate"),
    ("The hall has room for 40 people.", "40", "capacity"),
    ("The council plans to house 40 families.", "40", "target"),
    ("There are 40 people on the quay.", "40", "stock"),
]


@pytest.mark.parametrize(("text", "surface", "population", "unit"), POPULATIONS)
def test_population(text: str, surface: str, population: str, unit: str) -> None:
    found = figure(text, surface)
    assert (found.population, found.unit) == (population, unit)


def test_a_number_without_a_noun_takes_the_one_before() -> None:
    text = "Guards stopped 90 lorries, up from 60 the year before."
    assert figure(text, "60").population == "lorries"


@pytest.mark.parametrize(("text", "surface", "measure"), MEASURES)
def test_measure(text: str, surface: str, measure: str) -> None:
    assert figure(text, surface).measure == measure


def test_room_counts_places() -> None:
    assert figure("The hall can sleep 40 people.", "40").unit == "place_capacity"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The mayor denied that 40 people had died.", "denied"),
        ("If the dam breaks, 40 people could be affected.", "hypothetical"),
        ("The mayor promised 40 beds.", "target"),
        ("The mayor said 40 people came.", "asserted"),
    ],
)
def test_status(text: str, status: str) -> None:
    assert figure(text, "40").status == status


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("There are 40 people in the Sarn camps.", "Sarn camps"),
        ("Some 40 people landed at Port Sarn.", "Port Sarn"),
        ('About 40 people live at the "Garden" migrant camp.', '"Garden" migrant camp'),
        ("Some 40 people drowned.", None),
    ],
)
def test_place(text: str, place: str | None) -> None:
    assert figure(text, "40").place == place


@pytest.mark.parametrize(
    ("text", "period", "first", "last"),
    [
        ("In March 40 people came.", "March", date(2017, 3, 1), date(2017, 3, 31)),
        ("Since 2 April 40 people came.", "Since 2 April", date(2017, 4, 2), PUBLISHED),
        ("On Monday 40 people came.", "Monday", date(2017, 5, 8), date(2017, 5, 8)),
        ("Last year 40 people came.", "Last year", date(2016, 1, 1), date(2016, 12, 31)),
        ("In 2015 40 people came.", "2015", date(2015, 1, 1), date(2015, 12, 31)),
        (
            "Between 3 and 9 April 40 people came.",
            "Between 3 and 9 April", date(2017, 4, 3), date(2017, 4, 9),
        ),
        ("In December 40 people came.", "December", date(2016, 12, 1), date(2016, 12, 31)),
    ],
)  # fmt: skip
def test_period(text: str, period: str, first: date, last: date) -> None:
    found = figure(text, "40", published=PUBLISHED)
    assert (found.period, found.period_start, found.period_end) == (period, first, last)


def test_the_day_of_speaking_is_not_the_figure_s() -> None:
    assert figure("The mayor said on Monday that 40 people came.", "40").period is None
    text = "The inspector reported in July 2016 that 40 people came between 3 and 9 May."
    assert figure(text, "40").period == "between 3 and 9 May"
    assert figure("The mayor counted in July 2016 40 people.", "40").period == "July 2016"


@pytest.mark.parametrize(
    ("text", "detection"),
    [
        ("Guards recorded 40 arrivals.", "detected"),
        ("The charity believes 40 people came.", "total_estimate"),
        ("Some 40 people passed undetected.", "undetected_estimate"),
        ("And 40 people sang.", "unknown"),
    ],
)
def test_detection(text: str, detection: str) -> None:
    assert figure(text, "40").detection == detection


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The true number of arrivals is probably much higher.", "undercount"),
        ("The total counts the same person twice or more than once.", "overcount"),
        ("Arrivals have soared this spring.", "trend_up"),
        ("The number of arrivals fell in April.", "trend_down"),
        ("The mayor denied that 40 people died.", "disputes"),
        ("The figures show a surge compared to official data.", "exceeds_official"),
    ],
)
def test_claims(text: str, kind: str) -> None:
    reading = read(text)
    assert [(text[c.start : c.end], c.type) for c in reading.claims] == [(text, kind)]


def test_prices_are_no_trend_of_people() -> None:
    assert read("The price of bread rose sharply.").claims == ()


@pytest.mark.parametrize(
    ("text", "surface", "population", "unit"),
    [
        ("Of the children, 9 were girls under 6, she said.", "9", "girls under 6", "person"),
        ("It asks for beds for 70 nursing mothers and elderly patients.", "70",
         "nursing mothers and elderly patients", "person"),
        ("The number of boys deported fell to 14.", "14", "boys deported", "person"),
        ("Injured: at least 35.", "35", "Injured", "person"),
        ("Women travelling alone: 21", "21", "Women travelling alone", "person"),
        ("Pupils per teacher: 48", "48", "Pupils", "person"),
        ("Three ferries sank and 60 drowned.", "60", "drowned", "person"),
        ("Some 900 men live there. The hall was built for 400.", "400", "men", "place_capacity"),
        ("Guards counted 800 men in two trucks, and 90 were let go.", "90", "men", "person"),
        ("The wing holds 90 men, 30 of whom are minors; 12 were ill.", "12", "men", "person"),
        ("Staff noted six fires; the true number may be twice that.", "twice", "fires", "event"),
        ("There are twice as many nurses as last year.", "twice", "nurses", "person"),
        ("He received 60-odd lodgers in May.", "60", "lodgers", "person"),
    ],
)  # fmt: skip
def test_population_of_any_writer(text: str, surface: str, population: str, unit: str) -> None:
    found = figure(text, surface)
    assert (found.population, found.unit) == (population, unit)
