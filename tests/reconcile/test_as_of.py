from __future__ import annotations

from collections.abc import Callable
from datetime import date

from undercount.ledger.entry import Entry
from undercount.reconcile.as_of import known_as_of

Say = Callable[..., Entry]


def test_only_what_was_printed_by_then_is_known(say: Say) -> None:
    early = say(6901, "2016-08-17", published=date(2016, 8, 19))
    late = say(6429, "2015-04-01", "2015-09-30", published=date(2016, 9, 2))
    unprinted = say(9106, "2016-08-06", "2016-08-09")
    after = say(10188, "2016-09-10", "2016-09-12")
    dateless = say(500, None)
    known, (caution,) = known_as_of([early, late, unprinted, after, dateless], date(2016, 8, 31))
    assert known == (early, unprinted)
    assert caution.text == (
        "As of 31 August 2016: 2 of 5 figures were known. 1 of them name no day of print and are "
        "taken as known from the end of their period."
    )


def test_the_day_itself_counts(say: Say) -> None:
    entry = say(6901, "2016-08-17", published=date(2016, 8, 31))
    assert known_as_of([entry], date(2016, 8, 31))[0] == (entry,)
