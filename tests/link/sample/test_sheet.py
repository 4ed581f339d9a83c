from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.link.sample.claims import pairs_that_claim
from undercount.errors import InputError, MissingFileError
from undercount.link.sample import choose_pairs
from undercount.link.sample_sheet import read_sample, write_sample

PAIRS, _ = pairs_that_claim(1, 500)
RECORD = [f"{r:04}" for r in range(PAIRS.n_records)]
FIELDS = {"name": [f"نور {r}" for r in range(PAIRS.n_records)], "birth": ["1990"] * PAIRS.n_records}
SAMPLE = choose_pairs(PAIRS, 40, seed=2)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sample.csv"
    write_sample(path, PAIRS, SAMPLE, RECORD, FIELDS)
    return path


def _change(
    path: Path, change: dict[int, dict[str, str]], same: str = "yes"
) -> list[dict[str, str]]:
    """Answers all rows, then changes some; rows by number from 0."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["same"] = same
    for number, values in change.items():
        rows[number] |= values
    _save(path, rows)
    return rows


def _save(path: Path, rows: list[dict[str, str]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def test_two_records_stand_side_by_side_and_no_probability(sheet: Path) -> None:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 40
    assert sheet.stat().st_mode & 0o077 == 0  # names are in it
    assert list(rows[0]) == [
        "sample", "pair", "list_1", "record_1", "list_2", "record_2",
        "name_1", "name_2", "birth_1", "birth_2", "same", "reader",
    ]  # fmt: skip
    left = int(PAIRS.left[SAMPLE.pair[0]])
    assert rows[0]["name_1"] == f"نور {left}"
    assert rows[0]["record_1"] == RECORD[left]
    assert not any(row["same"] or row["reader"] for row in rows)


def test_answers_come_back_whatever_order_and_delimiter(sheet: Path) -> None:
    rows = _change(sheet, {0: {"same": " No "}, 1: {"same": "UNSURE", "reader": "second desk"}})
    _save(sheet, rows[::-1], delimiter=";")
    answers = read_sample(sheet, PAIRS, RECORD)
    assert answers.same[:3].tolist() == [0.0, 0.5, 1.0]
    assert answers.unsure == 1
    assert answers.readers == ("second desk",)
    assert (answers.sample.pair == SAMPLE.pair).all()


def test_all_problems_at_once(sheet: Path) -> None:
    rows = _change(
        sheet,
        {
            2: {"same": "perhaps"},
            3: {"same": ""},
            4: {"record_1": "7"},
            5: {"pair": "999"},
        },
    )
    _save(sheet, [*rows[:39], rows[0]])
    with pytest.raises(InputError) as error:
        read_sample(sheet, PAIRS, RECORD)
    told = {(p.row, p.column): p.what for p in error.value.problems}
    assert told[4, "same"] == "'perhaps' is not yes, no or unsure"
    assert told[5, "same"] == "no answer"
    assert told[6, "record_1"].startswith("'7' stands where")
    assert told[7, "pair"] == "'999' is no pair of this sample"
    assert told[41, "pair"] == "pair 1 stands here again"
    missing = {p.what for p in error.value.problems if p.row is None}
    assert missing == {"pair 6 is missing", "pair 40 is missing"}


def test_an_untouched_sheet_is_one_problem(sheet: Path) -> None:
    with pytest.raises(InputError) as error:
        read_sample(sheet, PAIRS, RECORD)
    assert len(error.value.problems) == 1
    assert "40 pairs have no answer" in str(error.value)


def test_the_sheet_of_another_linkage_is_refused(sheet: Path) -> None:
    _change(sheet, {})
    with pytest.raises(InputError, match="another linkage"):
        read_sample(sheet, replace(PAIRS, weight=PAIRS.weight + 1), RECORD)


def test_sheets_that_are_none(sheet: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_sample(tmp_path / "none.csv", PAIRS, RECORD)
    _change(sheet, {n: {"sample": "mine"} for n in range(40)})
    with pytest.raises(InputError, match="names no sample"):
        read_sample(sheet, PAIRS, RECORD)
    sheet.write_text("pair,same\n1,yes\n")
    with pytest.raises(InputError) as error:
        read_sample(sheet, PAIRS, RECORD)
    assert len(error.value.problems) == 6
    sheet.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        read_sample(sheet, PAIRS, RECORD)
    sheet.write_text("")
    with pytest.raises(InputError, match="no column"):
        read_sample(sheet, PAIRS, RECORD)
