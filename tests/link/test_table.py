from __future__ import annotations

import pytest

from tests.link.lists import a_list, without_profile
from undercount.errors import InputError
from undercount.link.table import stack


def test_records_are_numbered_over_the_lists() -> None:
    table = stack([a_list("a", [{"name": "lina faraj"}] * 2), a_list("b", [{"name": "omar"}])])
    assert table.of_list.tolist() == [0, 0, 1]
    assert table.columns["unique_id"].to_pylist() == [0, 1, 2]
    assert table.record.to_pylist() == ["1", "2", "1"]


def test_the_rarest_key_comes_first_and_weighs_most() -> None:
    rows = [{"name": "omar faraj"}] + [{"name": "omar"}] * 63
    table = stack([a_list("a", rows), a_list("b", [{"name": "omar"}] * 2)])
    first = table.columns.slice(0, 1).to_pylist()[0]
    assert first["rarity_1"] > first["rarity_2"]
    assert first["n_keys"] == 2
    assert first["key_3"] is None


def test_swapped_parts_have_the_same_keys() -> None:
    table = stack([a_list("a", [{"name": "omar faraj"}]), a_list("b", [{"name": "faraj omar"}])])
    assert len(set(table.columns["key_1"].to_pylist())) == 1
    assert len(set(table.columns["key_2"].to_pylist())) == 1


def test_all_that_is_wrong_with_the_registers_is_said_at_once() -> None:
    named = a_list("named", [{"name": "omar"}])
    sexes = a_list("sexes", [{"sex": "m", "id": "7"}, {"sex": "f", "id": "7"}])
    empty = without_profile("empty", named.records.slice(0, 0))
    with pytest.raises(InputError) as caught:
        stack([named, sexes, empty, named])
    said = str(caught.value)
    assert "two registers have the name 'named'" in said
    assert "register 'empty' has no records" in said
    assert "ids of register 'sexes' are not unique" in said
    assert "registers 'named' and 'sexes' share no field that tells people apart" in said
    assert "'sexes' has sex" in said


def test_one_register_cannot_be_linked() -> None:
    with pytest.raises(InputError, match="at least two registers; there is 1"):
        stack([a_list("a", [{"name": "omar"}])])
