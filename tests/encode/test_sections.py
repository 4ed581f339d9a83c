"""Salts and sections: where two records can be compared, and that nothing shows elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.link.lists import a_list, some_people
from undercount.encode import Key, Spec, encode
from undercount.encode.births import bands_of
from undercount.encode.salts import Salting, parts_of
from undercount.encode.sections import exchange
from undercount.encode.spec import _MOST_SECTIONS, LONGEST
from undercount.registers import Register

KEY = Key(bytes(range(32)))
PEOPLE = some_people(400, (0.9, 0.9), seed=8)[0]


def _spec(*sections: str, **how: Any) -> Spec:
    return Spec(sections=sections, **{"flip": 0.0, **how})


def _rows(register: Register, spec: Spec, key: Key = KEY) -> NDArray[np.uint64]:
    """Shape (records, sections, words), in the order of the list."""
    made = encode(register, key, spec, suppress_below=0)
    bits = np.empty_like(made.encodings.bits)
    bits[made.order] = made.encodings.bits
    return bits.reshape(len(bits), len(spec.sections), spec.section_words)


def _tags(section: str, *rows: dict[str, Any], slots: int = 1) -> list[set[int]]:
    spec = _spec(*(section,) * slots)
    found = _rows(a_list("simulated", list(rows)), spec)
    return [{int(tag) for tag in row[:, 0]} for row in found]


AMINA = {"name": "amina yusuf", "birth": (1987, 3, 14), "sex": "f", "nationality": "ERI"}


@pytest.mark.parametrize(
    ("section", "other", "meet"),
    [
        ("birth", {"name": "tesfay"}, True),
        ("birth", {"birth": (1987, 3, 15)}, False),
        ("birth", {"birth": 1987}, False),
        ("day", {"birth": (1971, 3, 14)}, True),
        ("pair", {"name": "yusuf amina"}, True),
        ("pair", {"name": "yousef aminah"}, True),
        ("pair", {"name": "amina tesfay"}, False),
        ("keys", {"name": "yusuf amina"}, True),
        ("keys", {"name": "amina yusuf nur"}, False),
        ("pair+sex", {"sex": "m"}, False),
        ("pair+sex", {"birth": None}, True),
        ("sex+pair", {"name": "yusuf amina", "birth": None}, True),
        ("key+year", {"name": "amina tesfay"}, True),
        ("key+year", {"birth": (1988, 3, 14)}, False),
        ("key+near", {"birth": (1988, 3, 14)}, True),
        ("key+band", {"birth": 1989}, True),
        ("key+band", {"birth": 1992}, False),
        ("key+band+group", {"name": "amina", "birth": 1988}, True),
        ("key+band+group", {"nationality": "SDN"}, False),
        ("group", {"nationality": None}, False),
        ("year+sex", {"name": "tesfay", "birth": 1987}, True),
        ("nationality", {"name": "tesfay"}, True),
    ],
)
def test_who_meets_whom(section: str, other: dict[str, Any], meet: bool) -> None:
    one, two = _tags(section, AMINA, {**AMINA, **other}, slots=9)
    assert bool(one & two) == meet


def test_who_lacks_a_combination_meets_nobody() -> None:
    rows = [{"name": "amina", "sex": "f"}] * 20
    for section in ("pair", "birth", "phone", "key+year"):
        tags = [tag for row in _tags(section, *rows, slots=2) for tag in row]
        assert len(set(tags)) == 40


def test_a_group_is_the_sex_where_no_nationality_is_known() -> None:
    rows = [{"name": "amina", "sex": "f"}, {"name": "saba", "sex": "f"}]
    one, two = _tags("group", *rows)
    assert one == two


@given(st.integers(1930, 2020), st.integers(0, 8))
def test_births_up_to_two_years_apart_have_a_band_in_common(year: int, apart: int) -> None:
    one, two = (set(bands_of(f"{y}-{y}-0-0-0")) for y in (year, year + apart))
    assert len(one) == 2
    if apart <= 2:
        assert one & two
    if apart >= 4:
        assert not one & two


def test_the_distance_in_a_section_is_that_of_the_records() -> None:
    """Any section that two records have in common tells the same, and no more."""
    plain = _rows(PEOPLE[0], _spec("plain"))[:, 0, 1:]
    salted = _rows(PEOPLE[0], _spec("birth", "key", "key", "sex"))
    # Specs have their own positions each, so distances are compared within one.
    met = 0
    for i in range(60):
        same = salted[i, :, None, 0] == salted[i + 1 :, None, :, 0]
        for j, s, t in np.argwhere(same.transpose(0, 1, 2)):
            far = np.bitwise_count(salted[i, s, 1:] ^ salted[i + 1 + j, t, 1:]).sum()
            by_sex = np.bitwise_count(salted[i, 3, 1:] ^ salted[i + 1 + j, 3, 1:]).sum()
            if salted[i, 3, 0] == salted[i + 1 + j, 3, 0]:
                assert far == by_sex
                met += 1
    assert met > 100
    assert plain.shape == (len(PEOPLE[0]), 2)


def test_sections_of_different_salts_are_as_coin_tosses() -> None:
    spec = _spec("birth", "pair", "plain")
    rows = _rows(PEOPLE[0], spec)
    n, length = len(rows), spec.length
    ones = np.bitwise_count(rows[:, :2, 1:]).sum(axis=2)
    assert abs(ones.mean() - length / 2) < 5 * np.sqrt(length / 4 / ones.size)
    assert 0.8 < ones.std() / np.sqrt(length / 4) < 1.2, "how much is known does not show"
    apart = np.bitwise_count(rows[: n // 2, 0, 1:] ^ rows[-(n // 2) :, 1, 1:]).sum(axis=1)
    assert abs(apart.mean() - length / 2) < 5 * np.sqrt(length / 4 / len(apart))
    own = np.bitwise_count(rows[:, 0, 1:] ^ rows[:, 1, 1:]).sum(axis=1)
    assert abs(own.mean() - length / 2) < 5 * np.sqrt(length / 4 / n)


def test_a_tag_is_the_salts_under_the_key() -> None:
    spec = _spec("birth", "pair")
    mine, again = _rows(PEOPLE[0], spec), _rows(PEOPLE[0], spec)
    theirs = _rows(PEOPLE[0], spec, Key(bytes(32)))
    np.testing.assert_array_equal(mine, again)
    assert not np.intersect1d(mine[:, :, 0], theirs[:, :, 0]).size
    births = PEOPLE[0].records["day"].to_pylist()
    counts = Counter(mine[:, 0, 0].tolist())
    assert sum(1 for day in births if day is None) <= sum(1 for n in counts.values() if n == 1)


def test_two_lists_number_their_values_otherwise_and_meet_all_the_same() -> None:
    """What an attribute's values are called inside a list must not get into the salts."""
    spec = _spec("pair", "pair", "key+year", "key+year")
    records = PEOPLE[0].records.slice(100)
    other = replace(PEOPLE[0], name="other", records=records)
    mine, theirs = _rows(PEOPLE[0], spec)[100:], _rows(other, spec)
    same = (mine[:, :2, 0] == theirs[:, :2, 0]).any(axis=1)
    two = np.array([len(set(keys)) >= 2 for keys in other.records["keys"].to_pylist()])
    assert same[two].all()
    assert not same[~two].any()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(0, 3))
