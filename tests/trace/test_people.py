"""Cases and requests as offices write them, in the standard form. All names are invented."""

import numpy as np
import pyarrow as pa
import pytest

from undercount.errors import InputError
from undercount.trace.fields import FIELDS, RELATIONS, relation_of
from undercount.trace.people import PEOPLE, People, people_of

TABLE = pa.table(
    {
        "case_no": ["c1", "c2"],
        "nm": ["Yonas Tesfay", None],
        "papa": ["Tesfay", "Haile"],
        "born": ["2003", "2001-03-12"],
        "age": ["13", ""],
        "kin": ["Saba; Meron (sister)", ""],
        "who": ["Saba Tesfay (aunt); Ali", "Ato Haile"],
        "rel": ["tante; oncle maternel", "père"],
        "last": ["March 2015", "2015-02-03"],
        "mum": ["Letay", "?"],
        "off": ["yes", "?"],
        "their age": ["35", ""],
    }
)
COLUMNS = {
    "id": "case_no", "name": "nm", "father": "papa", "birth": "born", "age": "age",
    "seen": "2016-09-01", "siblings": "kin", "relative": "who", "relation": "rel",
    "last_day": "last", "mother": "mum", "disputed": "off", "relative_age": "their age",
}  # fmt: skip


def test_every_field_is_understood() -> None:
    first, second = people_of("case", TABLE, COLUMNS).table.to_pylist()
    assert first["tokens"] == ["yonas", "tesfay"]
    assert first["father_name"] == ["tesfay"]
    assert (first["year"], first["year_low"]) == (2003, 2003)
    assert first["siblings"] == [["saba"], ["meron"]]
    assert first["relatives"] == [
        {"tokens": ["saba", "tesfay"], "relation": "aunt"},
        {"tokens": ["ali"], "relation": "uncle"},
    ]
    # Days since 1970 of 1 and 31 March 2015.
    assert (first["last_low"], first["last_high"]) == (16495, 16525)
    assert (first["relative_low"], first["relative_high"]) == (1980, 1981)
    assert first["disputed"] is True
    assert second["relatives"] == [{"tokens": ["haile"], "relation": "father"}]
    assert second["last_low"] == second["last_high"] == 16469
    assert second["mother"] is None
    assert second["disputed"] is None


def test_a_father_alone_is_not_the_child() -> None:
    second = people_of("case", TABLE, COLUMNS).table.to_pylist()[1]
    assert second["tokens"] == []
    assert second["father_name"] == ["haile"]


def test_a_father_beside_a_given_name_is_its_part() -> None:
    table = pa.table({"id": ["1"], "given": ["ዮናስ"], "father": ["Tesfay"]})
    (row,) = people_of("request", table).table.to_pylist()
    assert row["tokens"] == ["yonas", "tesfay"]


def test_all_problems_at_once() -> None:
    with pytest.raises(InputError) as error:
        people_of("case", TABLE, {"id": "nope", "colour": "nm", "mother": "maman"})
    told = str(error.value)
    assert "nope" in told
    assert '"colour"' in told
    assert "maman" in told


def test_numbers_are_needed_and_differ() -> None:
    table = pa.table({"id": ["1", "1", None], "name": ["Saba", "Ali", "Omar"]})
    with pytest.raises(InputError) as error:
        people_of("case", table)
    assert [problem.row for problem in error.value.problems] == [4, 2, 3]
    with pytest.raises(InputError, match="own number"):
        people_of("case", table.select(["name"]))


def test_facts_change_with_what_is_compared_only() -> None:
    base = {"id": ["1"], "name": ["Saba"], "mother": ["Letay"], "consent": ["yes"]}

    def facts(**changed: str) -> str:
        table = pa.table(base | {field: [value] for field, value in changed.items()})
        return str(people_of("case", table).facts[0])

    assert facts() == facts(id="2") == facts(consent="no") == facts(mother=" Letay ")
    assert len({facts(), facts(mother="Almaz"), facts(place="Asmara")}) == 3


def test_one_field_does_not_run_into_the_next() -> None:
    one = people_of("case", pa.table({"id": ["1"], "name": ["Saba"], "mother": ["Ali"]}))
    other = people_of("case", pa.table({"id": ["1"], "name": ["Saba"], "siblings": ["Ali"]}))
    assert one.facts[0] != other.facts[0]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Father", "father"), ("le père", "father"), ("sœur", "sister"),
        ("Grand-père", "grandfather"), ("mother's brother", "uncle"),
        ("Uncle (father's side)", "uncle"), ("frère / soeur", "sibling"),
        ("grande soeur", "sister"), ("elder brother", "brother"), ("beau-père", None),
        ("stepfather", None), ("father and uncle", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_relations(text: str | None, relation: str | None) -> None:
    assert relation_of(text) == relation


def test_every_relation_is_its_own_word() -> None:
    assert [relation_of(name) for name in RELATIONS] == list(RELATIONS)
    assert len(set(FIELDS)) == len(FIELDS)


def test_people_show_no_name() -> None:
    people = people_of("case", TABLE, COLUMNS)
    assert repr(people) == "People(case, 2)"
    assert people.take(np.array([1])).ids == ["c2"]


def test_no_other_kind_or_form() -> None:
    with pytest.raises(ValueError, match="neither"):
        People("child", PEOPLE.empty_table())
    with pytest.raises(ValueError, match="standard form"):
        People("case", pa.table({"id": ["1"]}))
