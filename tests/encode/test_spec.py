from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.encode import Spec
from undercount.encode.features import KINDS
from undercount.encode.spec import LONGEST
from undercount.errors import InputError
from undercount.project.encodings import SALTS


def test_warner_1965_the_epsilon_of_a_coin() -> None:
    # One in four lies: e^epsilon is 3.
    assert math.isclose(Spec(flip=0.25).epsilon_bit, math.log(3))
    assert Spec(flip=0).epsilon_bit == math.inf
    spec = Spec(flip=0.1)
    assert math.isclose(spec.epsilon_record, spec.length * math.log(9))


@given(
    st.sampled_from([128, 256]),
    st.lists(st.sampled_from(["plain", "pair+sex", *SALTS]), min_size=1, max_size=9).map(tuple),
    st.booleans(),
    st.integers(0, 1),
    st.floats(0, 0.49),
    st.permutations(KINDS),
)
def test_a_spec_comes_back_and_tells_itself_apart(
    bits: int,
    sections: tuple[str, ...],
    balance: bool,
    fold: int,
    flip: float,
    kinds: list[str],
) -> None:
    positions = tuple((kind, 1 + i) for i, kind in enumerate(kinds[:5]))
    how: dict[str, Any] = {"fold": fold, "flip": flip}
    spec = Spec(bits, positions, sections, balance=balance, **how)
    again = Spec.from_dict(json.loads(json.dumps(spec.to_dict())))
    assert again == spec
    assert again.hash == spec.hash
    assert spec.length == bits * (2 if balance else 1) / 2**fold == 64 * (spec.section_words - 1)
    assert spec.words == len(sections) * spec.section_words
    other = Spec(bits, positions, sections, balance=not balance, **how)
    assert other.hash != spec.hash


def test_a_salted_section_is_no_longer_than_its_exchange_is_even() -> None:
    assert Spec(bits=LONGEST).length == LONGEST
    assert Spec(bits=2 * LONGEST, balance=True, fold=2).length == LONGEST
    assert Spec(bits=1 << 15, sections=("plain",)).length == 1 << 15  # nothing is exchanged
    for bits, balance in ((2 * LONGEST, False), (LONGEST, True)):
        with pytest.raises(InputError, match=f"at most {LONGEST} bits, not {2 * LONGEST}: beyond"):
            Spec(sections=("plain", "birth"), bits=bits, balance=balance)


def test_the_order_in_which_kinds_are_named_does_not_matter() -> None:
    one = Spec(positions=(("key", 3), ("year", 2)))
    other = Spec(positions=(("year", 2), ("key", 3), ("day", 0)))
    assert one == other
    assert one.hash == other.hash


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Spec(bits=1000, positions=(("shoe", 2), ("key", -1)), sections=("shoe",), flip=0.5, fold=20)
    told = str(caught.value)
    for words in (
        "bits is one of",
        "no kind of token shoe",
        "0 to",
        "no section",
        "flip",
        "fold",
    ):
        assert words in told
    with pytest.raises(InputError) as caught:
        Spec(bits=1000)
    assert len(caught.value.problems) == 1
    with pytest.raises(InputError, match="no kind of token takes"):
        Spec(positions=(("key", 0),))


def test_what_has_no_effect_tells_no_specs_apart() -> None:
    assert Spec(most=5) == Spec()
    assert Spec(most=5, between=("b", "a")) != Spec(between=("a", "b"))


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("sex+sex", "twice"),
        ("key+pair", "twice"),
        ("pair+sex+year+place", "more than 4 parts"),
        ("plain+sex", 'no section can be salted by "plain"'),
        ("", "no section"),
        ("sex + year", "no section"),
    ],
)
def test_a_section_that_cannot_be(section: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        Spec(sections=(section,))


def test_a_row_has_sections_and_not_too_many() -> None:
    for sections in ((), ("birth",) * 33):
        with pytest.raises(InputError, match="1 to 32 sections"):
            Spec(sections=sections)


def test_a_spec_of_another_version_is_refused() -> None:
    plain = Spec().to_dict()
    with pytest.raises(InputError, match="same version of undercount"):
        Spec.from_dict({**plain, "sparkle": 1})
    with pytest.raises(InputError, match="same version of undercount"):
        Spec.from_dict({k: v for k, v in plain.items() if k != "flip"})
    with pytest.raises(InputError, match="version"):
        Spec.from_dict({**plain, "version": 2})
