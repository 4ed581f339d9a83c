from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.registers import SCHEMA, Register, read_register, register_from_frame
from undercount.registers.csv_file import read_csv_file

COLUMNS = {"id": "dossier", "given": "prénom", "family": "nom", "birth": "né le"}
# Invented people.
TEXT = "dossier;prénom;nom;né le\n7;Amélie;Exemple;12/03/1998\n8;Zoë;Modèle;25/12/1990\n"


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _given(register: Register) -> list[str]:
    return [name.split(" ")[0] for name in register.records["name"].to_pylist()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso8859-15"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_of_any_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    file = _write(tmp_path / "a.csv", TEXT.replace(";", separator).encode(encoding))
    made = read_register("a", file, COLUMNS)
    assert _given(made) == ["Amélie", "Zoë"]
    assert made.records["month"].to_pylist() == [3, 12]
    guessed = [c for c in made.profile.cautions if c.code == "encoding-guessed"]
    assert bool(guessed) == (encoding in ("cp1252", "iso8859-15"))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1256", "محمد علي حسن الأحمد"),
        ("cp1251", "Иван Примеров Образцович"),
        ("gb18030", "王小明"),
    ],
)
def test_csv_of_other_scripts(tmp_path: Path, encoding: str, name: str) -> None:
    text = f"name,place\n{name},x\n" + f"{name},y\n" * 20
    made = read_register("a", _write(tmp_path / "a.csv", text.encode(encoding)))
    assert made.records["name"][0].as_py() == name


def test_quoted_cells_may_hold_separators_and_new_lines(tmp_path: Path) -> None:
    text = 'name,address\n"Example, Amina","1 Street\nTown"\n\nSpecimen Yusuf,2 Street\n'
    records = read_register("a", _write(tmp_path / "a.csv", text.encode())).records
    assert records["name"].to_pylist() == ["Example, Amina", "Specimen Yusuf"]
    assert records["address"].to_pylist() == ["1 street town", "2 street"]
    # Where there is no id, a record is named by its line, as an editor counts it.
    assert records["record"].to_pylist() == ["2", "5"]


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "Register of arrivals;;;\n;;;\n" + TEXT
    made = read_register("a", _write(tmp_path / "a.csv", text.encode()), COLUMNS)
    assert made.records["record"].to_pylist() == ["7", "8"]


def test_headers_may_differ_in_case_accents_and_spaces(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", TEXT.encode())
    made = read_register("a", file, {"given": "PRENOM", "family": " nom ", "birth": "Ne_le"})
    assert _given(made) == ["Amélie", "Zoë"]


def test_a_workbook_keeps_days_as_days_and_ids_without_a_point(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["not", "this"])
    page = book.create_sheet("People")
    page.append(["Arrivals of 2016"])
    page.append(["file no", "name", "dob", "age"])
    page.append([1001.0, "Amina Example", datetime.datetime(1998, 3, 4), None])
    page.append(["1002", "Yusuf Specimen", 1990, 26.0])
    page.append([None, None, None, None])
    page.append([1003, "Sara Sample", "04/25/1991", "25"])
    book.save(tmp_path / "a.xlsx")
    columns = {"id": "file no", "name": "name", "birth": "dob"}
    made = read_register("a", tmp_path / "a.xlsx", columns, sheet="People").records
    assert made["record"].to_pylist() == ["1001", "1002", "1003"]
    assert made["month"].to_pylist() == [3, None, 4]
    assert made["day"].to_pylist() == [4, None, 25]
    assert made["year"].to_pylist() == [1998, 1990, 1991]


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, 2]),
            "name": pa.array(["Amina Example", None]).dictionary_encode(),
            "birth": pa.array([datetime.date(1998, 3, 4), None]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    made = read_register("a", tmp_path / "a.parquet").records
    assert made.select(["record", "month", "day"]).to_pylist()[0] == {
        "record": "1",
        "month": 3,
        "day": 4,
    }


def test_several_files_are_one_list(tmp_path: Path) -> None:
    for year, name in (("2015", "Amina"), ("2016", "Yusuf")):
        text = f"name,place\n{name} Example,Calais\n"
        _write(tmp_path / f"{year}.csv", text.encode())
    made = read_register("a", tmp_path / "*.csv")
    assert _given(made) == ["Amina", "Yusuf"]
    assert made.profile.files == (str(tmp_path / "2015.csv"), str(tmp_path / "2016.csv"))
    assert len(set(made.records["record"].to_pylist())) == 2


@pytest.mark.parametrize("make", [pa.table, pd.DataFrame, pl.DataFrame])
def test_any_frame_gives_the_same(make: Any) -> None:
    frame = make({"id": [1, 2], "name": ["Amina Example", "Yusuf Specimen"], "born": [1998, None]})
    made = register_from_frame("a", frame)
    assert made.records.schema == SCHEMA
    assert made.records["record"].to_pylist() == ["1", "2"]
    assert made.records["year"].to_pylist() == [1998, None]


def test_a_frame_of_pandas_may_mix_types() -> None:
    births = [1998, "12/25/1990", datetime.date(1991, 2, 3), float("nan")]
    frame = pd.DataFrame({"name": [*"abcd"], "birth": pd.Series(births, dtype=object)})
    assert register_from_frame("a", frame).records["year"].to_pylist() == [1998, 1990, 1991, None]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["ID", "First name", "Last name", "Date of birth", "Gender"], "id given family birth sex"),
        (["Prénom", "Nom", "Date de naissance", "Sexe", "Nationalité"],
         "given family birth sex nationality"),
        (["Nombre", "Apellidos", "Fecha de nacimiento"], "given family birth"),
        (["Nom", "Âge", "Lieu"], "name place"),
        (["الاسم", "الجنس", "الجنسية", "تاريخ الميلاد"], "name sex nationality birth"),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_own_names(headers: list[str], fields: str) -> None:
    frame = pa.table({**{header: ["Amina"] for header in headers}, "seen": ["2016-08-31"]})
    missing = register_from_frame("a", frame).profile.missing
    assert set(fields.split()) <= set(missing)


