from __future__ import annotations

from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from undercount.errors import InputError, Problem
from undercount.project import load_project
from undercount.registers import read_project_registers, read_register, register_from_frame

GOOD = "name,born\nAmina Example,1998\nYusuf Specimen,1990\n"


def _problems(*paths: Path, **columns: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        read_register("clinic", paths, columns or None)
    assert all(problem.hint or problem.row for problem in caught.value.problems)
    return list(caught.value.problems)


def _write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_missing_column_is_told_with_those_that_are_there(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", GOOD)
    first, second = _problems(file, name="nom", birth="born", sex="gender")
    assert (first.file, first.column) == (str(file), "nom")
    assert second.column == "gender"
    assert "name, born" in str(first.hint)


def test_a_column_missing_from_one_of_several_files_names_that_file(tmp_path: Path) -> None:
    _write(tmp_path / "1.csv", GOOD)
    file = _write(tmp_path / "2.csv", "name\nSara Sample\n")
    (problem,) = _problems(tmp_path / "*.csv", name="name", birth="born")
    assert (problem.file, problem.column) == (str(file), "born")


@pytest.mark.parametrize("text", ["", "\n \n", "name,born\n", "name,born\n,\n\n"])
def test_an_empty_register_is_refused(tmp_path: Path, text: str) -> None:
    (problem,) = _problems(_write(tmp_path / "a.csv", text))
    assert problem.file == str(tmp_path / "a.csv")
    assert "empty" in problem.what or "no row" in problem.what


def test_an_empty_frame_is_refused() -> None:
    with pytest.raises(InputError, match="no row"):
        register_from_frame("a", pa.table({"name": pa.array([], pa.string())}))
    with pytest.raises(InputError, match="not a frame"):
        register_from_frame("a", {"name": ["x"]})


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "1.csv", GOOD)
    _write(tmp_path / "2.csv", GOOD)
    (problem,) = _problems(tmp_path / "*.csv")
    assert problem.file == str(tmp_path / "2.csv")
    assert "1.csv" in problem.what
    # A file named twice is one file.
    assert len(read_register("a", [tmp_path / "1.csv", tmp_path / "1.csv"])) == 2


def test_a_register_without_a_column_of_names_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", "born,sex\n1998,f\n")
    (problem,) = _problems(file)
    assert "names" in problem.what
    assert "born, sex" in str(problem.hint)
    assert "names" in _problems(file, birth="born")[0].what


def test_columns_that_nothing_names_are_listed(tmp_path: Path) -> None:
    (problem,) = _problems(_write(tmp_path / "a.csv", "q1;q2\nx;y\n"))
    assert "q1, q2" in str(problem.hint)


def test_an_age_without_a_day_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", "name,age\nAmina Example,18\n")
    (problem,) = _problems(file)
    assert problem.column == "age"
    assert "2016-08-31" in str(problem.hint)
    made = read_register("a", file, {"name": "name", "age": "age", "seen": "2016-08-31"})
    assert made.records["year_low"].to_pylist() == [1997]


def test_rows_of_a_wrong_width_are_told_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"Person {letter},1990,x\n" for letter in "abcdefgh")
    problems = _problems(_write(tmp_path / "a.csv", "name,born\nAmina Example,1990\n" + rows))
    assert [problem.row for problem in problems] == [3, 4, 5, 6, 7, None]
    assert "3 more rows" in problems[-1].what


