"""Who, when, where and what in tables made up for these tests."""

from __future__ import annotations

from tests.read.texts import read

Cells = list[tuple[str, str | None, str | None, str | None, str]]


def _cells(text: str, language: str = "en") -> Cells:
    return [
        (f.surface, f.claimant, f.period, f.place, f.measure) for f in read(text, language).figures
    ]


def test_a_column_named_after_a_body() -> None:
    text = (
        "People in the Sarn camp\nDate\tHarbour police\tCharities' census\tOpen Door (charity)\n"
        "3 May 2016\t370\t350\t–\nJune 2016\t530\t–\t490\n"
    )
    assert _cells(text) == [
        ("370", "Harbour police", "3 May 2016", "Sarn camp", "stock"),
        ("350", "Charities", "3 May 2016", "Sarn camp", "stock"),
        ("530", "Harbour police", "June 2016", "Sarn camp", "stock"),
        ("490", "Open Door", "June 2016", "Sarn camp", "stock"),
    ]
    assert {found.population for found in read(text).figures} == {"People"}


def test_a_row_named_after_a_body() -> None:
    text = (
        "People in the Sarn camp\nBody\tMay 2016\nPrefecture of Sarn\t370\nCharities' census\t350\n"
    )
    assert _cells(text) == [
        ("370", "Prefecture of Sarn", "May 2016", "Sarn camp", "stock"),
        ("350", "Charities", "May 2016", "Sarn camp", "stock"),
    ]


def test_a_caption_names_who_counted_and_when() -> None:
    text = "Parts of the charities' total, spring 2016\nPart\tResidents\nTents\t140\nAll\t140\n"
    (first, second) = read(text).figures
    assert (first.claimant, first.artefact, first.period) == ("charities", "total", "spring 2016")
    assert (first.population, second.place) == ("Residents", None)


def test_a_french_table() -> None:
    text = "Personnes dans le camp de Sarn\nMois\tPréfecture\tRecensement des associations\n"
    assert _cells(text + "mai 2016\t370\t350\n", "fr") == [
        ("370", "Préfecture", "mai 2016", "camp de Sarn", "stock"),
        ("350", "associations", "mai 2016", "camp de Sarn", "stock"),
    ]


def test_events_of_a_month_are_a_flow() -> None:
    text = "Arrests by month\nMonth\tArrests\nMay 2016\t37\n"
    assert [(f.measure, f.unit) for f in read(text).figures] == [("flow", "event")]
