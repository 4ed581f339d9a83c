"""Every product is opened again by the tools that people use; the project is invented."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import pandas
import polars
import pyarrow.parquet
import pytest

from tests.workflow.exports.conftest import HOSTILE
from undercount import export
from undercount.errors import InputError, MissingFileError, UndercountError
from undercount.formulas import guarded, unguarded
from undercount.ledger.export import write_rows
from undercount.workflow.deciding import read_entries
from undercount.workflow.exports import FORMATS, WHATS

# What begins a formula in some spreadsheet (OWASP, "CSV Injection").
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _opened(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def _one(project: Path, what: str, format: str = "csv") -> bytes:
    (item,) = export(project, format=format, what=what, keep=False)
    return item.data


def _rows(project: Path, what: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(_one(project, what, "json"))["rows"]
    return rows


def test_a_figure_leaves_with_its_words_and_who_decided(made: Path) -> None:
    by_id = {row["id"]: row for row in _rows(made, "figures")}
    entries = read_entries(made)
    assert list(by_id) == [entry.id for entry in entries]
    read = next(entry for entry in entries if entry.figure.surface == "410" and entry.sentence)
    row = by_id[read.id]
    text = (made / "documents/news.txt").read_text(encoding="utf-8")
    assert text[row["start"] : row["end"]] == row["surface"] == "410"
    assert row["sentence"] == read.sentence
    assert row["document"] == "documents/news.txt"
    assert (row["decision"], row["decided_by"]) == ("accepted", "reviewer-one")
    assert row["why"] == "=as the =words say"
    assert datetime.fromisoformat(row["decided_at"]).tzinfo == UTC
    anchor = next(row for row in by_id.values() if row["claimant"] == "register")
    assert anchor["series"] == anchor["used_in"] == ["quay"]
    assert anchor["decided_by"] is None
    assert anchor["decision"] == "accepted"
    boat = next(row for row in by_id.values() if row["quantity"] == "boats")
    assert (boat["series"], boat["used_in"]) == (["boats"], [])


def test_a_series_leaves_by_day_and_a_refusal_stays(made: Path) -> None:
    rows = _rows(made, "series")
    answer = json.loads((made / "series/quay.json").read_text(encoding="utf-8"))
    quay = [row for row in rows if row["series"] == "quay"]
    days = {point["day"] for point in [*answer["points"], *answer["answers"]]}
    assert [row["day"] for row in quay] == sorted(days)
    (asked,) = [row for row in quay if row["asked"] == "yes"]
    assert [asked[name] for name in ("day", "median", "lower", "upper")] == list(
        answer["answers"][0].values()
    )
    assert asked["level"] == answer["level"]
    # Every figure the answer was made of stands in one row, at its day or the last row before it.
    told = [(name, row["day"]) for row in quay for name in row["figures"]]
    assert sorted(name for name, _ in told) == sorted(
        item["figure_id"] for item in answer["observations"]
    )
    day_of = {item["figure_id"]: item["day"] for item in answer["observations"]}
    assert all(day <= day_of[name] for name, day in told)
    assert all(row["fixed_by"] and row["assumptions"] for row in quay)
    (boats,) = [row for row in rows if row["series"] == "boats"]
    assert (boats["status"], boats["median"]) == ("not estimable", None)
    assert boats["reason"]


def test_small_counts_are_kept_back_as_on_the_page(made: Path) -> None:
    rows = {row["answer"]: row for row in _rows(made, "estimates") if row["estimate"] == "unseen"}
    for method in ("chao", "model-average"):
        small, beside = rows[f"{method}: children"], rows[f"{method}: elders"]
        assert (small["status"], small["reason"]) == ("suppressed", "fewer than 10")
        assert beside["status"] == "suppressed"
        for row in (small, beside):
            numbers = ("point", "lower", "upper", "n_observed")
            assert [row[name] for name in numbers] == [None] * 4
            assert row["cautions"] == []
        men = rows[f"{method}: men"]
        assert (men["method"], men["stratum"], men["n_observed"]) == (method, "men", 209)
        assert men["assumptions"]
        assert men["citation"]
    page = (made / "reports/index.html").read_text(encoding="utf-8")
    for row in rows.values():
        if row["point"] is not None:
            assert f"{row['point']:,.0f}" in page


def test_what_is_not_estimable_stays_a_row(made: Path) -> None:
    (row,) = [row for row in _rows(made, "estimates") if row["estimate"] == "apart"]
    assert (row["status"], row["point"]) == ("not estimable", None)
    assert row["reason"]
    assert row["what_would_help"]


@pytest.mark.parametrize(
    ("format", "what"),
    [*((format, what) for format in ("csv", "hxl") for what in WHATS), ("helix", "figures")],
)
def test_no_cell_runs_as_a_formula(made: Path, format: str, what: str) -> None:
    lines = list(csv.reader(io.StringIO(_one(made, what, format).decode(), newline="")))
    assert {len(line) for line in lines} == {len(lines[0])}
    for cell in (cell for line in lines[1:] for cell in line):
        assert not cell.startswith(_RUNS) or _is_number(cell), cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_every_text_comes_back_from_csv_as_it_was(made: Path) -> None:
    plain = {row["id"]: row for row in _rows(made, "figures")}
    told = {unguarded(text) for row in plain.values() for text in (row["title"] or "",)}
    assert told >= set(HOSTILE[::2])
    for row in _opened(_one(made, "figures")):
        for name in ("title", "note", "sentence", "surface", "claimant", "why", "document"):
            assert unguarded(row[name]) == (plain[row["id"]][name] or "")


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "", "'", "''=1", "\r=1", "two\r\nlines", "\ufeff=1", " =1", '"', "a\x00b", "Abdi"],
)
def test_the_guard_is_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    out = io.StringIO(newline="")
    write_rows({"a": "#meta+a", "b": "#meta+b"}, [{"a": text, "b": 1.0}], out)
    _, (cell, one) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert (unguarded(cell), one) == (text, "1")


def test_hxl_tags_hold_what_the_standard_says(made: Path) -> None:
    for what in WHATS:
        lines = list(csv.reader(io.StringIO(_one(made, what, "hxl").decode(), newline="")))
        header, tags = lines[0], lines[1]
        assert len(set(tags)) == len(tags)
        for name, tag in zip(header, tags, strict=True):
            hashtag, *attributes = tag.split("+")
            assert hashtag[1:].isalnum(), name
            assert all(part.replace("_", "").isalnum() for part in attributes), name
            cells = [line[header.index(name)] for line in lines[2:] if line[header.index(name)]]
            if hashtag in ("#affected", "#population"):
                assert all(map(_is_number, cells)), name
            if hashtag == "#date":
                assert all(date.fromisoformat(cell[:10]) for cell in cells), name


def test_parquet_has_types_and_says_what_they_mean(made: Path, tmp_path: Path) -> None:
    export(made, tmp_path, format="parquet")
    table = pyarrow.parquet.read_table(tmp_path / "figures.parquet")
    assert str(table.schema.field("value").type) == "double"
    assert str(table.schema.field("period_start").type) == "date32[day]"
    assert str(table.schema.field("decided_at").type) == "timestamp[us, tz=UTC]"
    assert str(table.schema.field("series").type).startswith("list<")
    about = table.schema.field("value").metadata
    assert about[b"hxl"] == b"#affected+num"
    assert about[b"about"]
    told = json.loads(table.schema.metadata[b"undercount"])
    assert told["about"]["title"] == "An invented quay"
    assert told["about"]["suppress_below"] == 10
    rows = _rows(made, "figures")
    assert table["sentence"].to_pylist() == [row["sentence"] for row in rows]
    assert table["series"].to_pylist() == [row["series"] for row in rows]
    frame = pandas.read_parquet(tmp_path / "series.parquet")
    assert frame["median"].dtype == "float64"
    seen = polars.read_parquet(tmp_path / "estimates.parquet")
    assert seen.schema["n_observed"] == polars.Int64
    assert seen.height == len(_rows(made, "estimates"))


def test_csv_is_read_by_pandas_and_polars(made: Path, tmp_path: Path) -> None:
    (item,) = export(made, tmp_path / "s.csv", what="series")
    assert item.path == tmp_path / "s.csv"
    frame = pandas.read_csv(tmp_path / "s.csv", parse_dates=["day"])
    assert len(frame) == polars.read_csv(tmp_path / "s.csv").height == item.rows
    assert frame["day"].dt.year.dropna().unique().tolist() == [2021]


def test_the_same_project_gives_the_same_bytes(made: Path) -> None:
    for format in ("csv", "json", "parquet", "hxl", "helix"):
        once = [item.data for item in export(made, format=format, keep=False)]
        assert once == [item.data for item in export(made, format=format, keep=False)]


def test_json_says_what_it_is(made: Path) -> None:
    told = json.loads(_one(made, "series", "json"))
    assert (told["format"], told["what"]) == ("undercount-export-1", "series")
    assert list(told["columns"]) == list(told["rows"][0])


def test_without_a_place_files_go_into_the_project(copy: Path) -> None:
    written = export(copy)
    assert [item.path for item in written] == [copy / "exports" / f"{what}.csv" for what in WHATS]
    with pytest.raises(InputError) as found:
        export(copy)
    assert len(found.value.problems) == len(WHATS)
    assert "--force" in str(found.value)
    remarks = copy / "exports" / "series.csv"
    remarks.write_text("a colleague's remarks", encoding="utf-8")
    with pytest.raises(InputError):
        export(copy, what="series")
    assert remarks.read_text(encoding="utf-8") == "a colleague's remarks"
    export(copy, what="series", force=True)
    assert remarks.read_bytes() == _one(copy, "series")
    assert not list((copy / "exports").glob(".*"))


def test_one_file_in_the_way_and_none_is_written(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "judgements.csv").touch()
    with pytest.raises(InputError):
        export(copy, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["judgements.csv"]


def test_looking_leaves_no_trace(copy: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    export(copy, tmp_path / "out")
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before


def test_what_was_never_run_and_what_there_is_not(copy: Path, tmp_path: Path) -> None:
    (copy / "reports" / "index.html").unlink()
    with pytest.raises(MissingFileError, match="undercount run"):
        export(copy)
    for format, what in (("xls", "figures"), ("csv", "persons"), ("helix", "series")):
        with pytest.raises(UndercountError):
            export(copy, format=format, what=what)


def test_judgements_leave_oldest_first(made: Path) -> None:
    rows = _rows(made, "judgements")
    assert [(row["by"], row["decision"], row["standing"]) for row in rows] == [
        ("reviewer-one", "accepted", "counts"),
        ("reviewer-two", "unsure", "counts"),
        ("reviewer-one", "corrected", "counts"),
        ("reviewer-two", "rejected", "taken back"),
        ("reviewer-two", "undone", "takes back"),
    ]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    assert rows[2]["changes"]["quantity"] == "quay-homes"
    assert rows[2]["changes"]["place"]["text"] == "Halden"
    assert rows[4]["undoes"] == rows[3]["id"]
    (cell,) = [row["changes"] for row in _opened(_one(made, "judgements")) if row["id"] == "3"]
    assert json.loads(cell) == rows[2]["changes"]


def test_a_corrected_figure_leaves_as_it_was_corrected(made: Path) -> None:
    (row,) = [row for row in _rows(made, "figures") if row["corrected"]]
    assert row["corrected"] == ["place", "quantity"]
    assert (row["place"], row["quantity"]) == ("Halden", "quay-homes")
    assert (row["decision"], row["decided_by"]) == ("accepted", "reviewer-one")


def test_the_command_knows_what_the_function_knows() -> None:
    from undercount.cli.commands.export import command

    kinds = {option.name: option.type for option in command.params}
    for name, known in (("format", FORMATS), ("what", WHATS)):
        kind = kinds[name]
        assert isinstance(kind, click.Choice)
        assert tuple(kind.choices) == known
