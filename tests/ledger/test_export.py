"""Figures as CSV and HXL; every sentence is invented."""

from __future__ import annotations

import csv
import io
from datetime import date

from undercount.ledger.export import COLUMNS, rows, write_csv
from undercount.ledger.records import Figure, Reading

_TEXT = "First page.\fThe clinic saw about 1,250 people\nin May."


def _table(*, hxl: bool, population: str = "people") -> list[list[str]]:
    figure = Figure(
        surface="1,250", value=1250.0, low=1125.0, high=1375.0, population=population, start=33,
        end=38, sentence_start=12, sentence_end=len(_TEXT), confidence=0.75, country="KEN",
    )  # fmt: skip
    reading = Reading(
        "a.pdf", "0", _TEXT, published=date(2020, 6, 1), figures=(figure,), pages=(0, 12)
    )
    to = io.StringIO(newline="")
    write_csv(rows(reading), to, hxl=hxl)
    return list(csv.reader(io.StringIO(to.getvalue())))


def test_a_figure_is_a_row_with_its_page_and_sentence() -> None:
    header, row = _table(hxl=False)
    said = dict(zip(header, row, strict=True))
    assert header == list(COLUMNS)
    assert said["page"] == "2"
    assert said["value"] == "1250"
    assert said["confidence"] == "0.75"
    assert said["published"] == "2020-06-01"
    assert said["sentence"] == "The clinic saw about 1,250 people in May."
    assert said["relay"] == ""


def test_the_second_row_holds_hxl_tags() -> None:
    header, tags, _ = _table(hxl=True)
    said = dict(zip(header, tags, strict=True))
    assert said["country"] == "#country+code+v_iso3"
    assert all(tag.startswith("#") and tag == tag.lower() for tag in tags)
    assert len(set(tags)) == len(tags)


def test_a_cell_never_runs_as_a_formula() -> None:
    for hostile in ("=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1"):
        header, row = _table(hxl=False, population=hostile)
        cell = dict(zip(header, row, strict=True))["population"]
        assert cell.startswith("'"), hostile
