from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas
import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.errors import InputError, MissingFileError
from undercount.histories import CaptureHistories, CountData, read_table

COUNTED = "A,B,count\n1,0,40\n0,1,30\n1,1,6\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lists.csv"


def problems(file: Path, text: str | bytes) -> list[tuple[int | None, str | None, str]]:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        CaptureHistories.read_csv(file)
    assert all(problem.file == str(file) for problem in caught.value.problems)
    return [(problem.row, problem.column, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    "text",
    [
        COUNTED,
        COUNTED.replace(",", ";"),
        COUNTED.replace(",", "\t"),
        COUNTED.replace("\n", "\r\n"),
        "\ufeff" + COUNTED,
        '"A","B","count"\n"1","0","40"\n0,1,30\n\n1,1,6\n\n',
        "count,A,B\n40,1,0\n30,0,1\n6,1,1\n",
        "A,B,Count\n1.0,0.0,40.0\n0,1,30\n1,1,6\n",
        "A,B,count\n1,0,30\n0,1,30\n1,1,6\n1,0,10\n",
        "A,B,count\n0,0,0\n1,0,40\n0,1,30\n1,1,6\n",
        "A,B\n" + "1,0\n" * 40 + "0,1\n" * 30 + "1,1\n" * 6,
    ],
)
def test_one_table_in_many_spellings(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    data = read_table(file)
    assert isinstance(data, CaptureHistories)
    assert data.lists == ("A", "B")
    assert data.counts.tolist() == [0, 40, 30, 6]


def test_frames_give_the_same_as_files(file: Path) -> None:
    columns = {"A": [1, 0, 1], "B": [0, 1, 1], "count": [40, 30, 6]}
    for frame in (pandas.DataFrame(columns), polars.DataFrame(columns)):
        assert CaptureHistories.from_frame(frame).counts.tolist() == [0, 40, 30, 6]
    people = polars.DataFrame({"A": [True, True], "B": [False, True]})
    assert CaptureHistories.from_frame(people).counts.tolist() == [0, 1, 0, 1]
    with pytest.raises(InputError, match="dict is not a frame"):
        CaptureHistories.from_frame({"A": [1]})


def test_a_file_that_is_not_there(file: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        read_table(file)
    with pytest.raises(InputError, match="folder"):
        read_table(file.parent)


@pytest.mark.parametrize(
    ("text", "row", "column", "what"),
    [
        (b"", None, None, "the file is empty"),
        (b" \n\n", None, None, "the file is empty"),
        ("A,B,count\n", None, None, "no rows under the header"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", None, None, "binary file"),
        (COUNTED.encode("utf-16"), None, None, "binary file"),
        (COUNTED.encode() + b"1,0,\xe9\n", 5, None, "not UTF-8"),
        ("A,B,count\n1,0,4,4\n", 2, None, "4 fields where the header has 3"),
        ("A,A,count\n1,0,4\n", 1, "a", "two columns have this name"),
        (",A,B\n1,1,0\n", 1, None, "column 1 has no name"),
        ("A,B,count\n1,0,abc\n", 2, "count", "'abc' is not a whole number"),
        ("A,B,count\n1,0,-4\n", 2, "count", "-4 is negative"),
        ("A,B,count\n1,0,4.5\n", 2, "count", "4.5 is a fraction"),
        ("A,B,count\n1,0,\n", 2, "count", "the field is empty"),
        ('A,B,count\n1,0,"1,645"\n', 2, "count", "'1,645' is not a whole number"),
        ("A,B,count\n1,0,1e30\n", 2, "count", "too large"),
        ("A,B,count\n1,0,nan\n", 2, "count", "not a whole number"),
        ("A,B,count\n1,0,4\n2,0,4\n1,1,3\n", 3, "A", "2 is not 0 or 1"),
        ("A,B,count\n1,0,4\n,0,4\n1,1,3\n", 3, "A", "the field is empty"),
        ("A,B,count\n1,0,4\n0,0,7\n", 3, None, "people on no list"),
        ("count\n4\n", None, None, "no list column"),
        ("A,B,n\n1,0,40\n0,1,30\n", None, "n", "not 0 or 1"),
        (",".join(f"L{i}" for i in range(17)) + "\n" + ",".join("1" * 17) + "\n", None, None, "17"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    file: Path, text: str | bytes, row: int | None, column: str | None, what: str
) -> None:
    found = problems(file, text)
    assert [(r, c) for r, c, _ in found] == [(row, column)]
    assert what in found[0][2]


def test_every_problem_is_reported_at_once(file: Path) -> None:
    found = problems(file, "A,B,count\n1,0,x\n1,1,5\n0,7,-1\n0,1,2\n1,0,x\n")
    assert [(row, column) for row, column, _ in found] == [
        (2, "count"), (4, "B"), (4, "count"), (6, "count"),
    ]  # fmt: skip


def test_a_message_reads_well(file: Path) -> None:
    file.write_text("A,B,count\n1,0,3\n0,1,3\n1,1,3\n1,1,abc\n")
    with pytest.raises(InputError) as caught:
        read_table(file)
    assert f"{file}, line 5, column 'count': 'abc' is not a whole number. Write how" in str(
        caught.value
    )


def test_a_column_of_names_is_refused_and_not_repeated(file: Path) -> None:
    text = "person,A,B\nAmina Example,1,0\nBakri Example,0,1\n"
    found = problems(file, text)
    assert [column for _, column, _ in found] == ["person"]
    with pytest.raises(InputError) as caught:
        read_table(file)
    assert "Amina" not in str(caught.value)
    assert "names or describes a person" in str(caught.value)


def test_a_long_wrong_column_does_not_bury_the_rest(file: Path) -> None:
    found = problems(file, "A,B,count\n1,5,3\n0,1,3\n1,1,3\n" + "1,0,x\n" * 500)
    assert "B" in [column for _, column, _ in found]
    assert len(found) < 30
    assert any("480 more" in what for _, _, what in found)


def test_the_table_cannot_be_changed() -> None:
    given_counts = np.array([0, 40, 30, 6])
    data = CaptureHistories(("A", "B"), given_counts)
    given_counts[1] = 0
    assert data.counts[1] == 40
    with pytest.raises(ValueError, match="read-only"):
        data.counts[1] = 0


@pytest.mark.parametrize(
    ("lists", "counts"),
    [
        ((), [0]),
        (("A", "A"), [0, 1, 1, 1]),
        (("A", "B"), [0, 1, 1]),
        (("A", "B"), [1, 1, 1, 1]),
        (("A", "B"), [0, 1, -1, 1]),
    ],
)
def test_a_table_that_makes_no_sense(lists: tuple[str, ...], counts: list[int]) -> None:
    with pytest.raises(InputError):
        CaptureHistories(lists, np.array(counts))


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ([0, 0, 0, 0, 0, 0, 0, 0], {"no-people"}),
        ([0, 9, 9, 9, 9, 9, 9, 9], set()),
        ([0, 9, 9, 9, 0, 0, 0, 0], {"empty-list", "fewer-than-three-lists", "sparse-cells"}),
        ([0, 9, 9, 0, 9, 0, 0, 0], {"empty-overlap"}),
        ([0, 9, 9, 0, 9, 9, 9, 0], {"disjoint-lists"}),
        ([0, 0, 9, 9, 9, 0, 9, 9], {"nested-list"}),
        ([0, 9, 9, 1, 9, 1, 1, 9], {"sparse-cells"}),
    ],
)
def test_cautions_by_name(counts: list[int], codes: set[str]) -> None:
    found = CaptureHistories(("A", "B", "C"), np.array(counts)).check()
    assert {caution.code for caution in found} == codes


def test_cautions_name_the_lists() -> None:
    found = CaptureHistories(("clinic", "police", "census"), np.array([0, 0, 9, 9, 9, 0, 9, 9]))
    assert [caution.text for caution in found.check()] == ["Everybody on clinic is also on police."]


@given(st.lists(st.integers(1, 7), min_size=1, max_size=40))
def test_people_and_patterns_agree(cells: list[int]) -> None:
    rows = [[cell >> bit & 1 for bit in range(3)] for cell in cells]
    people = CaptureHistories.from_frame(
        polars.DataFrame(rows, schema=["A", "B", "C"], orient="row")
    )
    assert people.counts.tolist() == np.bincount(cells, minlength=8).tolist()
    assert people.n_observed == len(cells) == people.frequencies.sum()
    assert people.sizes.tolist() == np.array(rows).sum(axis=0).tolist()


def test_a_register_is_told_by_its_columns(file: Path) -> None:
    file.write_text("capture,count\n1,5\n")
    assert isinstance(read_table(file), CountData)
