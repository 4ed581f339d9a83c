"""Properties of statements on any text: verbatim spans, no crash, work that grows with length."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.read.texts import read

PIECES = st.sampled_from(
    [
        "“", "”", '"', "''", "'", "«", "»", "— ", "―", "‘", "’", "Ana Sol", "she", "said", "told",
        "urged", "saying", "that", " and ", ", ", ". ", "? ", "\n", "\n\n", "by", "is", "'s", "(",
        ")", "SOL: ", "the mayor", "of the Red Cross", "according to", "a-t-elle", "ajouté", "dijo",
        "agregó", "90", "people", "-", "--", ":", ";", "\u00a0", "who", "was", "not",
    ]
)  # fmt: skip
WORDS = st.lists(PIECES, max_size=60).map(" ".join)
GLUED = st.lists(PIECES, max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(WORDS, GLUED, st.text(max_size=200)),
    language=st.sampled_from(["en", "fr", "es"]),
)
def test_every_span_lies_in_the_text(text: str, language: str) -> None:
    for quote in read(text, language).quotes:
        assert 0 <= quote.start < quote.end <= len(text)
        assert text[quote.start : quote.end].strip() == text[quote.start : quote.end]
        for start, end in (
            (quote.speaker_start, quote.speaker_end), (quote.cue_start, quote.cue_end),
        ):  # fmt: skip
            assert (start is None) == (end is None)
            if start is not None and end is not None:
                assert 0 <= start <= end <= len(text)
        if quote.speaker is not None:
            assert quote.speaker in text


REPEATED = [
    "“We saw nobody,” Ana Sol said. ",
    "Ana Sol said that she said that ",
    "“a. b” ",
    "urged and praised and ",
    "A Sol, B Sol, C Sol said, ",
    "« On part, dit Ana Sol, et ",
    "'' “ \" ‘ ",
    "“Nobody came.\n\n",
]


@pytest.mark.parametrize("piece", REPEATED)
def test_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    small, large = (_steps(piece * n) for n in (150, 600))
    assert large < 6 * small  # four times the text


def _steps(text: str) -> int:
    """How many lines of the reader run on a text; counted, not timed."""
    count = 0

    def local(frame: Any, event: str, arg: Any) -> Any:
        nonlocal count
        count += 1
        return local

    def trace(frame: Any, event: str, arg: Any) -> Any:
        return local if "/read/voices/" in frame.f_code.co_filename else None

    read(text)  # what is kept from one document to the next is kept before counting
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return count
