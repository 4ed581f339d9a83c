"""Periods: their days, how long a time they mean, what dates them, and of which number they are."""

from __future__ import annotations

from datetime import date

import pytest

from tests.read.texts import figure, read
from undercount.read.times.days import dated

PUBLISHED = date(2017, 5, 10)  # a Wednesday

DAYS = [
    ("last week", "en", (2017, 5, 1), (2017, 5, 7), "week", "publication"),
    ("first half of 2023", "en", (2023, 1, 1), (2023, 6, 30), "year", "stated"),
    ("first quarter of 2017", "en", (2017, 1, 1), (2017, 3, 31), "quarter", "stated"),
    ("last quarter", "en", (2017, 1, 1), (2017, 3, 31), "quarter", "publication"),
    ("between 1 January and 30 April", "en", (2017, 1, 1), (2017, 4, 30), "quarter", "publication"),
    ("since Tuesday", "en", (2017, 5, 9), (2017, 5, 10), "day", "publication"),
    ("overnight", "en", (2017, 5, 9), (2017, 5, 9), "day", "publication"),
    ("12 months to 31 March 2019", "en", (2018, 4, 1), (2019, 3, 31), "year", "stated"),
    ("seven days ending Wednesday", "en", (2017, 5, 4), (2017, 5, 10), "week", "publication"),
    ("six months to June", "en", (2016, 1, 1), (2016, 6, 30), "year", "publication"),
    ("week 35", "en", (2016, 8, 29), (2016, 9, 4), "week", "publication"),
    ("2014 and 2016", "en", (2014, 1, 1), (2016, 12, 31), "longer", "stated"),
    ("this year", "en", (2017, 1, 1), (2017, 5, 10), "year", "publication"),
    ("by 30 June 2023", "en", None, (2023, 6, 30), "day", "stated"),
    ("2016–17", "en", None, None, "year", "stated"),
    ("summer 2016", "en", None, None, "quarter", "stated"),
    ("a day", "en", None, None, "day", "none"),
    ("la semaine dernière", "fr", (2017, 5, 1), (2017, 5, 7), "week", "publication"),
    ("août 2016", "fr", (2016, 8, 1), (2016, 8, 31), "month", "stated"),
    ("premier semestre 2023", "fr", (2023, 1, 1), (2023, 6, 30), "year", "stated"),
    ("nuit du 2 au 3 avril", "fr", (2017, 4, 2), (2017, 4, 3), "day", "publication"),
    ("entre le 1er janvier et le 31 mars", "fr", (2017, 1, 1), (2017, 3, 31), "quarter",
     "publication"),
    ("10/12/2014", "fr", (2014, 12, 10), (2014, 12, 10), "day", "stated"),
    ("10/12/14", "en", (2014, 12, 10), (2014, 12, 10), "day", "stated"),
    ("12/25/14", "en", (2014, 12, 25), (2014, 12, 25), "day", "stated"),
    ("3.5.21", "es", (2021, 5, 3), (2021, 5, 3), "day", "stated"),
    ("1/2/98", "fr", (1998, 2, 1), (1998, 2, 1), "day", "stated"),
    ("31/2/19", "en", None, None, "day", "stated"),
    ("since 28/4/17", "en", (2017, 4, 28), (2017, 5, 10), "month", "stated"),
    ("between 28/4/17 and 9/5/17", "en", (2017, 4, 28), (2017, 5, 9), "month", "stated"),
]  # fmt: skip


@pytest.mark.parametrize(("period", "language", "first", "last", "accuracy", "anchor"), DAYS)
def test_a_period_is_told_in_days(
    period: str, language: str, first: tuple[int, int, int] | None,
    last: tuple[int, int, int] | None, accuracy: str, anchor: str,
) -> None:  # fmt: skip
    found = dated(period, language, PUBLISHED)
    assert found.first == (None if first is None else date(*first))
    assert found.last == (None if last is None else date(*last))
    assert (found.accuracy, found.anchor) == (accuracy, anchor)


