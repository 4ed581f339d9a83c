from __future__ import annotations

from typing import Any

import pytest

from tests.link.lists import a_list
from undercount.encode import Key, Spec, encode
from undercount.encode.duplicates import mostly_same, without_duplicates
from undercount.encode.statement import statement_of
from undercount.registers import register_from_frame
from undercount.testing.worlds import simulate_world

AMINA: dict[str, Any] = {"name": "amina yusuf", "birth": (1987, 3, 14), "sex": "f"}


@pytest.mark.parametrize(
    ("other", "one"),
    [
        ({}, True),
        ({"name": "yousef aminah"}, True),
        ({"birth": 1987}, True),
        ({"birth": (1987, 3, 15)}, True),
        ({"birth": None, "year_low": 1986, "year_high": 1987}, True),
        ({"birth": (1987, 1, 1)}, True),
        ({"birth": (1987, 5, 20)}, False),
        ({"birth": 1988}, False),
        ({"birth": None}, False),
        ({"birth": None, "year_low": 1980, "year_high": 1990}, False),
        ({"sex": "m"}, False),
        ({"name": "amina yusuf nur"}, False),
        ({"name": "amina"}, False),
    ],
)
def test_who_is_taken_for_one_person(other: dict[str, Any], one: bool) -> None:
    rows: list[dict[str, Any]] = [AMINA, {"name": "saba nur", "birth": 1990}, {**AMINA, **other}]
    made, kept = without_duplicates(a_list("simulated", rows))
    assert len(made) == (2 if one else 3)
    assert kept.tolist() == ([0, 1] if one else [0, 1, 2])


def test_one_name_alone_is_nobody() -> None:
    rows = [{"name": "amina", "birth": 1987, "sex": "f"}] * 5
    assert len(without_duplicates(a_list("simulated", rows))[0]) == 5


def test_the_record_that_knows_most_is_kept() -> None:
    rows: list[dict[str, Any]] = [{**AMINA, "birth": 1987}, {**AMINA, "place": "halden"}, AMINA]
    made, kept = without_duplicates(a_list("simulated", rows))
    assert kept.tolist() == [1]
    assert made.records["place"].to_pylist() == ["halden"]


def test_lists_that_cannot_be_compared_with_themselves_are_rid_of_them_and_say_so() -> None:
    rows = [{"name": f"amina n{chr(97 + i)}r", "birth": 1950 + i} for i in range(20)]
    register = a_list("a", [*rows, rows[4], rows[9]])
    key = Key(bytes(range(32)))
    sided = encode(register, key, Spec(between=("a", "b")))
    assert (len(sided.encodings), sided.merged) == (20, 2)
    assert sorted(sided.order.tolist()) == list(range(20))
    assert "2 records with the name, sex and birth" in statement_of(sided, "a.parquet").text
    for made in (
        encode(register, key),
        encode(register, key, Spec(between=("a", "b")), merge=False),
    ):
        assert (len(made.encodings), made.merged) == (22, 0)


def test_in_a_simulated_world_most_of_those_merged_are_one_person() -> None:
    world = simulate_world(4000, seed=3)
    right = merged = 0
    for i, name in enumerate(world.lists):
        register = register_from_frame(name, world.registers[name], world.columns[name])
        _, kept = without_duplicates(register)
        persons = world.persons[world.of_list == i]
        gone = set(range(len(persons))) - set(kept.tolist())
        still = set(persons[kept].tolist())
        merged += len(gone)
        right += sum(int(persons[row]) in still for row in gone)
    assert merged > 20
    assert right / merged > 0.75


def test_a_list_under_two_names_is_known_again() -> None:
    rows = [{"name": f"amina n{chr(97 + i)}r", "birth": 1950 + i} for i in range(20)]
    one = a_list("a", rows)
    assert mostly_same(one, a_list("b", rows[:8]))
    assert mostly_same(one, a_list("b", [*rows[10:], *({"name": f"saba {i}"} for i in range(5))]))
    assert not mostly_same(one, a_list("b", [{**row, "birth": 1900} for row in rows[:15]]))
    assert not mostly_same(one, a_list("b", []))


def test_lists_of_two_bodies_are_not_taken_for_one() -> None:
    world = simulate_world(2000, seed=5)
    made = [register_from_frame(n, world.registers[n], world.columns[n]) for n in world.lists]
    assert not any(mostly_same(one, other) for one in made for other in made if one is not other)
