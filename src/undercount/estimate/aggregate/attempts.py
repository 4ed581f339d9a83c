"""Attempts that were stopped, and what is known of the share that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from undercount.estimate.aggregate.named_columns import NamedColumns
from undercount.histories.table import Table, frame_table, read_table_file

_ROLES = ("attempts", "repeats", "p", "p_low", "p_high", "place")


@dataclass(frozen=True, slots=True)
class Attempts:
    """A table of stopped attempts, a row for each place or period.

    Rows are held in an order of their own. What a table does not tell is None.

    Attributes:
        attempts: stopped attempts (A), by row.
        repeats: of these, attempts of people who had been stopped before (R), by row.
        low: lowest probability that an attempt is stopped, by row.
        best: a best value of it, by row.
        high: highest, by row.
        place: names of the rows.
        sha256: of the file, or "".
    """

    attempts: tuple[int, ...]
    repeats: tuple[int, ...] | None = None
    low: tuple[float, ...] | None = None
    best: tuple[float, ...] | None = None
    high: tuple[float, ...] | None = None
    place: tuple[str, ...] = ()
    sha256: str = ""

    @classmethod
    def read_csv(cls, path: str | Path, columns: Mapping[str, str] | None = None) -> Attempts:
        """The table in a CSV file; see `from_table`."""
        return cls.from_table(read_table_file(path), columns)

    @classmethod
    def from_frame(cls, frame: Any, columns: Mapping[str, str] | None = None) -> Attempts:
        """The table in a pandas, polars or pyarrow frame; see `from_table`.

        >>> import polars
        >>> Attempts.from_frame(polars.DataFrame({"attempts": [1000], "p": [0.35]})).best
        (0.35,)
        """
        return cls.from_table(frame_table(frame), columns)

    @classmethod
    def from_table(cls, table: Table, columns: Mapping[str, str] | None = None) -> Attempts:
        """The table in text.

        Args:
            table: with a column attempts; if known also p, or p_low and p_high, or repeats, and
                place for the name of each row.
            columns: which columns these are if they have other names.

        Raises:
            InputError: every problem at once: a missing column, a number that is none, more
                repeats than attempts, a p_low above p_high or a p outside them.
        """
        read = NamedColumns(table, _ROLES, columns or {})
        attempts = read.whole("attempts")
        repeats = read.whole("repeats") if read.has("repeats") else None
        best = read.share("p") if read.has("p") else None
        ranged = read.has("p_low") or read.has("p_high")
        low = read.share("p_low") if ranged else None
        high = read.share("p_high") if ranged else None
        place = read.text("place") if read.has("place") else None
        read.done()
        for row, lines in enumerate(read.lines()):
            if len(lines) > 1:
                hint = "Keep it once, or name the rows in a column 'place'"
                read.problem("attempts", row, "this row stands in the table twice", hint)
            if repeats and repeats[row] > attempts[row]:
                what = "more repeats than attempts"
                read.problem("repeats", row, what, "Repeats are some of the attempts")
            if low and high and low[row] > high[row]:
                read.problem("p_low", row, "p_low is above p_high", "Change the two round")
            elif low and high and best and not low[row] <= best[row] <= high[row]:
                read.problem("p", row, "p is not between p_low and p_high", "Check the three")
        read.done()
        names = place or [""] * len(attempts)
        known: dict[str, list[Any]] = {"place": names, "attempts": attempts}
        more = {"repeats": repeats, "low": low, "best": best, "high": high}
        known |= {name: values for name, values in more.items() if values is not None}
        order = sorted(range(len(attempts)), key=lambda i: [values[i] for values in known.values()])
        sorted_by = {name: tuple(values[i] for i in order) for name, values in known.items()}
        return cls(**sorted_by, sha256=table.sha256)

    @property
    def n_observed(self) -> int:
        """People stopped at least once; 0 where repeats are unknown, for attempts are no people."""
        return 0 if self.repeats is None else sum(self.attempts) - sum(self.repeats)
