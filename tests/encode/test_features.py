from __future__ import annotations

from typing import Any

from tests.link.lists import a_list
from undercount.encode import Spec
from undercount.encode.features import KINDS, fields_of, grams, tokens_of
from undercount.registers import register_from_frame

# All kinds, each with a position: what a record could have hashed at the most.
ALL = Spec(positions=tuple((kind, 1) for kind in KINDS))


def _of(row: dict[str, Any], spec: Spec = ALL) -> set[str]:
    return tokens_of(a_list("simulated", [row]), spec).of(0)


def test_what_is_hashed_of_a_record() -> None:
    found = _of({"name": "amina yusuf", "birth": (1987, 3, 14), "sex": "f", "phone": "0612"})
    assert {"name:amina", "name:yusuf", "key:AMN", "sex:f"} <= found
    pairs = ["_a", "am", "mi", "in", "na", "a_", "_y", "yu", "us", "su", "uf", "f_"]
    assert {t for t in found if t.startswith("gram:")} == {f"gram:{pair}" for pair in pairs}
    births = {"birth:1987-3-14", "year:1987", "near:1986", "near:1987", "near:1988", "month:3",
              "day:14", "swap:3-14"}  # fmt: skip
    assert {t for t in found if t.partition(":")[0] in {b.partition(":")[0] for b in births}} == (
        births
    )
    assert {"phone:0612", "phonegram:06", "coarse:MN"} <= found


def test_names_of_two_scripts_meet() -> None:
    frame = {"name": ["Mohammed Abdel Rahman", "محمد عبد الرحمن"], "sex": ["m", "m"]}
    import pyarrow as pa

    tokens = tokens_of(register_from_frame("simulated", pa.table(frame)), ALL)
    one, other = tokens.of(0), tokens.of(1)
    assert {t for t in one if t.startswith("key:")} == {t for t in other if t.startswith("key:")}
    assert len(one & other) > 0.6 * len(one | other)


def test_the_order_of_names_does_not_matter() -> None:
    assert _of({"name": "amina yusuf"}) == _of({"name": "yusuf amina"})


def test_day_and_month_swapped_leave_a_token_in_common() -> None:
    one, other = _of({"birth": (1987, 3, 12)}), _of({"birth": (1987, 12, 3)})
    assert "swap:3-12" in one & other


def test_a_first_of_january_is_no_day() -> None:
    found = _of({"birth": (1987, 1, 1)})
    assert found == {"year:1987", "near:1986", "near:1987", "near:1988"}


def test_an_age_is_near_years_and_a_wide_span_is_nothing() -> None:
    assert _of({"year_low": 1990, "year_high": 1991}) == {f"near:{y}" for y in range(1989, 1993)}
    assert _of({"year_low": 1980, "year_high": 1990}) == set()


def test_a_place_is_its_words() -> None:
    found = _of({"place": "el fasher"})
    assert {t for t in found if t.startswith("place:")} == {"place:el", "place:fasher"}


def test_nothing_known_is_nothing_hashed() -> None:
    assert _of({}) == set()


def test_kinds_without_positions_are_not_hashed() -> None:
    spec = Spec(positions=(("key", 3), ("sex", 0)))
    assert _of({"name": "amina", "sex": "f", "birth": 1980}, spec) == {"key:AMN"}


def test_grams_that_repeat_are_told_apart() -> None:
    assert list(grams("aaa")) == ["_a", "aa", "aa2", "a_"]


def test_the_fields_of_a_list_are_those_it_knows_and_hashes() -> None:
    rows: list[dict[str, Any]] = [{"name": "amina", "birth": 1990, "place": "halden"}]
    rows += [{"name": "yusuf", "birth": 1991} for _ in range(30)]
    register = a_list("simulated", rows)
    assert fields_of(register, ALL) == ("name", "birth")
    assert fields_of(register, Spec(positions=(("near", 1),))) == ("birth",)
