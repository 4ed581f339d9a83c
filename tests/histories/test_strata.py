from __future__ import annotations

from pathlib import Path

import numpy as np
import polars
import pytest

from undercount.errors import InputError
from undercount.histories import CaptureHistories

PEOPLE = """A,B,region,age,count
1,0,north,9,4
0,1,north,9,3
1,1,north,31,2
1,0,south,31,5
1,0,south,9,1
0,1,south,31,0
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "people.csv"
    made.write_text(PEOPLE)
    return made


def test_strata_add_up_to_the_table(file: Path) -> None:
    whole = CaptureHistories.read_csv(file, covariates=["region", "age"])
    assert whole.lists == ("A", "B")
    assert whole.counts.tolist() == [0, 10, 3, 2]
    strata = whole.by("region")
    assert [label for label, _ in strata] == ["north", "south"]
    assert [stratum.counts.tolist() for _, stratum in strata] == [[0, 4, 3, 2], [0, 6, 0, 0]]
    assert [label for label, _ in whole.by("age", "region")] == [
        "9, north", "9, south", "31, north", "31, south",
    ]  # fmt: skip
    described = strata[0][1].described
    assert described is not None
    assert [item.name for item in described.covariates] == ["age"]
    assert strata[0][1].by("age")[1][1].counts.tolist() == [0, 0, 0, 2]


def test_a_covariate_of_numbers_knows_them(file: Path) -> None:
    whole = CaptureHistories.read_csv(file, covariates=["region", "age"])
    assert whole.described is not None
    region, age = whole.described.covariates
    assert region.numbers is None
    assert age.numbers is not None
    assert sorted(set(age.numbers.tolist())) == [9.0, 31.0]


def test_people_one_a_row_give_the_same_as_counts(file: Path) -> None:
    rows = [line.split(",") for line in PEOPLE.splitlines()[1:]]
    people = [row[:4] for row in rows for _ in range(int(row[4]))]
    columns = ["A", "B", "region", "age"]
    frame = polars.DataFrame(
        {name: [row[i] for row in people] for i, name in enumerate(columns)}
    ).sample(fraction=1, shuffle=True, seed=3)
    made = CaptureHistories.from_frame(frame, covariates=["region", "age"])
    assert made.described is not None
    asked = CaptureHistories.read_csv(file, covariates=["region", "age"]).described
    assert asked is not None
    assert made.described.cells.tolist() == asked.cells.tolist()
    assert made.described.counts.tolist() == asked.counts.tolist()


def test_what_describes_must_be_named_and_group_people(file: Path) -> None:
    with pytest.raises(InputError, match="most fields of this column are not 0 or 1"):
        CaptureHistories.read_csv(file)
    with pytest.raises(InputError, match="no column 'sex'"):
        CaptureHistories.read_csv(file, covariates=["region", "age", "sex"])
    with pytest.raises(InputError, match="no covariates sex"):
        CaptureHistories.read_csv(file, covariates=["region", "age"]).by("sex")
    rows = "".join(f"1,0,Person{i}\n" for i in range(50))
    file.write_text("A,B,who\n" + rows)
    with pytest.raises(InputError, match="look like names or identifiers") as caught:
        CaptureHistories.read_csv(file, covariates=["who"])
    assert "Person7" not in str(caught.value)
    file.write_text("A,B,who\n" + rows.replace("Person", "100400"))
    with pytest.raises(InputError, match="look like names or identifiers"):
        CaptureHistories.read_csv(file, covariates=["who"])


def test_lists_that_exclude_each_other() -> None:
    lists, counts = ("A", "B", "C"), [0, 5, 4, 0, 6, 2, 1, 0]
    made = CaptureHistories(lists, np.array(counts), exclusive=(("B", "A"),))
    assert np.flatnonzero(~made.possible).tolist() == [0b011, 0b111]
    assert np.flatnonzero(~made.observed).tolist() == [0, 0b011, 0b111]
    assert made.n_observed == 18
    assert "disjoint-lists" not in [caution.code for caution in made.check()]
    plain = CaptureHistories(lists, np.array(counts))
    assert "disjoint-lists" in [caution.code for caution in plain.check()]


def test_a_list_with_non_members_counts_for_nothing_alone() -> None:
    made = CaptureHistories(("A", "B", "C"), np.array([0, 5, 4, 3, 6, 2, 1, 1]), (), ("A",))
    assert made.possible.all()
    assert np.flatnonzero(~made.observed).tolist() == [0, 0b001]
    assert made.n_observed == 17
    both = CaptureHistories(made.lists, made.counts, (), ("A", "B"))
    assert np.flatnonzero(~both.observed).tolist() == [0, 0b001, 0b010, 0b011]


def test_restrictions_that_cannot_be(file: Path) -> None:
    lists, counts = ("A", "B"), np.array([0, 5, 4, 3])
    with pytest.raises(InputError, match="3 people are on both A and B"):
        CaptureHistories(lists, counts, exclusive=(("A", "B"),))
    with pytest.raises(InputError, match="every list holds non-members"):
        CaptureHistories(lists, counts, non_members=("A", "B"))
    with pytest.raises(InputError, match="no pair of different lists"):
        CaptureHistories(lists, counts, exclusive=(("A", "A"),))
    with pytest.raises(InputError) as caught:
        CaptureHistories.read_csv(
            file, ["region", "age"], exclusive=[("A", "X")], non_members=["Y"]
        )
    assert [problem.what for problem in caught.value.problems] == [
        "there is no list 'X'",
        "there is no list 'Y'",
    ]
    assert caught.value.problems[0].file == str(file)


@pytest.mark.parametrize("name", ["count", "COUNT"])
def test_the_people_of_a_row_do_not_describe_it(tmp_path: Path, name: str) -> None:
    made = tmp_path / "people.csv"
    made.write_text(PEOPLE.replace("count", name))
    with pytest.raises(InputError, match="counts the people of a row, and describes none"):
        CaptureHistories.read_csv(made, covariates=["region", "age", name])
