"""Several answers to one question, kept side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from undercount.display import as_html
from undercount.results.estimate import Estimate
from undercount.results.not_estimable import NotEstimable


@dataclass(frozen=True, slots=True)
class EstimateSet:
    """Answers by method or stratum; what is not estimable stays a row.

    Attributes:
        name: the question, such as "passed-through".
        rows: (label, answer) in the order asked.
        title: the question in words, or "" where the name must do.
    """

    name: str
    rows: tuple[tuple[str, Estimate | NotEstimable], ...]
    title: str = ""

    def __iter__(self) -> Iterator[tuple[str, Estimate | NotEstimable]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _repr_html_(self) -> str:
        return as_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        rows = [{"label": label, **answer.to_dict()} for label, answer in self.rows]
        return {"name": self.name, "title": self.title, "rows": rows}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> EstimateSet:
        """The set that `to_dict` wrote."""
        rows: list[tuple[str, Estimate | NotEstimable]] = []
        for row in data["rows"]:
            kind = NotEstimable if "not_estimable" in row else Estimate
            rows.append((row["label"], kind.from_dict(row)))
        return cls(data["name"], tuple(rows), data["title"])