def test_the_word_of_a_field_wins_over_what_only_means_it() -> None:
    frame = pa.table({"name": ["Amina"], "full name": ["Yusuf"], "birth": ["1990"], "dob": ["1"]})
    (record,) = register_from_frame("a", frame).records.to_pylist()
    assert (record["name"], record["year"]) == ("Amina", 1990)


def test_several_columns_make_one_field_and_signs_for_nothing_are_left_out() -> None:
    frame = pa.table({"a": ["Amina", "Yusuf"], "street": ["1 Road", "NC"], "town": ["Calais", "?"]})
    made = register_from_frame("x", frame, {"name": "a", "address": ["street", "town"]}).records
    assert made["address"].to_pylist() == ["1 road calais", None]


_CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=8)


@settings(deadline=None)
@given(st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], mark: str
) -> None:
    import csv

    file = tmp_path_factory.mktemp("csv") / "a.csv"
    header = ("one", "two", "three")
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    problems: list[Any] = []
    made = read_csv_file(file, set(header), problems)
    assert not problems
    assert made is not None
    kept = [row for row in rows if any(row)]
    assert [made.columns[name].to_pylist() for name in header] == [
        [row[i] for row in kept] for i in range(3)
    ]
    # The line of each row, counted by hand.
    text = file.read_text(encoding="utf-8")
    assert len(made.lines) == len(kept)
    assert all(1 < line <= text.count("\n") + text.count("\r") + 1 for line in made.lines)


def test_whole_numbers_with_a_point_are_whole() -> None:
    frame = pa.table({"id": ["12.0"], "name": ["Amina"], "sex": ["2.0"], "birth": ["1998.0"]})
    (record,) = register_from_frame("a", frame).records.to_pylist()
    assert (record["record"], record["sex"], record["year"]) == ("12", "f", 1998)


def test_births_in_columns_of_their_own_lose_no_month() -> None:
    frame = pa.table(
        {
            "name": ["a", "b", "c", "d"],
            "day": ["25", "3", None, "12"],
            "month": ["12", "4", "4", "NC"],
            "year": [1990, 1991, 1992, 1993],
        }
    )
    columns = {"name": "name", "birth": ["day", "month", "year"]}
    made = register_from_frame("a", frame, columns).records
    assert made["year"].to_pylist() == [1990, 1991, 1992, 1993]
    assert made["month"].to_pylist() == [12, 4, None, None]
    assert made["day"].to_pylist() == [25, 3, None, None]


def test_a_day_is_the_day_where_it_was_written() -> None:
    midnight = datetime.datetime(1998, 3, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    births = pa.array([midnight], pa.timestamp("us", tz="+02:00"))
    frame = pa.table({"name": ["Amina"], "birth": births})
    assert register_from_frame("a", frame).records["day"].to_pylist() == [12]


def test_the_header_is_found_by_its_words_in_any_case(tmp_path: Path) -> None:
    text = "List;of 2016;all\n" + TEXT.upper()
    file = _write(tmp_path / "a.csv", text.encode())
    assert len(read_register("a", file)) == len(read_register("a", file, COLUMNS)) == 2
