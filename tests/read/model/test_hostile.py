"""The network beside hostile documents: nothing crashes, and what it says is of the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.read.test_hostile import CUTS, SEEDS
from tests.read.test_properties import PIECES, _check
from undercount.errors import InputError
from undercount.read import Document, read_document
from undercount.read.reading import read_text

FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FEW
@given(
    text=st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join)),
    language=st.sampled_from(["en", "fr", "es"]),
)
def test_any_text_is_decided_without_a_crash(text: str, language: str) -> None:
    _check(read_text(Document("a.txt", "", text, "utf-8", language)))


@FEW
@given(cuts=CUTS)
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_any_damage_to_a_good_file(
    tmp_path: Path, name: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    data = SEEDS[name]
    for start, length, other in cuts:
        data = data[:start] + other + data[start + length :]
    (tmp_path / name).write_bytes(data)
    try:
        reading = read_document(name, tmp_path)
    except InputError:
        return  # told in one message: tests/read/test_hostile.py holds what it says
    _check(reading)


@pytest.mark.parametrize("piece", ["12 people ", "1% ", "a", "9\t"])
def test_long_rows_of_one_thing_end(piece: str) -> None:
    # Windows of fixed size: what one costs does not grow with the text.
    _check(read_text(Document("a.txt", "", (piece * 8_000)[:8_000], "utf-8", "en")))
