"""Lists that can be compared with each other and none with itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.link.lists import a_list, some_people
from undercount.encode import Key, Spec, encode
from undercount.encode.statement import statement_of
from undercount.errors import InputError
from undercount.registers import Register

KEY = Key(bytes(range(32)))
LISTS, PERSONS = some_people(400, (0.8, 0.8, 0.8), seed=8)
NAMES = tuple(item.name for item in LISTS)
SPEC = Spec(sections=("pair", "birth"), between=NAMES, most=3, flip=0.0)


def _rows(register: Register, spec: Spec = SPEC, key: Key = KEY) -> NDArray[np.uint64]:
    """Shape (records, sections, words), in the order of the list."""
    made = encode(register, key, spec, suppress_below=0, merge=False)
    bits = np.empty_like(made.encodings.bits)
    bits[made.order] = made.encodings.bits
    return bits.reshape(len(bits), len(spec.row_sections), spec.section_words)


def _tags(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return rows[:, :, 0] >> np.uint64(16)


def _same(name: str, n: int) -> Register:
    return a_list(name, [{"name": "amina yusuf", "birth": (1980, 5, 7)}] * n)


def test_no_two_rows_of_a_list_have_a_tag_in_common() -> None:
    for register in (LISTS[0], _same(NAMES[0], 30)):
        tags = _tags(_rows(register))
        assert len(np.unique(tags)) == tags.size


def test_every_two_records_of_two_lists_meet_once_in_each_combination() -> None:
    one, other = (_tags(_rows(_same(name, 3))) for name in NAMES[:2])
    for a in one:
        for b in other:
            # The pair of keys, and the day of birth.
            assert len(np.intersect1d(a, b)) == 2


def test_only_so_many_of_a_list_are_met() -> None:
    one, other = (_tags(_rows(_same(name, 7))) for name in NAMES[:2])
    met = np.array([[len(np.intersect1d(a, b)) > 0 for b in other] for a in one])
    # Each combination takes its own three.
    assert 3 <= met.any(axis=1).sum() <= 6
    few = replace(SPEC, sections=("pair",))
    one, other = (_tags(_rows(_same(name, 7), few)) for name in NAMES[:2])
    met = np.array([[len(np.intersect1d(a, b)) > 0 for b in other] for a in one])
    assert met.any(axis=1).sum() == met.any(axis=0).sum() == 3


def test_each_pair_of_lists_has_tags_of_its_own() -> None:
    first, second, third = (_tags(_rows(item)) for item in LISTS)
    half = first.shape[1] // 2
    assert np.intersect1d(first[:, :half], second).size
    assert not np.intersect1d(first[:, half:], second).size
    assert np.intersect1d(first[:, half:], third).size
    assert not np.intersect1d(np.intersect1d(first, second), third).size


def test_where_two_meet_their_distance_and_rarity_can_be_read() -> None:
    spec = replace(SPEC, sections=("birth",), between=("a", "b"))
    rows: list[dict[str, Any]] = [
        {"name": f"amina{i}", "birth": (1980, 5, i + 1)} for i in range(8)
    ]
    one = a_list("a", rows)
    other = a_list("b", [{**rows[3], "sex": "f"}, *({"name": "saba"} for _ in range(31))])
    a, b = _rows(one, spec), _rows(other, spec)
    ((_, i, j),) = np.argwhere(_tags(a)[3][None, :, None] == _tags(b)[0][None, None, :])
    apart = a[3, i] ^ b[0, j]
    # One in 8 is three halvings, one in 32 five, of 8 steps each.
    assert (int(apart[0]) >> 8, int(apart[0]) & 255) == (24, 40)
    # Nothing but the token of the sex sets them apart.
    assert 1 <= np.bitwise_count(apart[1:]).sum() <= dict(spec.positions)["sex"]


def test_two_lists_meet_as_without_sides_but_for_the_large_groups() -> None:
    open_spec = replace(SPEC, between=())
    many = replace(SPEC, most=16)
    a, b = (_rows(item, open_spec)[:, :, 0] for item in LISTS[:2])
    c, d = (_tags(_rows(item, many)) for item in LISTS[:2])
    for i in range(0, len(a), 7):
        for j in range(0, len(b), 3):
            met = np.intersect1d(a[i], b[j]).size
            assert np.intersect1d(c[i], d[j]).size == met


def test_a_file_alone_is_as_coin_tosses() -> None:
    rows = _rows(_same(NAMES[0], 40), replace(SPEC, flip=0.02))
    bits = np.unpackbits(rows.view(np.uint8).reshape(40, -1), axis=1).astype(float)
    n = bits.size
    assert abs(bits.mean() - 0.5) < 5 / np.sqrt(4 * n)
    far = (bits[:, None] != bits[None, :]).sum(axis=2)[np.triu_indices(40, 1)]
    assert abs(far.mean() - bits.shape[1] / 2) < 5 * np.sqrt(bits.shape[1] / 4 / 40)
    assert 0.8 < far.std() / np.sqrt(bits.shape[1] / 4) < 1.2


def test_a_list_encoded_again_is_the_same() -> None:
    np.testing.assert_array_equal(_rows(LISTS[0]), _rows(LISTS[0]))
    assert not np.intersect1d(_rows(LISTS[0]), _rows(LISTS[0], key=Key(bytes(32)))).size


def test_the_order_in_which_lists_are_named_does_not_matter() -> None:
    assert replace(SPEC, between=NAMES[::-1]) == SPEC


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"between": ("a",)}, "two lists or more"),
        ({"between": ("a", "a")}, "two lists or more"),
        ({"sections": ("plain",)}, "comparable"),
        ({"most": 0}, "from 1 to 16"),
    ],
)
def test_what_cannot_be_is_refused(how: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        replace(SPEC, **how)


def test_a_list_that_is_not_among_them_is_refused() -> None:
    with pytest.raises(InputError, match=r"not among the lists.*agreed on list-0, list-1, list-2"):
        encode(_same("else", 20), KEY, SPEC)


def test_the_statement_says_so() -> None:
    told = " ".join(statement_of(encode(LISTS[0], KEY, SPEC), "a.parquet").text.split())
    assert "compared with rows of list-1, list-2 only, never with each other" in told
    assert "which of its records are alike" not in told