def test_empty_cells_beyond_the_header_do_no_harm(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", "name,born,,\nAmina Example,1990,,,\nYusuf Example,1991,,\n")
    assert read_register("a", file).records["year"].to_pylist() == [1990, 1991]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (problem,) = _problems(_write(tmp_path / "a.csv", "name,born,born\nAmina,1990,1991\n"))
    assert (problem.row, problem.column) == (1, "born")


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    _write(tmp_path / "a.pdf", "x")
    _write(tmp_path / "b.xlsx", "x")
    _write(tmp_path / "c.parquet", "x")
    _write(tmp_path / "d.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0")
    _write(tmp_path / "e.csv", b"\xff\xfea")
    (tmp_path / "f").mkdir()
    paths = [tmp_path / name for name in ("a.pdf", "b.xlsx", "c.parquet", "d.csv", "e.csv", "f")]
    told = _problems(*paths, tmp_path / "no" / "*.csv")
    assert {problem.file for problem in told} == {*map(str, paths), str(tmp_path / "no" / "*.csv")}


def test_sheets_are_named_when_one_is_not_there(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "2016"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="The sheets: 2016"):
        read_register("a", tmp_path / "a.xlsx", sheet="2015")
    with pytest.raises(InputError, match="empty"):
        read_register("a", tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="only a workbook"):
        read_register("a", _write(tmp_path / "a.csv", GOOD), sheet="2015")


def test_all_problems_of_all_files_are_told_at_once_and_nobody_is_named(tmp_path: Path) -> None:
    clash = "name,dob\nAmina Example,25/12/1990\nYusuf Specimen,12/25/1990\n"
    _write(tmp_path / "1.csv", clash)
    _write(tmp_path / "2.csv", "name\nSara Sample\n")
    _write(tmp_path / "3.csv", "name,dob\n")
    told = _problems(tmp_path / "*.csv", name="name", birth="dob")
    assert [problem.file for problem in told] == [
        str(tmp_path / name) for name in ("2.csv", "3.csv")
    ]
    (problem,) = _problems(tmp_path / "1.csv", name="name", birth="dob")
    text = str(problem)
    assert not any(word in text for word in ("Amina", "Yusuf", "1990", "25/12"))


def test_births_that_are_mostly_missing_are_a_caution(tmp_path: Path) -> None:
    births = ["", "NC", "?", "unknown", "n.d.", "-", "1990", "1991", "1992", "1993"]
    rows = "".join(f"Person {chr(97 + i)},{birth}\n" for i, birth in enumerate(births))
    made = read_register("a", _write(tmp_path / "a.csv", "name,born\n" + rows))
    (caution,) = made.profile.cautions
    assert caution.code == "births-missing"
    assert "60%" in caution.text


def test_an_unknown_field_is_told(tmp_path: Path) -> None:
    (problem,) = _problems(_write(tmp_path / "a.csv", GOOD), name="name", dob="born")
    assert '"dob"' in problem.what


def _project(folder: Path, toml: str) -> Path:
    (folder / "undercount.toml").write_text(toml, encoding="utf-8")
    for name in ("clinic", "census"):
        (folder / "registers" / name).mkdir(parents=True)
    return folder


def test_the_registers_of_a_project_are_read_in_the_order_written(tmp_path: Path) -> None:
    folder = _project(
        tmp_path,
        '[registers.clinic]\npath = "registers/clinic/*.csv"\n'
        '[registers.census]\npath = "registers/census/a.csv"\n'
        'columns = { name = "who", age = "years", seen = 2016-08-31 }\n',
    )
    _write(folder / "registers" / "clinic" / "a.csv", GOOD)
    _write(folder / "registers" / "census" / "a.csv", "who,years\nAmina Example,18\n")
    clinic, census = read_project_registers(load_project(folder))
    assert (clinic.name, len(clinic), census.name, len(census)) == ("clinic", 2, "census", 1)
    assert census.records["list"].to_pylist() == ["census"]
    assert census.records["year_low"].to_pylist() == [1997]


def test_problems_of_all_registers_of_a_project_are_told_at_once(tmp_path: Path) -> None:
    folder = _project(
        tmp_path,
        '[registers.clinic]\npath = "registers/clinic/a.csv"\ncolumns = { name = "nom" }\n'
        '[registers.census]\npath = "registers/census/a.csv"\n'
        '[registers.port]\npath = "registers/port/a.csv"\n',
    )
    _write(folder / "registers" / "clinic" / "a.csv", GOOD)
    _write(folder / "registers" / "census" / "a.csv", GOOD)
    with pytest.raises(InputError) as caught:
        read_project_registers(load_project(folder))
    problems = caught.value.problems
    told = [(Path(str(problem.file)).parent.name, problem.column) for problem in problems]
    assert told == [("clinic", "nom"), ("census", None), ("port", None)]
    assert "same content" in problems[1].what


def test_a_project_without_registers_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\[registers.NAME\]"):
        read_project_registers(load_project(_project(tmp_path, "")))


def test_a_list_without_a_single_name_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", "name,born\nNC,1990\n?,1991\n")
    (problem,) = _problems(file)
    assert (problem.file, problem.column) == (str(file), "name")


def test_an_id_that_is_no_persons_is_refused(tmp_path: Path) -> None:
    people = [("Amina", "Lela"), ("Yusuf", "Tarek"), ("Sara", "Musa"), ("Omar", "Zahra")] * 2
    rows = "".join(f"{i},{a}\n{i},{b}\n" for i, (a, b) in enumerate(people))
    file = _write(tmp_path / "a.csv", "dossier,given\n" + rows)
    (problem,) = _problems(file, id="dossier", given="given")
    assert problem.column == "dossier"
    assert "8" in problem.what
    assert not any(name in str(problem) for pair in people for name in pair)
    # The same person written in two ways is one person.
    rows = "".join(f"{i},Mohammed Example\n{i},Muhamad Example\n" for i in range(8))
    assert len(read_register("a", _write(tmp_path / "b.csv", "dossier,name\n" + rows))) == 8


def test_numbers_that_start_anew_in_each_file_are_refused(tmp_path: Path) -> None:
    for year, names in (
        ("2015", "Amina Yusuf Sara Omar Lela Musa"),
        ("2016", "Tarek Ali Bea Gul Hana Ida"),
    ):
        rows = "".join(f"{i},{name}\n" for i, name in enumerate(names.split()))
        _write(tmp_path / f"{year}.csv", "id,name\n" + rows)
    (problem,) = _problems(tmp_path / "*.csv")
    assert "start anew" in str(problem.hint)


def test_a_column_twice_matters_only_where_it_is_meant(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", "name,note,note,born\nAmina Example,x,y,1990\n")
    assert read_register("a", file).records["year"].to_pylist() == [1990]
    (problem,) = _problems(file, name="name", place="note")
    assert (problem.row, problem.column) == (1, "note")
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["name", "name"])
    with pytest.raises(InputError, match=r"one name|this name"):
        register_from_frame("a", twice)


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _write(tmp_path / "a.csv", GOOD)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (problem,) = _problems(file)
    assert problem.what == "permission denied"


def test_two_columns_that_may_be_one_field_are_for_a_person_to_choose(tmp_path: Path) -> None:
    file = _write(tmp_path / "a.csv", "name,date of birth,dob\nAmina Example,1990,1991\n")
    (problem,) = _problems(file)
    assert "date of birth and dob" in problem.what
    assert (
        read_register("a", file, {"name": "name", "birth": "dob"}).records["year"][0].as_py()
        == 1991
    )
