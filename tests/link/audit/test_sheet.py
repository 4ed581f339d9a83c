from __future__ import annotations

import csv
import os
import stat
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.link.audit.toy import drawn_by_hand
from undercount.errors import InputError, MissingFileError
from undercount.link.audit.candidates import candidates
from undercount.link.audit.folder import begin_audit, read_audit
from undercount.link.audit.kept import Kept, read_kept, write_kept
from undercount.link.audit.read import read_sheet
from undercount.link.audit.sheet import write_sheet
from undercount.link.draws import PartitionDraws
from undercount.link.pairs import Pairs
from undercount.registers import register_from_frame
from undercount.testing.clerks import clerk_answers, fill_sheet

# Six records of two lists; ids as registers write them, one of them a formula to a spreadsheet.
RECORD = ("007", "=2+3", "c-1", "007", "12345678901", "x")
FIELDS = {"name": ["Amina Example", "Ali Specimen", "", "Amena Exampel", "A, B", 'say "so"']}
PERSONS = [0, 1, 2, 0, 1, 0]


@pytest.fixture
def kept() -> Kept:
    sample = drawn_by_hand([0, 0, 0, 1, 1, 1], [0] * 6, (3,), (1.0,))
    return Kept(sample, RECORD, {0: (3, 4), 1: (4,), 2: ()}, (1,))


@pytest.fixture
def sheet(tmp_path: Path, kept: Kept) -> Path:
    path = tmp_path / "audit.csv"
    write_sheet(path, kept, FIELDS)
    return path


@pytest.fixture
def typed(sheet: Path, kept: Kept) -> Callable[..., list[tuple[int | None, str | None, str]]]:
    """Types into the sheet, and gives what is said of it."""

    def problems(**answers: str) -> list[tuple[int | None, str | None, str]]:
        rows = lines(sheet)
        for place, text in answers.items():
            column, line = place.split("_")
            rows[int(line) - 1][rows[0].index(column)] = text
        write(sheet, rows)
        try:
            read_sheet(sheet, kept)
        except InputError as error:
            found = error.problems
            return [(each.row, each.column, each.what) for each in found if each.file == str(sheet)]
        return []

    return problems