def test_as_many_values_as_there_are_sections_for(names: int, slots: int) -> None:
    tokens = ["amina", "yusuf", "tesfay", "gebremedhin"][:names]
    spec = _spec(*("pair",) * (slots + 1))
    register = a_list("simulated", [{"name": " ".join(tokens)}])
    salting = Salting.of_list(register, KEY, spec)
    assert salting.rows(0, 1).there.sum() == min(slots + 1, names * (names - 1) // 2)


def test_the_rarest_values_are_taken() -> None:
    rows = [{"name": f"amina {name}"} for name in ("yusuf", "saba", "nur")] * 20
    rows += [{"name": "amina yusuf gebremedhin"}]
    register = a_list("simulated", rows)
    spec = _spec("key")
    tags = _rows(register, spec)[:, 0, 0]
    # Everybody's own second name is rarer than Amina; the last one's third is the rarest.
    assert len(set(tags.tolist())) == 4
    assert Counter(tags.tolist())[int(tags[-1])] == 1


def _told(length: int) -> float:
    """Bits that a section tells of how its places were exchanged: draws of 16 bits, as they fall.

    An exchange is its draws, and each draw its own: what they tell adds up.
    """
    draws = np.arange(1 << 16)
    told = 0.0
    for places in range(2, length + 1):
        share = np.bincount(draws * places >> 16, minlength=places) / len(draws)
        told += np.log2(places) + (share * np.log2(share)).sum()
    return told


def test_the_longest_section_hides_how_its_places_are_exchanged() -> None:
    assert _MOST_SECTIONS * _told(LONGEST) < 0.1
    assert _MOST_SECTIONS * _told(2 * LONGEST) > 0.1


def test_places_are_exchanged_as_the_draws_say() -> None:
    """What `_told` takes the draws to do is what `exchange` does with them."""
    rng = np.random.default_rng(5)
    length = 128
    draws = rng.integers(0, 1 << 32, length // 2, dtype=np.uint32)
    for place in range(0, length, 9):
        bits = np.zeros(length // 64, np.uint64)
        bits[place // 64] = np.uint64(1) << np.uint64(place % 64)
        out = np.zeros_like(bits)
        exchange(bits, draws, np.empty(length, np.uint8), out)
        order = list(range(length))
        for at, draw in enumerate(draws.view(np.uint16).reshape(-1, 2)[:, ::-1].ravel().tolist()):
            last = length - 1 - at
            other = draw * (last + 1) >> 16
            order[last], order[other] = order[other], order[last]
        found = [64 * w + i for w in range(len(out)) for i in range(64) if int(out[w]) >> i & 1]
        assert found == [order.index(place)]


def test_the_parts_of_a_section() -> None:
    assert parts_of("key+band+group") == ("key", "band", "group")
    assert parts_of("sex+pair") == ("sex", "key", "key")


def test_lists_of_one_world_meet_where_their_people_do() -> None:
    """Simulation: most people who are on two lists have a section in common, strangers hardly."""
    (one, other), persons = some_people(500, (0.9, 0.9), seed=2)
    spec = Spec(flip=0.0)
    a, b = _rows(one, spec)[:, :, 0], _rows(other, spec)[:, :, 0]
    first, second = persons[: len(a)], persons[len(a) :]
    meets = np.array([[bool(np.intersect1d(x, y).size) for y in b[:150]] for x in a[:150]])
    same = first[:150, None] == second[None, :150]
    assert meets[same].mean() > 0.9
    assert meets[~same].mean() < 0.05
