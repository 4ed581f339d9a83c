"""A score on one annotated corpus of other people's texts: a tally for each row it measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from undercount.read.scoring.score import Tally


@dataclass(frozen=True, slots=True)
class CorpusScore:
    """Tallies by row ("number, exact", "unit") over a whole corpus.

    Attributes:
        name: of the corpus, as people call it.
        rows: row, then tally.
    """

    name: str
    rows: Mapping[str, Tally]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: {corpus, rows}."""
        return {
            "corpus": self.name,
            "rows": {row: tally.to_dict() for row, tally in self.rows.items()},
        }

    def table(self) -> str:
        """The tallies as text, at most 80 columns wide.

        >>> print(CorpusScore("own", {"number": Tally(3, 4, 3)}).table())
        own                        right    gold    read    prec.   recall       F1
        number                         3       4       3    1.000    0.750    0.857
        """
        head = f"{self.name[:24]:24}{'right':>8}{'gold':>8}{'read':>8}"
        lines = [head + f"{'prec.':>9}{'recall':>9}{'F1':>9}"]
        for row, tally in self.rows.items():
            lines.append(
                f"{row[:24]:24}{tally.right:8}{tally.annotated:8}{tally.read:8}"
                f"{tally.precision:9.3f}{tally.recall:9.3f}{tally.f1:9.3f}"
            )
        return "\n".join(lines)