def lines(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig", by: str = ",") -> None:
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        csv.writer(file, delimiter=by).writerows(rows)


TRUTH = {("ab"[i > 2], own): PERSONS[i] for i, own in enumerate(RECORD)}


def test_the_sheet_is_for_spreadsheets_and_its_owner(sheet: Path) -> None:
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(os.stat(sheet).st_mode) == 0o600
    rows = lines(sheet)
    assert rows[0] == ["row", "list", "record", "name", "same", "also", "reader", "note"]
    assert [row[0] for row in rows[1:]] == ["A1", "A1.1", "A1.2", "A2", "A2.1", "A3"]
    assert rows[4][2] == "'=2+3"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filled_sheet_comes_back_whole(tmp_path: Path, kept: Kept, kind: str) -> None:
    path = tmp_path / f"audit.{kind}"
    write_sheet(path, kept, FIELDS)
    assert fill_sheet(path, TRUTH, reader="Zaïnab") == 3
    made = read_sheet(path, kept)
    assert made.same == {0: {3, 5}, 1: {4}, 2: frozenset()}
    assert set(made.reader.values()) == {"Zaïnab"}


def test_a_sheet_that_nobody_touched_has_no_answers(sheet: Path, kept: Kept) -> None:
    made = read_sheet(sheet, kept)
    assert made.same == {}
    assert made.n_blocks == 3


@pytest.mark.parametrize(
    ("encoding", "by"),
    [("utf-8", ";"), ("utf-8-sig", "\t"), ("cp1252", ";"), ("utf-16", "\t")],
)
def test_what_spreadsheets_make_of_the_file_is_read(
    sheet: Path, kept: Kept, encoding: str, by: str
) -> None:
    fill_sheet(sheet, TRUTH)
    rows = lines(sheet)
    # Ids as a spreadsheet leaves them; the records sorted by name; blank lines.
    rows[1][2], rows[3][2] = "7", "1.23E+10"
    rows = [rows[0], *sorted(rows[1:], key=lambda row: row[3]), [""] * len(rows[0])]
    write(sheet, rows, encoding, by)
    assert read_sheet(sheet, kept).same == {0: {3, 5}, 1: {4}, 2: frozenset()}


@pytest.mark.parametrize("word", ["yes", "YES", "y", "Oui", "sí", "1", "true"])
def test_yes_has_many_words(
    typed: Callable[..., object], sheet: Path, kept: Kept, word: str
) -> None:
    assert typed(reader_5="B", same_6=word) == []
    assert read_sheet(sheet, kept).same == {1: {4}}


def test_all_problems_are_told_at_once(typed: Callable[..., object]) -> None:
    assert typed(
        reader_2="B", same_2="no", same_3="perhaps", also_2="b:x; c:1; a:9; nothing", same_6="yes"
    ) == [
        (2, "same", "the record A1 itself is said to be another person"),
        (2, "also", "'c:1' is no record: lists are a, b"),
        (2, "also", "the list a has no record '9'"),
        (2, "also", "'nothing' is no record: lists are a, b"),
        (3, "same", "'perhaps' is not yes or no"),
        (4, "same", "no answer"),
        (5, "reader", "answers without a reader"),
    ]


def test_a_record_named_and_denied_is_a_contradiction(typed: Callable[..., object]) -> None:
    assert typed(reader_2="B", same_3="no", same_4="no", also_2="b:007") == [
        (2, "also", "b:007 is named here, and not the same on line 3")
    ]
    assert typed(same_3="yes") == []


def test_other_records_in_a_candidates_row_are_not_lost(typed: Callable[..., object]) -> None:
    assert typed(reader_5="B", same_6="no", also_6="b:x") == [
        (6, "also", "other records are named in the row of a candidate")
    ]


def test_a_block_with_rows_missing_is_incomplete(sheet: Path, kept: Kept) -> None:
    fill_sheet(sheet, TRUTH)
    rows = lines(sheet)
    write(sheet, [*rows[:2], *rows[3:]])
    with pytest.raises(InputError, match=r"line 2, column 'row': rows A1.1 of the record A1"):
        read_sheet(sheet, kept)
    write(sheet, [*rows[:4], *rows[5:]])
    with pytest.raises(InputError, match="answers without a reader"):
        read_sheet(sheet, kept)


def test_rows_of_another_sheet_are_refused(sheet: Path, kept: Kept) -> None:
    rows = lines(sheet)
    rows[1][2] = "8"
    rows[2][0] = "A9.1"
    rows.append(rows[4])
    write(sheet, rows)
    with pytest.raises(InputError) as caught:
        read_sheet(sheet, kept)
    assert [(p.row, p.column, p.what) for p in caught.value.problems] == [
        (2, "record", "'8' stands where '007' was written"),
        (3, "row", "'A9.1' is no row of this sheet"),
        (8, "row", "row A2 stands on line 5 already"),
    ]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "the sheet is empty"),
        (b"\n\n", "the sheet is empty"),
        (b"row,list,record\nA1,a,007\n", "has no column 'same'"),
        (b"\x00\x00\x00", "the sheet is empty"),
        (b"PK\x03\x04 not a table", "has no column 'row'"),
        (b'row,list,record,same,also,reader,note\n"' + b"x" * 2_000_000, "cannot be read as CSV"),
    ],
)
def test_files_that_are_no_sheet(sheet: Path, kept: Kept, raw: bytes, what: str) -> None:
    sheet.write_bytes(raw)
    with pytest.raises(InputError, match=what):
        read_sheet(sheet, kept)


def test_a_workbook_that_is_none(tmp_path: Path, kept: Kept) -> None:
    path = tmp_path / "audit.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        read_sheet(path, kept)
    with pytest.raises(MissingFileError, match="no such file"):
        read_sheet(tmp_path / "gone.csv", kept)


def test_an_audit_is_kept_as_it_was_drawn(tmp_path: Path, kept: Kept) -> None:
    write_kept(tmp_path, kept)
    again = read_kept(tmp_path)
    assert (again.record, again.blocks, again.second) == (kept.record, kept.blocks, kept.second)
    assert (again.sample.records == kept.sample.records).all()
    assert stat.S_IMODE(os.stat(tmp_path / "audit-sample.parquet").st_mode) == 0o600
    (tmp_path / "audit-sample.parquet").write_bytes(b"nothing")
    with pytest.raises(InputError, match="this holds no audit"):
        read_kept(tmp_path)


# The folder


def linkage(n: int = 40) -> tuple[PartitionDraws, Pairs, tuple[str, ...]]:
    """Two lists of n records, record i of each of one person; half the pairs were found."""
    of_list = np.repeat(np.array([0, 1], np.int16), n)
    left = np.arange(0, n, 2, dtype=np.int32)
    pairs = Pairs(
        ("a", "b"), of_list, left, left + n, np.full(len(left), 9.0), np.full(len(left), 0.9)
    )
    label = np.arange(2 * n, dtype=np.int32)
    label[left + n] = left
    draws = np.array([np.unique(label, return_inverse=True)[1]] * 4, np.int32)
    return (
        PartitionDraws(("a", "b"), of_list, draws, 1.0),
        pairs,
        tuple(f"r{i}" for i in range(2 * n)),
    )


def begin(folder: Path, n: int = 20, **more: object) -> Path:
    draws, pairs, record = linkage()
    fields = {"name": [f"Person {i % 40}" for i in range(80)]}
    return begin_audit(folder, draws, pairs, record, fields, n=n, **more)  # type: ignore[arg-type]  # fields by name


