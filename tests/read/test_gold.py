"""The JSON of a reading: every key that was there, and the facets with their spans."""

from __future__ import annotations

from dataclasses import replace

from tests.read.texts import read
from undercount.read import to_gold

TEXT = "The mayor told Radio Sarn that arrivals doubled to 6,400 in March 2017.\n\nSome 12 left."


def test_a_figure_says_where_its_words_stand() -> None:
    row = to_gold(read(TEXT))["figures"][1]
    assert (row["surface"], row["value"], row["claimant"], row["relay"]) == (
        "6,400", 6400, "mayor", "Radio Sarn",
    )  # fmt: skip
    assert {name: TEXT[slice(*span)] for name, span in row["spans"].items()} == {
        name: row[name] for name in row["spans"]
    }
    assert (row["period_start"], row["period_end"]) == ("2017-03-01", "2017-03-31")
    assert (row["period_accuracy"], row["period_anchor"]) == ("month", "stated")
    assert row["directness"] == "relayed"
    assert row["confidences"] == {} or set(row["confidences"]) <= set(row)
    assert "page" not in row


def test_derived_numbers_stand_apart() -> None:
    told = to_gold(read(TEXT))
    (row,) = told["derived"]
    assert row["low"] <= 3200 <= row["high"]
    assert row["of_start"] == TEXT.index("6,400")
    assert TEXT[row["start"] : row["end"]] == "doubled to 6,400"


def test_pages_are_counted_from_one() -> None:
    reading = replace(read(TEXT), pages=(0, TEXT.index("Some")))
    assert [row["page"] for row in to_gold(reading)["figures"]] == [1, 1, 2]
