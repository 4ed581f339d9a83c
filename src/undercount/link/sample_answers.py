"""What clerks said of a sample, in its sheet and in the browser: two ways to the same answers.

A row of the sheet and a judgement of the browser count alike, and each person's later one holds.
The sheet bears no time: what it says is as late as when it was first read so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from undercount.link.judged import WORDS, Answer, PairKey, latest
from undercount.link.judgements import judgements_in
from undercount.link.sample_sheet import KEY, rows_in

SAMPLE: Final = "sample.csv"
NOBODY: Final = "the clerk"
"""Who answers in a sheet that names no reader."""


@dataclass(frozen=True, slots=True)
class Clerks:
    """A sample as far as clerks have come.

    Attributes:
        code: of the sample, as the sheet repeats it; "" in a sheet without rows.
        pairs: in the order of the sheet.
        sheet: what its rows say; those that wait, or say what is no answer, are not in it.
        said: of each pair, the word that each person holds; a pair that waits is not in it.
        empty: pairs whose row in the sheet has no answer.
    """

    code: str
    pairs: tuple[PairKey, ...]
    sheet: tuple[Answer, ...]
    said: Mapping[PairKey, Mapping[str, str]]
    empty: frozenset[PairKey]

    @property
    def linkage(self) -> str:
        """The fingerprint of the linkage that the sample was drawn from."""
        return self.code.partition("-")[0]

    @property
    def waiting(self) -> int:
        """Pairs that nobody has judged; what is no answer in the sheet waits to be put right."""
        return sum(pair in self.empty and pair not in self.said for pair in self.pairs)

    @property
    def done(self) -> bool:
        """Whether every pair has an answer."""
        return bool(self.pairs) and not self.waiting


def clerks_in(folder: Path) -> Clerks | None:
    """The sample beside a linkage with all that was said of it, or None where there is none.

    Raises:
        InputError: the sheet or the file of judgements cannot be read.
    """
    path = folder / SAMPLE
    if not path.is_file():
        return None
    rows = [row for _, row in rows_in(path)]
    code = next((row["sample"] for row in rows if row["sample"]), "")
    pairs = tuple(PairKey(*(row[name] for name in KEY[2:])) for row in rows)
    sheet = tuple(
        Answer(pair, word, row["reader"] or NOBODY)
        for pair, row in zip(pairs, rows, strict=True)
        if (word := row["same"].casefold()) in WORDS
    )
    linkage = code.partition("-")[0]
    asked = set(pairs)
    said = latest(judgements_in(folder, linkage) if linkage else (), sheet)
    empty = frozenset(pair for pair, row in zip(pairs, rows, strict=True) if not row["same"])
    told = {pair: all_ for pair, all_ in said.items() if pair in asked}
    return Clerks(code, pairs, sheet, told, empty)
