"""Which records a clerk is shown beside an audited one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from undercount.link.pairs import Pairs

if TYPE_CHECKING:
    from undercount.registers import Register

# By probability, and by name.
BEST, WIDER = 10, 5
# Beyond so many records of the right age only those that share the start of some name are compared.
_MOST_COMPARED = 5000
_START = 3
# Years by which two statements of one person's birth may differ.
_YEARS = 1


def candidates(
    records: Sequence[int],
    pairs: Pairs,
    registers: Sequence[Register] = (),
    *,
    best: int = BEST,
    wider: int = WIDER,
) -> dict[int, tuple[int, ...]]:
    """For each record those that may be of the same person, its own list's among them.

    First the candidate pairs by probability, whatever it is; then, from the registers, those with
    the names most alike among people of about the same age or of none, whether blocking found them
    or not. The order on the sheet is mixed by the numbers of the records, so that it tells nothing.

    Args:
        records: numbers of the audited records.
        pairs: the linkage's.
        registers: the lists in the order of the linkage; without them nobody is looked for by name.
        best: candidate pairs a record, at most.
        wider: records found by name besides, at most.
    """
    found = {record: _linked(record, pairs, best) for record in records}
    if registers and wider:
        names = _Names(registers)
        for record in records:
            found[record] += names.nearest(record, wider, {record, *found[record]})
    return {record: tuple(sorted(others)) for record, others in found.items()}


def _linked(record: int, pairs: Pairs, best: int) -> list[int]:
    """The other ends of a record's pairs, the most probable ones."""
    ends = np.concatenate(
        [np.flatnonzero(pairs.left == record), np.flatnonzero(pairs.right == record)]
    )
    ends = ends[np.argsort(-pairs.probability[ends], kind="stable")][:best]
    other = np.where(pairs.left[ends] == record, pairs.right[ends], pairs.left[ends])
    return [int(each) for each in other]


class _Names:
    """The names and years of birth of all records."""

    def __init__(self, registers: Sequence[Register]) -> None:
        self._tokens: list[tuple[str, ...]] = []
        low: list[NDArray[np.float64]] = []
        high: list[NDArray[np.float64]] = []
        for register in registers:
            rows = register.records
            self._tokens += [tuple(tokens or ()) for tokens in rows["tokens"].to_pylist()]
            low.append(_years(rows["year_low"].to_pylist(), -np.inf))
            high.append(_years(rows["year_high"].to_pylist(), np.inf))
        self._low, self._high = np.concatenate(low) - _YEARS, np.concatenate(high) + _YEARS
        self._starts: dict[str, list[int]] = {}
        for number, tokens in enumerate(self._tokens):
            for start in {token[:_START] for token in tokens}:
                self._starts.setdefault(start, []).append(number)

    def nearest(self, record: int, k: int, known: set[int]) -> list[int]:
        """The `k` records most alike in name that are not known yet."""
        from undercount.registers.names import similarity

        wanted = self._tokens[record]
        if not wanted:
            return []
        fits = (self._low <= self._high[record]) & (self._high >= self._low[record])
        if fits.sum() > _MOST_COMPARED:
            starts = {token[:_START] for token in wanted}
            alike = {number for start in starts for number in self._starts.get(start, ())}
            fits &= np.isin(np.arange(len(fits)), list(alike))
        ranked = sorted(
            (-similarity(wanted, self._tokens[other]), other)
            for other in np.flatnonzero(fits).tolist()
            if other not in known
        )
        return [other for alike_, other in ranked[:k] if alike_ < 0]


def _years(years: Sequence[int | None], unknown: float) -> NDArray[np.float64]:
    return np.array([unknown if year is None else year for year in years], dtype=np.float64)
