"""What may be printed of people by the lists they are on."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Published:
    """Numbers of people of a linkage, None where one is kept back; see `suppress`.

    Attributes:
        lists: names of the t lists.
        strata: labels, one "" where there are none.
        counts: for each stratum people by history, 2**t - 1 of them, from cell 1 on.
        histories: people by history over all strata.
        by_stratum: people of each stratum.
        on: people on just 1, 2, ... t lists.
        sizes: people on each list.
        records: records of each list, duplicates included.
        entries: people on each list, added up.
        total: people on any list.
        suppress_below: numbers below this were kept back, and those that would give them away.
        epsilon: of the noise that was added to each count before, or None.
    """

    lists: tuple[str, ...]
    strata: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    histories: tuple[int | None, ...]
    by_stratum: tuple[int | None, ...]
    on: tuple[int | None, ...]
    sizes: tuple[int | None, ...]
    records: tuple[int | None, ...]
    entries: int | None
    total: int | None
    suppress_below: int
    epsilon: float | None = None

    @property
    def whole(self) -> bool:
        """Whether no number of people is kept back."""
        held = (*self.histories, *self.by_stratum, *self.on, *self.sizes, self.entries, self.total)
        return None not in held and all(None not in counts for counts in self.counts)

    @property
    def merged(self) -> int | None:
        """Records that were merged into others of their list, or None where that is not printed.

        With the records it tells the entries, so it is kept back with them.
        """
        if self.entries is None or any(n is None for n in self.records):
            return None
        merged = sum(n or 0 for n in self.records) - self.entries
        return merged if merged >= self.suppress_below else None

    def to_csv(self, stratum: str = "stratum") -> str:
        """0/1 columns and `count`, which is empty where a number is kept back.

        Counts with noise are called `noisy_count`, so that nobody takes them for people counted.

        Args:
            stratum: name of the column of the labels, where there are several.
        """
        several = len(self.strata) > 1
        name = "count" if self.epsilon is None else "noisy_count"
        out = io.StringIO()
        write = csv.writer(out, lineterminator="\n")
        write.writerow([*self.lists, *([stratum] if several else []), name])
        for label, counts in zip(self.strata, self.counts, strict=True):
            for cell, n in enumerate(counts, start=1):
                bits = [cell >> i & 1 for i in range(len(self.lists))]
                write.writerow([*bits, *([label] if several else []), "" if n is None else n])
        return out.getvalue()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Published:
        """What `to_dict` wrote."""
        made: dict[str, Any] = dict(data)
        for name, value in data.items():
            if isinstance(value, list | tuple):
                made[name] = tuple(tuple(x) if isinstance(x, list) else x for x in value)
        return cls(**made)
