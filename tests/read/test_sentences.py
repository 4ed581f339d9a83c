"""Sentence ends in invented text, and spans that hold everything but white space."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.read.words.sentences import MAX_SENTENCE, sentences

CASES = [
    ("Mr. Sol came. Dr. Ray left.", ["Mr. Sol came.", "Dr. Ray left."]),
    ("Under S.I. No. 9 it ended. Then rain.", ["Under S.I. No. 9 it ended.", "Then rain."]),
    ("It rose to 1.5 million. Then fell.", ["It rose to 1.5 million.", "Then fell."]),
    ("J. K. Sol spoke. “Stop!” she said.", ["J. K. Sol spoke.", "“Stop!” she said."]),
    ("Why? Nobody knows… Perhaps.", ["Why?", "Nobody knows…", "Perhaps."]),
    ("M. Sol est venu. Elle dort.", ["M. Sol est venu.", "Elle dort."]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == expected


def test_a_sentence_without_end_is_cut() -> None:
    text = "word " * 5000
    spans = sentences(text, 0, len(text))
    assert max(b - a for a, b in spans) <= MAX_SENTENCE
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == "word" * 5000


@given(st.text(max_size=400))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    spans = sentences(text, 0, len(text))
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    outside = list(text)
    for a, b in spans:
        outside[a:b] = [" "] * (b - a)
    assert "".join(outside).isspace() or not "".join(outside)
