"""Quotations of several paragraphs: each opens with a mark, only the last one closes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from undercount.ledger.records import Quote

_NEAR: Final = 200  # code points between a quotation and the verb of its clause
_STOP: Final = re.compile(r"[.!?]\s")
_CLOSING: Final = "\"”»'’"
_OPENING: Final = "\"“«'"


def carried(text: str, quotes: Sequence[Quote]) -> list[Quote]:
    """The quotations, those left open at a paragraph's end with the speaker of the whole.

    That is whoever is named beside the last part or before the first, and not who spoke before.
    """
    settled = list(quotes)
    run: list[int] = []
    for n, quote in enumerate(settled):
        if not quote.direct:
            continue
        if run and not _joins(text, settled[run[-1]], quote):
            run = []
        run.append(n)
        if _is_open(text, quote):
            continue
        speaker = next((k for k in (n, run[0]) if _is_beside(text, settled[k])), None)
        if len(run) > 1 and speaker is not None:
            for k in run:
                if not _is_beside(text, settled[k]):
                    settled[k] = _as_said_by(settled[k], settled[speaker])
        run = []
    return settled


def _is_open(text: str, quote: Quote) -> bool:
    """Whether no mark closes it before its line ends."""
    at = quote.end
    while at < len(text) and at < quote.end + 3 and text[at] in " \u00a0\u202f":
        at += 1
    return at >= len(text) or text[at] not in _CLOSING


def _joins(text: str, left: Quote, right: Quote) -> bool:
    """Whether only a paragraph's end and an opening mark part two quotations."""
    between = text[left.end : right.start]
    if "\n" not in between or between.strip(_OPENING + " \r\n\u00a0\u202f"):
        return False
    return between.strip()[-1:] == text[max(left.start - 4, 0) : left.start].rstrip()[-1:]


def _is_beside(text: str, quote: Quote) -> bool:
    """Whether the words that name the speaker stand in the same sentence."""
    if quote.cue_start is None or quote.cue_end is None:
        return False
    if quote.cue_start >= quote.end:
        between = text[quote.end : min(quote.cue_start, quote.end + _NEAR)]
        near = quote.cue_start - quote.end < _NEAR
    else:
        between = text[max(quote.cue_end, quote.start - _NEAR) : quote.start]
        near = quote.start - quote.cue_end < _NEAR
    return near and _STOP.search(between) is None


def _as_said_by(quote: Quote, other: Quote) -> Quote:
    return replace(
        quote, speaker=other.speaker, role=other.role, organisation=other.organisation,
        speaker_start=other.speaker_start, speaker_end=other.speaker_end,
        cue_start=other.cue_start, cue_end=other.cue_end,
    )  # fmt: skip
