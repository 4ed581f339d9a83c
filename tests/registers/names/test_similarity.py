import importlib

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.registers.names import similarities, similarity, tokens

TOKENS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=10)
NAMES = st.lists(TOKENS, min_size=1, max_size=4)


def _alike(one: str, other: str) -> float:
    return similarity(tokens(one), tokens(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Ahmed", "محمد أحمد"),
        ("Yusuf Karimi", "یوسف کریمی"),
        ("Karimi Yusuf", "Youssef Karimi"),
        ("Abdul Rahman Aly", "Abdulrahman Ali"),
        ("Gebre Medhin Haile", "ገብረመድህን ሃይለ"),
        ("Fatima Zahra", "Fatimazahra"),
        ("Ahmed Hassan", "Ahmed Hassan Ali"),
        ("A. Hassan", "Ahmed Hassan"),
        ("Benali Karim", "Karim Ben Ali"),
    ],
)
def test_one_name_written_in_two_ways_is_alike(one: str, other: str) -> None:
    assert _alike(one, other) > 0.6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Ahmed Hassan"),
        ("Tsegay Haile", "Tesfay Berhe"),
        ("Abdulrahman", "Abdulaziz"),
        ("Ahmed", "Omar"),
        ("X", "Ahmed Hassan"),
    ],
)
def test_different_names_are_not(one: str, other: str) -> None:
    assert _alike(one, other) < 0.3


def test_likeness_falls_with_what_is_missing_and_further_with_what_contradicts() -> None:
    whole = _alike("Ahmed Hassan Omar", "Ahmed Hassan Omar")
    missing = _alike("Ahmed Hassan Omar", "Ahmed Hassan")
    contradicting = _alike("Ahmed Hassan Omar", "Ahmed Hassan Tesfay")
    assert whole == 1.0
    assert whole > missing > contradicting > _alike("Ahmed Hassan", "Ahmed Tesfay") > 0.2


def test_a_name_of_one_token_is_like_a_longer_one_but_not_surely() -> None:
    assert 0.3 < _alike("Ahmed", "Ahmed Hassan Omar") < 0.7


def test_nothing_is_like_nothing() -> None:
    assert similarity((), ()) == 0.0
    assert similarity(("ahmed",), ()) == 0.0


@given(NAMES, NAMES)
def test_bounds_and_symmetry(one: list[str], other: list[str]) -> None:
    value = similarity(one, other)
    assert 0.0 <= value <= 1.0
    assert value == pytest.approx(similarity(other, one), abs=1e-6)
    assert value == pytest.approx(similarity(one[::-1], other[::-1]), abs=0.35)


@given(NAMES)
def test_a_name_is_like_itself_in_any_order_of_whole_tokens(name: list[str]) -> None:
    long = [token for token in name if len(token) > 2]
    if long:
        assert similarity(long, long) == pytest.approx(1.0, abs=1e-6)
        assert similarity(long, long[::-1]) == pytest.approx(1.0, abs=1e-6)


@given(st.lists(NAMES, min_size=1, max_size=5), st.lists(NAMES, min_size=1, max_size=5))
def test_many_pairs_give_what_each_gives(left: list[list[str]], right: list[list[str]]) -> None:
    rows = np.array([(i, j) for i in range(len(left)) for j in range(len(right))])
    found = similarities(left, right, rows)
    expected = [similarity(left[i], right[j]) for i, j in rows]
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_columns_of_arrow_with_missing_names_are_compared_row_by_row() -> None:
    left = pa.chunked_array([pa.array([["ahmed"], None, []], pa.list_(pa.string()))])
    right = pa.array([["ahmed"], ["ahmed"], ["omar"]], pa.list_(pa.string()))
    assert similarities(left, right).tolist() == [1.0, 0.0, 0.0]


def test_threads_change_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [tokens(text) for text in ("Yusuf Ahmadi", "Ahmadi Yousef", "Yonas Tesfay", "Ali")]
    rows = np.array([(i, j) for i in range(4) for j in range(4)] * 5)
    alone = similarities(names, names, rows)
    module = importlib.import_module("undercount.registers.names.similarity")
    monkeypatch.setattr(module, "_WORTH_A_THREAD", 10)
    monkeypatch.setattr(module.os, "cpu_count", lambda: 3)
    np.testing.assert_array_equal(similarities(names, names, rows), alone)
