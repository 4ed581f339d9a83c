"""Who may be compared, exported or shown: the one place that says so.

What is compared, exported or encoded takes an `Allowed`, and only `allow` makes one. Consent that
is missing or unclear, for something else, or of a day gone by is no consent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from undercount.trace.people import People

YES: Final = frozenset(("yes", "y", "true", "oui", "vrai", "نعم", "አዎ"))
NO: Final = frozenset(("no", "n", "false", "non", "faux", "لا", "አይ"))

REASONS: Final[Mapping[str, str]] = {
    "allowed": "consent holds",
    "missing": "no consent recorded",
    "refused": "consent refused",
    "unclear": "consent unclear",
    "no-purpose": "no purpose recorded",
    "other-purpose": "consent for another purpose",
    "unclear-until": "the day it ends is unclear",
    "expired": "consent expired",
}
"""Why somebody may be compared or not."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seal:
    """Of what `allow` made; a copy with other people in it is not sealed."""

    people: People
    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """People who agreed; made by `allow` alone.

    Attributes:
        people: those alone; whoever did not agree is not in it.
        rows: shape (allowed,), the row of each among all that were asked about, ascending.
        refused: how many may not, by reason (`REASONS`).
        purpose: what they agreed to.
        day: the day this was judged for.
    """

    people: People
    rows: NDArray[np.int64]
    refused: Mapping[str, int]
    purpose: str
    day: date
    seal: _Seal | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        seal = self.seal
        if seal is None or seal.people is not self.people or seal.rows is not self.rows:
            raise TypeError("only undercount.trace.consent.allow makes this")

    def __len__(self) -> int:
        """People who may be used."""
        return len(self.rows)


def allow(people: People, *, purpose: str, day: date) -> Allowed:
    """The people who agreed to `purpose`, and whose consent still holds on `day`."""
    rows, refused = who_may(people.table, purpose=purpose, day=day)
    rows.flags.writeable = False
    those = people if len(rows) == len(people) else people.take(rows)
    return Allowed(those, rows, refused, purpose, day, _Seal(those, rows))


def who_may(
    table: pa.Table, *, purpose: str, day: date
) -> tuple[NDArray[np.int64], Mapping[str, int]]:
    """The rows of a table with `consent`, `purpose` and `until` that may be used.

    Returns:
        The rows, ascending; and how many others there are, by reason.
    """
    import numpy as np

    columns = (table[name].to_pylist() for name in ("consent", "purpose", "until"))
    reasons = reasons_of(*columns, purpose=purpose, day=day)
    rows = np.flatnonzero([reason == "allowed" for reason in reasons]).astype(np.int64)
    refused = {name: reasons.count(name) for name in REASONS if name != "allowed"}
    return rows, {name: number for name, number in refused.items() if number}


def reasons_of(
    consent: Sequence[str | None],
    purposes: Sequence[str | None],
    until: Sequence[str | None],
    *,
    purpose: str,
    day: date,
) -> list[str]:
    """For each person, a word of `REASONS`; only "allowed" allows."""
    known: dict[tuple[str | None, str | None, str | None], str] = {}
    made = []
    for row in zip(consent, purposes, until, strict=True):
        reason = known.get(row)
        if reason is None:
            reason = known[row] = reason_of(*row, wanted=purpose, day=day)
        made.append(reason)
    return made


def reason_of(
    consent: str | None, purpose: str | None, until: str | None, *, wanted: str, day: date
) -> str:
    """Why one person may be used, or may not: a word of `REASONS`.

    No end recorded is no end: consent holds until it is withdrawn.

    >>> reason_of("yes", "family tracing; health", "2016-12-31",
    ...           wanted="family tracing", day=date(2016, 10, 24))
    'allowed'
    >>> reason_of("yes", "health", None, wanted="family tracing", day=date(2016, 10, 24))
    'other-purpose'
    """
    answer = _plain(consent)
    if not answer:
        return "missing"
    if answer in NO:
        return "refused"
    if answer not in YES:
        return "unclear"
    agreed = {_plain(part) for part in re.split(r"[;,|\n]", purpose or "")} - {""}
    if not agreed:
        return "no-purpose"
    if _plain(wanted) not in agreed:
        return "other-purpose"
    if not _plain(until):
        return "allowed"
    last = last_day(until)
    if last is None:
        return "unclear-until"
    return "allowed" if day <= last else "expired"


_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_WRITTEN: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def last_day(until: str | None) -> date | None:
    """The last day of a consent, or None where it is not clear.

    Where day and month could be taken for each other, the earlier of the two readings holds.

    >>> last_day("2017-03-04T00:00:00Z"), last_day("04/03/2017"), last_day("31.12.2017")
    (datetime.date(2017, 3, 4), datetime.date(2017, 3, 4), datetime.date(2017, 12, 31))
    >>> last_day("2017") is None
    True
    """
    text = "".join(_digit(letter) for letter in (until or "").strip())
    if iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
        return _day(year, month, day)
    if written := _WRITTEN.fullmatch(text):
        first, second, year = map(int, written.groups())
        days = [_day(year, second, first), _day(year, first, second)]
        return min((found for found in days if found), default=None)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _digit(letter: str) -> str:
    """Digits of any script as ours."""
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


def _plain(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