@pytest.mark.parametrize(
    ("text", "surface", "period"),
    [
        ("On the first night of the visit 40 people slept here.", "40",
         "first night of the visit"),
        ("On the night of 5 March 40 people crossed.", "40", "night of 5 March"),
        ("Some 40 people have come since the ferry sank.", "40", "since the ferry sank"),
        ("In the 2016–17 financial year, 40 people came.", "40", "2016–17 financial year"),
        ("Some 40 people came in March, 12 more than in April.", "40", "March"),
        ("Some 40 people came in March, up from 30 the year before.", "30", "year before"),
        ("Some 40 people came, against 30 in April.", "40", None),
        ("They had 40 beds; the hall had opened in 2011 and 30 people slept there.", "40", None),
        ("The mayor, speaking in June, said: “We fed 40 people on the quay.”", "40", None),
        ("SARN, Northland, May 9 (Sarn Wire) - Some 40 people drowned.", "40", None),
        ("The council hopes to be done by March. It has fed 40 people.", "40", None),
        ("Police held 40 people overnight in March.", "40", "March"),
    ],
)  # fmt: skip
def test_a_number_takes_the_time_that_is_its_own(
    text: str, surface: str, period: str | None
) -> None:
    assert figure(text, surface, published=PUBLISHED).period == period


@pytest.mark.parametrize(
    ("text", "language", "period"),
    [
        ("The council counted 412 people in the camp on 10/12/14.", "en", "10/12/14"),
        ("The council counted 412 people in the camp on 12/25/2014.", "en", "12/25/2014"),
        ("The council counted 412 people between 3/5/21 and 9/5/21.", "en",
         "between 3/5/21 and 9/5/21"),
        ("La mairie a compté 412 personnes dans le camp le 3.5.21.", "fr", "3.5.21"),
        ("El ayuntamiento contó 412 personas en el campamento el 10/12/14.", "es", "10/12/14"),
        ("With version 3.5.21 of the form 412 people were counted in the camp.", "en", None),
    ],
)  # fmt: skip
def test_a_day_in_digits_is_a_time_and_no_count(
    text: str, language: str, period: str | None
) -> None:
    (only,) = read(text, language).figures
    assert (only.surface, only.period) == ("412", period)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Lundi à l'aube, 40 personnes ont été évacuées.", "Lundi à l'aube"),
        ("La nuit du 2 au 3 avril, 40 personnes ont débarqué.", "nuit du 2 au 3 avril"),
        ("Au premier semestre 2016, 40 personnes sont arrivées.", "premier semestre 2016"),
        ("Depuis janvier, 40 personnes sont mortes.", "Depuis janvier"),
    ],
)
def test_french_times(text: str, period: str) -> None:
    assert figure(text, "40", "fr", PUBLISHED).period == period


def test_that_year_is_the_last_one_named() -> None:
    text = "In 2015 the port took in 90 people.\n\nDuring that year 40 people drowned."
    assert figure(text, "40").period == "2015"


def test_a_report_dates_what_happened_and_as_of_dates_what_is() -> None:
    head = "Situation report\nReporting period: 6–12 March 2017\n\n"
    found = figure(f"{head}Teams fed 40 people.", "40")
    assert (found.period, found.period_anchor) == ("6–12 March 2017", "document")
    assert found.spans["period"] == (
        head.index("6–12"),
        head.index("6–12") + len("6–12 March 2017"),
    )
    head = "Situation report (as of 8 March 2017)\n\n"
    assert figure(f"{head}The camp holds 40 people.", "40").period == "as of 8 March 2017"
    assert figure(f"{head}Teams fed 40 people.", "40").period is None


def test_a_rate_takes_its_own_time() -> None:
    found = read("Some 90 people a day arrived; the union puts it at 40.").figures
    assert [f.period for f in found if f.measure == "rate"] == ["a day"] * len(
        [f for f in found if f.measure == "rate"]
    )
