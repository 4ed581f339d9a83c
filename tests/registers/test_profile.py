from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.registers import Profile, register_from_frame
from undercount.registers.measure import whipple
from undercount.registers.merge import Merge

# Invented people.
FRAME = {
    "id": ["1", "1", "2", "3", "4", None, "5"],
    "given": ["Amina", "Amina", "Yusuf", "Yusuf", "محمد", "n.d.", "Sara"],
    "family": ["NC", "Example", "Specimen", "Specimen", None, "?", "Model"],
    "birth": ["1998", "1997", "01/01/1990", "01/01/1990", "1375", "", "25/12/1991"],
    "sex": ["F", "F", "H", "H", "x", "-", "U"],
    "nat": ["Afghane", "", "Kurde", "Kurde", "AFG", "NC", "Congolaise"],
}


def _profile(**frame: Any) -> Profile:
    return register_from_frame("clinic", pa.table(frame or FRAME)).profile


@pytest.mark.parametrize(
    ("ages", "index"),
    # By its definition: 100 where ages are even, 500 where all end in 0 or 5, 0 where none does.
    [
        (list(range(23, 63)) * 2, 100.0),
        ([25, 30, 35, 40, 45, 50, 55, 60] * 10, 500.0),
        ([31, 32, 33, 34] * 20, 0.0),
        ([20, 70, -1] * 100, None),
        ([30] * 49, None),
    ],
)
def test_whipples_index_by_its_definition(ages: list[int], index: float | None) -> None:
    assert whipple(np.array(ages, dtype=np.int16)) == index


def test_ages_heap_as_they_are_told_or_as_births_make_them() -> None:
    ages = [str(age) for age in range(23, 63)] * 2
    name = [f"Person {chr(97 + i % 26)}" for i in range(len(ages))]
    seen = ["2016-08-31"] * len(ages)
    assert _profile(name=name, age=ages, seen=seen).whipple == 100
    births = [f"{2016 - int(age)}-03-05" for age in ages]
    assert _profile(name=name, birth=births, seen=seen).whipple == 100
    # Born after the day of the year on which they were seen, all are a year younger.
    later = [f"{2015 - int(age)}-10-05" for age in ages]
    assert _profile(name=name, birth=later, seen=seen).whipple == 100
    assert _profile(name=name, birth=births).whipple is None


def test_a_list_in_numbers() -> None:
    made = _profile()
    assert (made.rows, made.records, made.merged) == (7, 6, 1)
    assert made.missing == {
        "id": 1, "given": 1, "family": 2, "birth": 1, "sex": 3, "nationality": 4
    }  # fmt: skip
    assert made.disagree == {"name": 0, "sex": 0, "birth year": 1}
    assert made.duplicates == 1
    assert (made.without_name, made.one_name) == (1, 1)
    assert made.scripts == {"Latin": 4, "Arabic": 1}
    assert made.precisions == {"day": 3, "year": 2}
    assert made.formats == {"year": 3, "nn/nn/yyyy": 3}
    assert made.doubts == {"first-of-january": 2, "non-gregorian": 1}
    assert made.unknown == {"sex": {"U": 1}, "nationality": {"Kurde": 2, "Congolaise": 1}}
    codes = {caution.code for caution in made.cautions}
    assert codes == {"other-calendars", "no-name", "ids-disagree", "unknown-values"}


def test_the_first_known_value_of_each_field_makes_the_record() -> None:
    records = register_from_frame("clinic", pa.table(FRAME)).records.to_pylist()
    first = records[0]
    assert (first["record"], first["name"]) == ("1", "Amina Example")
    assert (first["year"], first["nationality"]) == (1998, "AFG")
    # A row without an id is a record of its own, named by its line.
    assert [record["record"] for record in records] == ["1", "2", "3", "4", "line 7", "5"]
    assert records[3]["year_low"] == 1996
    nobody = records[4]
    assert (nobody["name"], nobody["tokens"], nobody["year_low"]) == (None, [], None)


@settings(deadline=None)
@given(st.lists(st.integers(-1, 5), max_size=30), st.data())
def test_merging_keeps_the_first_row_and_loses_none(codes: list[int], data: Any) -> None:
    merge = Merge.by_id(np.array(codes, dtype=np.int32))
    known = data.draw(st.lists(st.booleans(), min_size=len(codes), max_size=len(codes)))
    expected: dict[object, list[int]] = {}
    for row, code in enumerate(codes):
        expected.setdefault(code if code >= 0 else ("own", row), []).append(row)
    assert merge.n_records == len(expected)
    assert merge.n_merged == len(codes) - len(expected)
    first = [next((row for row in rows if known[row]), -1) for rows in expected.values()]
    assert merge.first(np.array(known, dtype=np.bool_)).tolist() == first


def test_records_that_disagree_are_counted() -> None:
    names = _profile(id=["1", "1"], given=["Amina", "Aminata"], family=["Example", "NC"])
    assert names.disagree["name"] == 1
    merge = Merge.by_id(np.array([0, 0, 1, 1, 2, 2, 2], dtype=np.int32))
    assert merge.differing(np.array([4, 5, 4, 4, -1, 3, -1])).tolist() == [True, False, False]


def test_a_profile_is_a_table_of_80_columns_and_names_nobody() -> None:
    made = _profile()
    text = made.summary()
    assert max(map(len, text.splitlines())) <= 80
    for words in ("6 records", "7 rows", "likely duplicates", '"Kurde" (2)', "1 January", "Latin"):
        assert words in text
    assert not any(word in text for word in ("Amina", "Example", "Specimen", "1990", "1998"))


def test_a_profile_becomes_json() -> None:
    made = json.loads(json.dumps(_profile().to_dict()))
    assert made["unknown"]["nationality"] == {"Kurde": 2, "Congolaise": 1}
    assert {"code", "text"} == set(made["cautions"][0])
    assert set(made) == set(Profile.__dataclass_fields__)


def test_people_of_one_name_are_no_duplicates() -> None:
    made = _profile(name=["Amina", "Amina"], birth=["1990", "1990"], sex=["F", "F"])
    assert (made.duplicates, made.one_name) == (0, 2)
    made = _profile(name=["Amina Example", "Example Amina"], birth=["1990", "1990-05-05"])
    assert made.duplicates == 1


def test_unknown_values_that_would_act_unseen_are_written_out() -> None:
    text = _profile(name=["Amina"] * 2, sex=["F", "\u202eU\x1b[2J"]).summary()
    assert "\u202e" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("people", [64, 20, 3])
@pytest.mark.parametrize("field", ["nationality", "sex"])
def test_a_column_that_holds_something_else_is_not_repeated(field: str, people: int) -> None:
    names = [f"Person{a}{b}" for a in "abcdefgh" for b in "abcdefgh"][:people]
    made = _profile(name=names, **{field: names})
    (caution,) = [c for c in made.cautions if c.code == "unknown-values"]
    assert "right column" in caution.text
    assert "Person" not in made.summary() + caution.text


def test_slips_in_a_column_that_is_mostly_understood_are_told() -> None:
    slips = ["Afgahn", "Sudnais", "Eritrenne"]
    made = _profile(name=["Amina"] * 10, nationality=["AFG"] * 7 + slips)
    (caution,) = [c for c in made.cautions if c.code == "unknown-values"]
    assert all(f'"{slip}" (1)' in caution.text for slip in slips)
