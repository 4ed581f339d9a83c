"""A part said as a percentage: 149 of them, or 2.3%."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from undercount.reconcile.repair.numbers import Written, numbers
from undercount.reconcile.repair.proposal import Repair, around
from undercount.reconcile.said import numeral
from undercount.reconcile.stated import Stated

_TIED: Final = re.compile(r"^(?: (?:of them|d'entre eux|de ellos))?,? ?\(?(?:or |ou |o |soit )?$")
_LEAST: Final = 100


def shares(figures: Sequence[Stated]) -> list[Repair]:
    """Shares that a sentence states beside their part, against a whole in the same text.

    The whole is a number of the same sentence, else of the same document. Only what agrees with
    one whole alone is told: with two, nobody knows which was meant.
    """
    documents: dict[str, set[float]] = defaultdict(set)
    texts: dict[str, list[Stated]] = defaultdict(list)
    for row in figures:
        if row.figure.document and row.value >= _LEAST:
            documents[row.figure.document].add(row.value)
        if text := around(row):
            texts[text].append(row)
    found = []
    for text, rows in texts.items():
        written = numbers(text)
        for part, share in _tied(text, written):
            near = {number.value for number in written if not number.percent}
            far = documents.get(rows[0].figure.document or "", set())
            fits = _wholes(part, share, near) or _wholes(part, share, far)
            if len(fits) == 1:
                found.append(_agrees(rows, part.value, share.value, fits[0]))
    return found


def _tied(text: str, written: Sequence[Written]) -> list[tuple[Written, Written]]:
    return [
        (part, share)
        for part, share in pairwise(written)
        if share.percent and not part.percent and _TIED.match(text[part.end : share.start])
    ]


def _wholes(part: Written, share: Written, wholes: set[float]) -> list[float]:
    half = 0.5 * 10.0 ** -_decimals(share.value)
    return [
        whole
        for whole in sorted(wholes)
        if whole > part.value and abs(100 * part.value / whole - share.value) <= half + 1e-9
    ]


def _decimals(value: float) -> int:
    return len(f"{value:g}".partition(".")[2])


def _agrees(rows: Sequence[Stated], part: float, share: float, whole: float) -> Repair:
    row = next((row for row in rows if row.value in (part, whole)), rows[0])
    true = f"{100 * part / whole:.{_decimals(share)}f}%"
    text = f"{numeral(part)} of {numeral(whole)} is {true}: agrees."
    return Repair(row.entry.id, "share", row.value, row.value, text, (row.entry.id,))
