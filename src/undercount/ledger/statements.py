"""Quotes, posts and claims in one shape, as the ledger keeps them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from undercount.ledger.records import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a document says besides figures.

    Attributes:
        document: path inside the project.
        type: "quote", "post" or the claim's type such as "undercount".
        start: first code point.
        end: one past the last.
        speaker: of a quote, or None.
        direct: whether a quote stands between marks, or None.
        handle: of a post, or None.
        name: display name of a post, or None.
        date: day of a post, or None.
        role: of who posted or spoke, or None.
        organisation: whom the speaker of a quote speaks for, or None.
        speaker_start: where a quote's speaker is named, or None.
        speaker_end: one past it, or None.
        cue_start: where its verb of speech begins, or None.
        cue_end: one past it, or None.
        words: the text of the span.
    """

    document: str
    type: str
    start: int
    end: int
    speaker: str | None = None
    direct: bool | None = None
    handle: str | None = None
    name: str | None = None
    date: date | None = None
    role: str | None = None
    organisation: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    words: str = ""

    def to_row(self) -> tuple[object, ...]:
        """Values in the order of the table's columns."""
        day = None if self.date is None else self.date.isoformat()
        return (
            self.document, self.type, self.start, self.end, self.speaker, self.direct,
            self.handle, self.name, day, self.role, self.organisation,
            self.speaker_start, self.speaker_end, self.cue_start, self.cue_end,
        )  # fmt: skip

    @classmethod
    def from_row(cls, row: sqlite3.Row) -> Statement:
        """The statement that `to_row` wrote."""
        values = dict(row)
        values["direct"] = None if values["direct"] is None else bool(values["direct"])
        values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
        return cls(**values)


QUOTE: Literal["quote"] = "quote"
POST: Literal["post"] = "post"


def statements_of(reading: Reading) -> Iterator[Statement]:
    """Every quote, post and claim of one document."""
    where = reading.document
    for quote in reading.quotes:
        yield Statement(
            document=where, type=QUOTE, start=quote.start, end=quote.end,
            speaker=quote.speaker, direct=quote.direct, role=quote.role,
            organisation=quote.organisation, speaker_start=quote.speaker_start,
            speaker_end=quote.speaker_end, cue_start=quote.cue_start, cue_end=quote.cue_end,
        )  # fmt: skip
    for post in reading.posts:
        yield Statement(
            document=where, type=POST, start=post.start, end=post.end, handle=post.handle,
            name=post.name, date=post.date, role=post.role,
        )  # fmt: skip
    for claim in reading.claims:
        yield Statement(document=where, type=claim.type, start=claim.start, end=claim.end)
