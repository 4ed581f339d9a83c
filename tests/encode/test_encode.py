from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.link.lists import a_list, some_people
from undercount.encode import Key, Spec, encode
from undercount.encode.statement import statement_of
from undercount.errors import InputError

KEY = Key(bytes(range(32)))
LIST = some_people(300, (0.9, 0.9), seed=5)[0][0]
LIST_OF_ONE = a_list("simulated", [{"name": "amina"}])


def _rows(**groups: int) -> list[dict[str, Any]]:
    return [
        {"name": f"amina{i}", "sex": code[0], "nationality": code[2:].upper() or None}
        for code, n in groups.items()
        for i in range(n)
    ]


def test_each_row_is_one_record_and_the_order_is_kept_at_home() -> None:
    made = encode(LIST, KEY)
    assert len(made.encodings) == len(LIST)
    assert sorted(made.order.tolist()) == list(range(len(LIST)))


def test_the_order_is_another_one_each_time() -> None:
    orders = [encode(LIST, KEY).order for _ in range(3)]
    n = len(LIST)
    for i, order in enumerate(orders):
        # Neither the list's own order nor another run's: rank correlation as of chance.
        for other in (np.arange(n), *orders[:i]):
            assert abs(np.corrcoef(order, other)[0, 1]) < 5 / np.sqrt(n)


def test_strata_leave_in_clear_only_if_asked_for() -> None:
    register = a_list("simulated", _rows(f_eri=12, m_eri=15, f_sdn=10))
    assert encode(register, KEY).encodings.strata == {}
    made = encode(register, KEY, strata=("sex", "nationality"))
    strata = made.encodings.strata
    sexes = register.records["sex"].to_pylist()
    assert strata["sex"].tolist() == [sexes[i] for i in made.order]
    assert sorted(strata) == ["nationality", "sex"]


def test_small_combinations_are_refused_with_their_sizes_and_not_their_values() -> None:
    register = a_list("simulated", _rows(f_eri=12, m_eri=15, f_sdn=9, m_sdn=3))
    with pytest.raises(InputError, match=r"2 of 4 .* fewer than 10 records \(3, 9\)") as caught:
        encode(register, KEY, strata=("sex", "nationality"))
    assert "SDN" not in str(caught.value)
    assert encode(register, KEY, strata=("sex",)).encodings.strata.keys() == {"sex"}
    encode(register, KEY, strata=("sex", "nationality"), suppress_below=3)


def test_what_is_not_known_is_a_group_too() -> None:
    rows = _rows(f_eri=12) + [{"name": "yusuf", "nationality": "ERI"}] * 4
    with pytest.raises(InputError, match=r"\(4\)"):
        encode(a_list("simulated", rows), KEY, strata=("sex",))


def test_a_list_below_the_limit_is_refused() -> None:
    register = a_list("simulated", _rows(f_eri=9))
    with pytest.raises(InputError, match="fewer than 10 records"):
        encode(register, KEY)
    assert len(encode(register, KEY, suppress_below=9).encodings) == 9
    with pytest.raises(InputError, match="fewer than 1 records"):
        encode(a_list("simulated", []), KEY, suppress_below=0)


@pytest.mark.parametrize("name", ["name", "year", "phone", "record", "nonsense"])
def test_no_other_field_leaves_in_clear(name: str) -> None:
    with pytest.raises(InputError, match="cannot leave in clear"):
        encode(LIST, KEY, strata=(name,))


def test_a_field_left_out_is_not_in_the_bits() -> None:
    spec = Spec(flip=0)
    rows = [{"name": f"amina{i}", "birth": 1990, "sex": "f"} for i in range(12)]
    bare = [{"name": f"amina{i}", "birth": 1990} for i in range(12)]
    without = encode(a_list("simulated", rows), KEY, spec, leave_out=("sex",))
    never = encode(a_list("simulated", bare), KEY, spec)
    assert without.encodings.fields == never.encodings.fields == ("name", "birth")
    one, other = (made.encodings.bits[np.argsort(made.order)] for made in (without, never))
    np.testing.assert_array_equal(one, other)
    with pytest.raises(InputError, match="cannot be left out"):
        encode(LIST, KEY, leave_out=("name",))


def test_the_statement_says_what_leaves_and_what_does_not() -> None:
    register = a_list("simulated", _rows(f_eri=12, m_eri=15))
    made = encode(register, KEY, strata=("sex",), leave_out=("phone",))
    told = statement_of(made, "simulated.parquet", ("phone",))
    text = told.text
    for words in (
        "simulated.parquet: 27 rows in random order", made.encodings.header["sha256"], KEY.id,
        "f: 12", "m: 15", "Does not leave:", "in no form, as the owner has chosen: telephone",
        "epsilon 3.89", "For the owner:",
    ):  # fmt: skip
        assert words in text
    said = " ".join(text.split())
    assert "or any part of it, but for what leaves in clear: sex" in said
    assert "which of its records are alike" in said
    assert "eri" not in text.lower().replace("derivation", "").split()
    assert all(len(line) <= 80 for line in text.splitlines())
    plain = told.to_dict()
    assert plain["cells"] == [{"sex": "f", "records": 12}, {"sex": "m", "records": 15}]
    assert plain["text"] == text


def test_the_statement_without_noise_or_strata() -> None:
    told = statement_of(encode(LIST, KEY, Spec(flip=0, sections=("plain",))), "a.parquet")
    assert "nothing in clear" in told.text
    assert "no noise is added" in told.text
    assert "the bits are not salted" in " ".join(told.text.split())
    assert told.to_dict()["epsilon_bit"] is None
    assert [words[:20] for words in told.cautions] == [
        "Whoever has the very", "Not salted: whoever ", "No noise is added: l",
    ]  # fmt: skip


def test_the_spread_is_what_two_records_differ_by_on_average() -> None:
    made = encode(LIST, KEY, Spec(sections=("plain",))).encodings
    bits = made.bits[:, 1:]
    apart = np.bitwise_count(bits[:, None] ^ bits[None, :]).sum(axis=2)
    of_two = apart[np.triu_indices(len(bits), 1)]
    assert made.spread == pytest.approx(of_two.mean(), abs=0.05)
    assert encode(LIST, KEY, Spec(between=(LIST.name, "other"))).encodings.spread > 0


def test_one_record_has_no_spread() -> None:
    assert encode(LIST_OF_ONE, KEY, suppress_below=0).encodings.spread == 0.0
