"""What a list as a whole cannot be: without any name, or with ids that are not of persons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from undercount.errors import Problem
from undercount.registers.columns import NAMES
from undercount.registers.merge import Merge
from undercount.registers.names import key
from undercount.registers.where import lines

if TYPE_CHECKING:
    from undercount.registers.build import Rows

# So many records made of strangers, and more than half of all that were joined, are no slips.
_FEWEST = 5


def impossible(rows: Rows, merge: Merge) -> Iterator[Problem]:
    """Problems of the list as a whole."""
    several = len(rows.files) > 1
    file = None if several else rows.files[0].file
    if not any(rows.names.tokens[field].lengths.any() for field in NAMES):
        headers = [rows.headers[field] for field in NAMES if field in rows.headers]
        hint = "Name the column that holds them"
        what = "no row has a name that can be read"
        yield Problem(what, rows.files[0].file, column=", ".join(headers), hint=hint)
        return
    if not merge.n_merged:
        return
    strangers, joined = strangers_of(rows, merge)
    n = int(strangers.sum())
    if n >= _FEWEST and 2 * n > joined:
        at = np.flatnonzero(strangers[merge.record])
        hint = "Name the column of a person's own number, or leave out id"
        if several:
            hint += "; numbers that start anew in each file need the year before them"
        what = (
            f"{n:,} of the {joined:,} ids that stand on several rows are of people with other "
            f"names: no id of a person"
        )
        where = "" if several else f" ({lines(rows.lines[at])})"
        yield Problem(f"{what}{where}", file, column=rows.headers["id"], hint=hint)


def strangers_of(rows: Rows, merge: Merge) -> tuple[NDArray[np.bool_], int]:
    """Records joined of rows that cannot be one person's, and how many have several names.

    Strangers share no name key (of the given name, where it is told apart: a family shares the
    rest), or differ in sex and year of birth both.

    Returns:
        Shape (records,), and the number of records of two or more rows with names.
    """
    names = rows.names
    chosen = names.tokens["given"] if "given" in rows.fields else names.whole()
    seats: dict[str, int] = {}
    keys = np.array([seats.setdefault(key(word), len(seats)) for word in names.words], np.int64)
    row = chosen.rows
    own = np.unique(np.stack((row, keys[chosen.flat]), axis=1), axis=0)
    pair = merge.record[own[:, 0]] * max(len(seats), 1) + own[:, 1]
    kinds, shared = np.unique(pair, return_counts=True)
    most = np.zeros(merge.n_records, dtype=np.int64)
    np.maximum.at(most, kinds // max(len(seats), 1), shared)
    named = np.bincount(merge.record[chosen.lengths > 0], minlength=merge.n_records)
    apart = (named > 1) & (most < 2)
    years = np.where(rows.births.year > 0, rows.births.year, -1)
    unlike = merge.differing(rows.sex.codes) & merge.differing(years)
    return apart | unlike, int((named > 1).sum())
