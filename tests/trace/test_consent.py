"""Who may be compared: consent that is missing, unclear, for something else or over is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trace.made import DAY, PURPOSE, incoming
from undercount.trace.consent import REASONS, Allowed, allow, last_day, reason_of
from undercount.trace.people import people_of


@pytest.mark.parametrize(
    ("consent", "purpose", "until", "reason"),
    [
        ("yes", PURPOSE, None, "allowed"),
        (" YES ", "Family  Tracing", "", "allowed"),
        ("oui", f"health; {PURPOSE}", "2016-10-24", "allowed"),
        ("نعم", PURPOSE, "٢٠١٧-٠١-٠١", "allowed"),
        ("true", PURPOSE, "2016-10-24T00:00:00Z", "allowed"),
        (None, PURPOSE, None, "missing"),
        ("  ", PURPOSE, None, "missing"),
        ("no", PURPOSE, None, "refused"),
        ("non", PURPOSE, None, "refused"),
        ("1", PURPOSE, None, "unclear"),
        ("yes?", PURPOSE, None, "unclear"),
        ("yes, not now", PURPOSE, None, "unclear"),
        ("yes", None, None, "no-purpose"),
        ("yes", " ; ", None, "no-purpose"),
        ("yes", "health", None, "other-purpose"),
        ("yes", "no family tracing", None, "other-purpose"),
        ("yes", PURPOSE, "2016-10-23", "expired"),
        ("yes", PURPOSE, "2016", "unclear-until"),
        ("yes", PURPOSE, "2016-13-40", "unclear-until"),
        ("yes", PURPOSE, "reunion", "unclear-until"),
    ],
)
def test_only_clear_consent_for_the_purpose_that_still_holds_allows(
    consent: str | None, purpose: str | None, until: str | None, reason: str
) -> None:
    assert reason in REASONS
    assert reason_of(consent, purpose, until, wanted=PURPOSE, day=DAY) == reason


def test_a_purpose_that_nobody_named_allows_nobody() -> None:
    assert reason_of("yes", PURPOSE, None, wanted="  ", day=DAY) == "other-purpose"


def test_a_day_that_may_be_read_in_two_ways_is_the_earlier_one() -> None:
    assert last_day("04/11/2016") == date(2016, 4, 11)
    assert last_day("11/04/2016") == date(2016, 4, 11)
    assert last_day("24.10.2016") == date(2016, 10, 24)
    assert last_day("31/31/2016") is None


@given(st.text() | st.none(), st.text() | st.none(), st.text() | st.none())
def test_no_words_at_all_break_it(
    consent: str | None, purpose: str | None, until: str | None
) -> None:
    assert reason_of(consent, purpose, until, wanted=PURPOSE, day=DAY) in REASONS


def test_allowed_holds_those_who_agreed_and_nobody_else() -> None:
    people = people_of(
        "case",
        incoming(
            "case",
            {"id": "1", "name": "Saba", "consent": "no"},
            {"id": "2", "name": "Yonas"},
            {"id": "3", "name": "Omar", "until": "2016-10-01"},
            {"id": "4", "name": "Dawit"},
        ).table,
    )
    allowed = allow(people, purpose=PURPOSE, day=DAY)
    assert allowed.people.ids == ["2", "4"]
    assert allowed.rows.tolist() == [1, 3]
    assert allowed.refused == {"refused": 1, "expired": 1}
    assert (len(allowed), allowed.purpose, allowed.day) == (2, PURPOSE, DAY)


def test_nobody_but_allow_makes_allowed() -> None:
    people = people_of("case", incoming("case", {"id": "1", "name": "Saba"}).table)
    with pytest.raises(TypeError, match=r"only undercount\.trace\.consent\.allow"):
        Allowed(people, np.arange(1), {}, PURPOSE, DAY)
    made = allow(people, purpose=PURPOSE, day=DAY)
    others = people_of("case", incoming("case", {"id": "2", "name": "Omar"}).table)
    changes: list[dict[str, Any]] = [{"people": others}, {"rows": np.arange(2)}, {"seal": None}]
    for change in changes:
        with pytest.raises(TypeError, match="makes this"):
            replace(made, **change)
    with pytest.raises(ValueError, match="read-only"):
        made.rows[0] = 1
    with pytest.raises(AttributeError):
        made.people = people  # type: ignore[misc]  # frozen, which is what is tested
