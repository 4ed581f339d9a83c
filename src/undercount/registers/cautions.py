"""What a reader of a linkage must know about a list, in words; no name, no day of birth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from undercount.registers.births.tell import date_cautions
from undercount.registers.profile import Profile
from undercount.registers.where import count, places
from undercount.results import Caution

if TYPE_CHECKING:
    from undercount.registers.build import Rows

_WEAK = 0.3  # of the births not known, and linkage rests on names alone
_SHOWN = 5  # unknown values told in a caution; the profile has all


def cautions(rows: Rows, profile: Profile) -> Iterator[Caution]:
    """Everything that had to be guessed, was left out, or makes linkage weak."""
    for raw in rows.files:
        yield from raw.cautions
    yield from rows.cautions
    names = [str(raw.file) for raw in rows.files]
    for field, dates in (("birth", rows.dates), ("seen", rows.seen)):
        if field in rows.headers:
            header, column = rows.headers[field], rows.texts[field]
            yield from date_cautions(dates, column, rows.lines, rows.file, names, header)
    yield from _births(rows, profile, names)
    yield from _names(rows, profile, names)
    for field, values in profile.unknown.items():
        many = count(len(values), "value", "values")
        if not (shown := profile.shown_unknown(field, _SHOWN)):
            header = rows.headers[field]
            text = f"{many} of {field} not understood: is '{header}' the right column?"
        else:
            text = f"{many} of {field} not understood, left out: {shown}."
        yield Caution("unknown-values", text)


def _births(rows: Rows, profile: Profile, names: list[str]) -> Iterator[Caution]:
    if "birth" not in profile.missing:
        text = "No column holds births or ages: linkage rests on names and will be weak."
        yield Caution("no-births", text)
        return
    share = profile.missing["birth"] / profile.records
    if share >= _WEAK:
        header = rows.headers.get("birth", rows.headers.get("age", ""))
        text = (
            f"In column '{header}' {share:.0%} of the births are missing "
            f"({profile.missing['birth']:,} of {profile.records:,} records): linkage rests on "
            "names there and will be weak. Ask for years of birth or ages, even round ones."
        )
        yield Caution("births-missing", text)

    def at(which: NDArray[np.bool_]) -> str:
        return places(which, rows.lines, rows.file, names)

    if rows.ages.misread.any():
        many = count(int(rows.ages.misread.sum()), "cell", "cells")
        header = rows.headers["age"]
        text = f"In column '{header}' {many} cannot be read as an age: {at(rows.ages.misread)}."
        yield Caution("ages-not-understood", text)
    lost = (rows.ages.years >= 0) & (rows.seen.year == 0)
    if lost.any():
        many = count(int(lost.sum()), "age is", "ages are")
        text = f"{many} of no use, since the day seen is not known: {at(lost)}."
        yield Caution("ages-without-a-day", text)
    early = (rows.seen.year > 0) & (rows.dates.year > rows.seen.year)
    if early.any():
        many = count(int(early.sum()), "row has", "rows have")
        text = f"{many} a year of birth after the day seen: {at(early)}."
        yield Caution("born-after-seen", text)
    apart = (rows.dates.year > 0) & (rows.ages.low > 0)
    apart &= (rows.dates.year < rows.ages.low - 1) | (rows.dates.year > rows.ages.high + 1)
    apart &= rows.births.year > 0
    if apart.any():
        many = count(int(apart.sum()), "row has", "rows have")
        text = f"{many} an age that is years off the birth, which was taken: {at(apart)}."
        yield Caution("ages-against-births", text)
    if other := profile.doubts.get("non-gregorian", 0):
        text = (
            f"{count(other, 'birth is', 'births are')} written in another calendar (Persian, "
            "Islamic, Ethiopian, Buddhist or Nepalese). Nothing was converted: the years of ours "
            "that they may be are kept as a range."
        )
        yield Caution("other-calendars", text)
    if rows.dates.short_years:
        text = (
            f"{count(rows.dates.short_years, 'year', 'years')} of birth with two digits were read "
            f"as years from {rows.latest - 99} to {rows.latest}."
        )
        yield Caution("two-digit-years", text)


def _names(rows: Rows, profile: Profile, names: list[str]) -> Iterator[Caution]:
    if profile.without_name:
        many = count(profile.without_name, "record has", "records have")
        yield Caution("no-name", f"{many} no name: kept, but hardly to be linked.")
    if any(profile.disagree.values()):
        told = ", ".join(f"{n:,} in {what}" for what, n in profile.disagree.items() if n)
        text = (
            f"{count(profile.merged, 'row shares', 'rows share')} the id of an earlier row. The "
            f"records made of them disagree: {told}. Is the id one person's?"
        )
        yield Caution("ids-disagree", text)
