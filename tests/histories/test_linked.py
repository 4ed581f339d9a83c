from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from undercount.errors import InputError
from undercount.histories.linked import LinkedHistories

MADE = LinkedHistories(
    ("A", "B"),
    np.array([0.0, 40, 30, 6]),
    np.array([[0.0, 38, 28, 8], [0, 39, 29, 7]]),
    np.array([[0.0, 35.5, 25, 11], [0, 36, 26, 10]]),
    np.array([0.0, 35.75, 25.5, 10.5]),
    n_records=82,
    n_audited=20,
    n_read_twice=4,
    overlooked=0.1,
)


def test_counts_need_not_be_whole_and_cannot_be_changed() -> None:
    assert MADE.is_audited
    assert MADE.n_linked == 76
    for counts in (MADE.linked, MADE.drawn, MADE.audited, MADE.audited_point):
        assert counts is not None
        with pytest.raises(ValueError, match="read-only"):
            counts[...] = 0


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"lists": ("A", "A")}, "two lists have the same name"),
        ({"lists": ()}, "0 lists: give 1 to 12"),
        ({"lists": ("A", "B", "C")}, "linked of shape"),
        ({"linked": [0, 1, 2]}, "linked of shape"),
        ({"linked": [1.0, 1, 2, 3]}, "linked counts people on no list"),
        ({"linked": [0.0, -1, 2, 3]}, "linked holds counts below 0"),
        ({"drawn": [0.0, 1, 2, 3]}, "drawn of shape"),
        ({"drawn": [[0.0, np.nan, 2, 3]]}, "drawn holds counts below 0 or not finite"),
        ({"audited": [[0.0, 1, 2, 3]]}, "two replicates at least"),
        ({"audited": None}, "both its counts and their replicates"),
        ({"audited_point": None}, "both its counts and their replicates"),
        ({"n_audited": 0}, "0 records audited do not fit"),
        ({"audited": None, "audited_point": None}, "20 records audited do not fit"),
        ({"n_read_twice": 21}, "contradict one another"),
        ({"n_records": -1}, "contradict one another"),
        ({"encoded": True}, "encodings cannot have been audited"),
        ({"overlooked": 1.0}, "overlooked is not 0 or more and below 1"),
    ],
)
def test_what_contradicts_itself_is_refused(change: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError, match=what):
        replace(MADE, **change)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        LinkedHistories(("A", "A"), np.array([1.0, 2]), np.zeros((0, 4)), overlooked=2)
    assert str(caught.value).count(";") == 2