PEOPLE = {("ab"[i >= 40], f"r{i}"): i % 40 for i in range(80)}


def test_nothing_begun_is_no_audit(tmp_path: Path) -> None:
    assert read_audit(tmp_path) is None
    (tmp_path / "audit.csv").write_text("row")
    with pytest.raises(InputError, match=r"audit-sample.parquet is gone"):
        read_audit(tmp_path)


def test_an_audit_is_begun_filled_and_read(tmp_path: Path) -> None:
    path = begin(tmp_path)
    made = read_audit(tmp_path)
    assert made is not None
    assert made.counts() is None
    fill_sheet(path, PEOPLE, reader="A")
    fill_sheet(tmp_path / "audit-second.csv", PEOPLE, reader="B")
    made = read_audit(tmp_path)
    assert made is not None
    counts = made.counts()
    assert counts is not None
    assert (counts.n_audited, counts.n_read_twice, counts.overlooked) == (20, 4, 0.0)
    assert counts.point.tolist() == pytest.approx([0, 0, 0, 40])


def test_the_second_sheet_shows_no_answers_of_the_first(tmp_path: Path) -> None:
    path = begin(tmp_path)
    fill_sheet(path, PEOPLE, reader="A")
    begin(tmp_path, 30)
    second = lines(tmp_path / "audit-second.csv")
    assert not any(cell for row in second[1:] for cell in row[-4:])
    assert {row[0].split(".")[0] for row in second[1:]} < {row[0] for row in lines(path)[1:]}


def test_growing_an_audit_loses_nothing_that_was_typed(tmp_path: Path) -> None:
    path = begin(tmp_path)
    fill_sheet(path, PEOPLE, reader="A", share=0.5)
    rows = lines(path)
    rows[1][-1], rows[-1][-1] = "the first remark", "unfinished, reader not written"
    write(path, rows)
    before = {row[0]: row for row in lines(path)}
    begin(tmp_path, 35)
    after = {row[0]: row for row in lines(path)}
    assert all(after[key] == row for key, row in before.items())
    assert len([key for key in after if "." not in key]) == 1 + 35
    made = read_audit(tmp_path)
    assert made is not None
    assert len(made.first.same) == 10


def test_an_audit_of_other_registers_is_not_overwritten(tmp_path: Path) -> None:
    begin(tmp_path)
    draws, pairs, record = linkage()
    with pytest.raises(InputError, match="the registers have changed"):
        begin_audit(tmp_path, draws, pairs, ("new", *record[1:]), {"name": [""] * 80})
    begin(tmp_path / "other", kind="xlsx")
    (tmp_path / "other" / "audit.csv").write_text("row")
    with pytest.raises(InputError, match="two sheets"):
        read_audit(tmp_path / "other")
    with pytest.raises(InputError, match="no sheet of kind"):
        begin(tmp_path / "third", kind="pdf")


def test_a_reader_is_not_the_second_of_oneself(tmp_path: Path) -> None:
    path = begin(tmp_path)
    fill_sheet(path, PEOPLE, reader="Ana")
    fill_sheet(tmp_path / "audit-second.csv", PEOPLE, reader="ana ")
    with pytest.raises(InputError, match="is the first reader of") as caught:
        read_audit(tmp_path)
    assert len(caught.value.problems) == 4


# Candidates


def test_candidates_are_pairs_and_then_names_of_the_same_age() -> None:
    frames = {
        "a": {
            "name": ["Amina Rahimi", "Omar Nasr", "Amina Rahimi"],
            "birth": ["1998", "1990", "1950"],
        },
        "b": {"name": ["Aminah Rahimi", "Amina Rahimi", "Li Wei"], "birth": ["1999", "", "1998"]},
    }
    registers = [register_from_frame(name, pa.table(frame)) for name, frame in frames.items()]
    of_list = np.array([0, 0, 0, 1, 1, 1], np.int16)
    pairs = Pairs(
        ("a", "b"), of_list, np.array([0, 0], np.int32), np.array([1, 5], np.int32),
        np.array([-9.0, 2.0]), np.array([0.001, 0.6]),
    )  # fmt: skip
    assert candidates([0, 1], pairs) == {0: (1, 5), 1: (0,)}
    assert candidates([0], pairs, best=1) == {0: (5,)}
    # 3 and 4 were never compared; 2 is fifty years older.
    assert candidates([0], pairs, registers, wider=2) == {0: (1, 3, 4, 5)}
    assert 2 not in candidates([0], pairs, registers, wider=9)[0]


def test_a_simulated_clerk_overlooks_what_is_said() -> None:
    persons = np.repeat(np.arange(500), 3)
    answers = clerk_answers(range(1500), persons, overlook=0.1, seed=1)
    assert np.mean([len(found) - 1 for found in answers.values()]) == pytest.approx(1.8, abs=0.05)
    with pytest.raises(InputError, match="cannot overlook"):
        clerk_answers([0], [1], overlook=2)
