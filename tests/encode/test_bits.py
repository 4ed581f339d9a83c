"""From tokens to the bits that leave, against a plain implementation of the same words."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.link.lists import a_list, some_people
from undercount.encode import Key, Spec, encode
from undercount.encode.bloom import Filters
from undercount.encode.features import Tokens, tokens_of
from undercount.encode.harden import Hardening, times_before
from undercount.encode.salts import Salting

KEY = Key(bytes(range(32)))
OPEN = Spec(1024, sections=("plain",), balance=False, fold=0, flip=0)
PEOPLE = some_people(300, (0.9, 0.9), seed=5)[0]


def _raw(tokens: Tokens, spec: Spec) -> NDArray[np.uint64]:
    return Filters.of(tokens, KEY, spec).rows(0, len(tokens.records.lengths))


def _ones(row: NDArray[np.uint64]) -> set[int]:
    return {i for i in range(64 * len(row)) if int(row[i // 64]) >> (i % 64) & 1}


def _positions(token: str, spec: Spec) -> set[int]:
    short = KEY.digest(f"token {spec.hash}", token.encode())[:24]
    secret = KEY.digest("positions", spec.hash.encode())
    stream = b"".join(
        hmac.digest(secret, short + block.to_bytes(4, "big"), "sha256") for block in range(16)
    )
    made = set()
    for j in range(dict(spec.positions)[token.partition(":")[0]]):
        word = int.from_bytes(stream[4 * (j // 2) : 4 * (j // 2) + 4], "big")
        made.add((word >> 16 * (j % 2)) % 65536 % spec.bits)
    return made


@pytest.mark.parametrize("bits", [256, 1024, 8192])
def test_every_token_sets_its_own_positions_and_no_other(bits: int) -> None:
    kinds = (("key", 20), ("gram", 3), ("near", 1), ("birth", 40))
    spec = replace(OPEN, bits=bits, positions=kinds)
    tokens = tokens_of(PEOPLE[0], spec)
    found = _raw(tokens, spec)
    for row in (0, 7, len(found) - 1):
        sets = [_positions(token, spec) for token in tokens.of(row)]
        assert _ones(found[row]) == set().union(*sets)


def test_positions_are_spread_evenly() -> None:
    spec = replace(OPEN, bits=256, positions=(("key", 200),))
    tokens = tokens_of(PEOPLE[0], spec)
    many = [_positions(token, spec) for token in tokens.texts]
    counts = np.bincount([p for positions in many for p in positions], minlength=256)
    expected = counts.mean()
    # Chi-squared of 255 degrees: 5 standard deviations above its mean of about 255.
    assert ((counts - expected) ** 2 / expected).sum() < 255 + 5 * np.sqrt(2 * 255)


def test_balanced_records_have_as_many_ones() -> None:
    spec = replace(OPEN, balance=True)
    bits = encode(PEOPLE[0], KEY, spec).encodings.bits[:, 1:]
    assert (np.bitwise_count(bits).sum(axis=1) == spec.bits).all()


def test_folding_is_a_parity_of_the_bits_that_meet() -> None:
    spec = Spec(512, balance=True, fold=2, flip=0)
    hard = Hardening.of(KEY, spec, "simulated")
    raw = _raw(tokens_of(PEOPLE[0], spec), spec)[:5]
    folded = hard.fold(raw)
    assert sorted(hard.order.ravel().tolist()) == list(range(1024))
    for row in range(5):
        ones = _ones(raw[row])
        both = ones | {512 + i for i in range(512) if i not in ones}
        expected = {i for i in range(256) if sum(int(p) in both for p in hard.order[:, i]) % 2}
        assert _ones(folded[row]) == expected


@pytest.mark.parametrize("flip", [0.01, 0.1, 0.4])
def test_bits_are_turned_over_as_often_as_said(flip: float) -> None:
    hard = Hardening.of(KEY, replace(OPEN, flip=flip), "simulated")
    rows = 4000
    seeds = np.frombuffer(hashlib.shake_256(b"seeds").digest(32 * rows), np.uint32).reshape(-1, 8)
    bits = np.zeros((rows, 16), np.uint64)
    hard.turn(bits, seeds, np.zeros(rows, np.uint32))
    n = rows * 1024
    assert abs(np.bitwise_count(bits).sum() - n * flip) < 5 * np.sqrt(n * flip * (1 - flip))
    place = np.unpackbits(bits.view(np.uint8), axis=1).sum(axis=0)
    assert abs(place - rows * flip).max() < 5 * np.sqrt(rows * flip * (1 - flip))


@pytest.mark.parametrize("flip", [1e-12, 1e-20, 5e-324])
def test_a_chance_next_to_nothing_turns_nothing_over(flip: float) -> None:
    hard = Hardening.of(KEY, replace(OPEN, flip=flip), "simulated")
    bits = np.zeros((50, 16), np.uint64)
    hard.turn(bits, np.arange(400, dtype=np.uint32).reshape(50, 8), np.zeros(50, np.uint32))
    assert not bits.any()


def test_nothing_that_comes_of_the_key_shows_itself() -> None:
    """As a traceback would, that shows what functions hold."""
    tokens = tokens_of(PEOPLE[0], OPEN)
    salting = Salting.of_list(PEOPLE[0], KEY, Spec())
    held = (
        Filters.of(tokens, KEY, OPEN), Hardening.of(KEY, OPEN, "a"), salting, salting.rows(0, 9),
    )  # fmt: skip
    for item in held:
        assert "array" not in repr(item)


def test_noise_is_of_the_list_and_the_record_not_of_the_time() -> None:
    """A list that is encoded again tells nothing new."""
    spec = Spec(flip=0.2)
    one, again = encode(PEOPLE[0], KEY, spec), encode(PEOPLE[0], KEY, spec)
    rows = [np.empty_like(made.encodings.bits) for made in (one, again)]
    for made, out in zip((one, again), rows, strict=True):
        out[made.order] = made.encodings.bits
    np.testing.assert_array_equal(rows[0], rows[1])


def test_equal_records_of_two_lists_do_not_pair_off() -> None:
    """Else each of one list would have a twin on the other, and look like a sure link."""
    rows: list[dict[str, Any]] = [{"name": "amina", "sex": "f"}] * 40
    spec = replace(OPEN, bits=512, sections=("plain", "birth"), flip=0.05)
    one, other = (encode(a_list(name, rows), KEY, spec).encodings.bits for name in ("a", "b"))
    words = spec.section_words
    apart = np.bitwise_count(one[:, None, 1:words] ^ other[None, :, 1:words]).sum(axis=2)
    assert (apart > 0.05 * spec.length).all()
    assert not np.intersect1d(one[:, words], other[:, words]).size, "tags of nobody's birth"


def test_equal_records_of_a_list_differ_by_noise_alone() -> None:
    register = a_list("simulated", [{"name": "amina yusuf", "birth": 1980}] * 40)
    spec = replace(OPEN, flip=0.05)
    bits = encode(register, KEY, spec).encodings.bits
    assert len(np.unique(bits, axis=0)) == 40
    apart = np.bitwise_count(bits[:20] ^ bits[20:]).sum(axis=1) / spec.length
    assert abs(apart.mean() - 2 * 0.05 * 0.95) < 0.01
    still = encode(register, KEY, OPEN).encodings.bits
    assert len(np.unique(still, axis=0)) == 1


def test_alike_people_are_alike_and_others_are_not() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "amina yusuf", "birth": (1987, 3, 14), "sex": "f"},
        {"name": "yusuf aminah", "birth": (1987, 3, 15), "sex": "f"},
        {"name": "tesfay gebremedhin", "birth": (1971, 8, 2), "sex": "m"},
    ]
    for fold in (0, 1):
        spec = replace(OPEN, fold=fold)
        made = encode(a_list("simulated", rows), KEY, spec, suppress_below=0)
        bits = np.empty_like(made.encodings.bits)
        bits[made.order] = made.encodings.bits
        near = np.bitwise_count(bits[0] ^ bits[1]).sum()
        far = np.bitwise_count(bits[0] ^ bits[2]).sum()
        assert near < 0.7 * far


def test_another_key_or_spec_gives_other_bits() -> None:
    tokens = tokens_of(PEOPLE[0], OPEN)
    mine = _raw(tokens, OPEN)
    other = Filters.of(tokens, Key(bytes(32)), OPEN).rows(0, 5)
    spec = replace(OPEN, flip=0.1)
    for bits in (other, _raw(tokens, spec)[:5]):
        # Two filters that have nothing in common meet where chance lets them.
        density = np.bitwise_count(mine[:5]).sum() * np.bitwise_count(bits).sum() / 5 / 1024 / 5
        assert np.bitwise_count(mine[:5] & bits).sum() / 5 < 3 * density < 15


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=30))
def test_how_often_a_seed_came_before(codes: list[int]) -> None:
    seeds = np.zeros((len(codes), 8), np.uint32)
    seeds[:, 1] = codes
    expected = [codes[:i].count(code) for i, code in enumerate(codes)]
    assert times_before(seeds).tolist() == expected


def test_the_number_of_threads_changes_nothing() -> None:
    made = [encode(PEOPLE[0], KEY, threads=threads) for threads in (1, 2)]
    rows = [item.encodings.bits[np.argsort(item.order)] for item in made]
    np.testing.assert_array_equal(rows[0], rows[1])
