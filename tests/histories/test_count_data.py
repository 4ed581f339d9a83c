from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas
import pytest

from undercount.errors import InputError
from undercount.histories import CountData, read_table

TEXT = "capture,sex,count\n1,f,60\n2,f,8\n1,m,40\n1,f,1\n3,m,0\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.csv"


def test_equal_rows_are_added_and_empty_ones_left_out(file: Path) -> None:
    file.write_text(TEXT)
    data = CountData.read_csv(file)
    assert data.captures.tolist() == [1, 1, 2]
    assert data.counts.tolist() == [61, 40, 8]
    sex = data.covariates[0]
    assert [sex.levels[code] for code in sex.codes] == ["f", "m", "f"]
    assert (data.n_observed, data.met(1), data.met(2), data.met(3)) == (109, 101, 8, 0)


def test_frames_give_the_same_as_files(file: Path) -> None:
    file.write_text(TEXT)
    made = CountData.from_frame(pandas.read_csv(file))
    assert made.counts.tolist() == CountData.read_csv(file).counts.tolist()


@pytest.mark.parametrize(
    ("text", "row", "column", "what"),
    [
        ("capture,n\n1,5\n", 1, None, "no column 'count'"),
        ("capture,count\n0,5\n", 2, "capture", "0 is below 1"),
        ("capture,count\n1.5,5\n", 2, "capture", "1.5 is a fraction"),
        ("capture,count\n-1,5\n", 2, "capture", "-1 is negative"),
        ("capture,count\nonce,5\n", 2, "capture", "'once' is not a whole number"),
        ("capture,count\n1,five\n", 2, "count", "'five' is not a whole number"),
        ("capture,sex,count\n1,,5\n", 2, "sex", "the field is empty"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    file: Path, text: str, row: int, column: str | None, what: str
) -> None:
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        read_table(file)
    assert [(p.row, p.column) for p in caught.value.problems] == [(row, column)]
    assert what in caught.value.problems[0].what


def test_a_missing_column_is_named_when_a_register_is_asked_for(file: Path) -> None:
    file.write_text("A,B\n1,0\n")
    with pytest.raises(InputError) as caught:
        CountData.read_csv(file)
    assert [p.what for p in caught.value.problems] == [
        "there is no column 'count'",
        "there is no column 'capture'",
    ]


def test_a_column_of_identifiers_is_refused(file: Path) -> None:
    file.write_text("capture,id,count\n" + "".join(f"1,X{i},1\n" for i in range(30)))
    with pytest.raises(InputError, match="look like names or identifiers"):
        read_table(file)


def test_the_register_cannot_be_changed() -> None:
    data = CountData(np.array([1, 2]), np.array([5, 3]))
    with pytest.raises(ValueError, match="read-only"):
        data.counts[0] = 1
    with pytest.raises(InputError, match="same length"):
        CountData(np.array([1, 2]), np.array([5]))
    with pytest.raises(InputError, match="1 or more"):
        CountData(np.array([0]), np.array([5]))
