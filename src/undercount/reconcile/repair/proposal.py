"""One proposal, and the words around a figure that arithmetic reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from undercount.reconcile.stated import Stated


@dataclass(frozen=True, slots=True)
class Repair:
    """What arithmetic says of a figure.

    Attributes:
        figure: id of the figure concerned.
        kind: "sum", "difference", "share", "growth", "rate", "percent" (one read as a count),
            "confused" (with another quantity's number), "revision", "anticipation" or "derived".
        said: the number as printed.
        proposed: the number that would settle it; `said` itself where the arithmetic agrees; None
            where nothing single settles it, or where the figure is no observation at all.
        text: neutral sentences with the arithmetic.
        figures: ids of the figures it rests on, the figure itself first.
    """

    figure: str
    kind: str
    said: float
    proposed: float | None
    text: str
    figures: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the arithmetic confirms the printed number."""
        return self.proposed == self.said

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "figure": self.figure, "kind": self.kind, "said": self.said,
            "proposed": self.proposed, "text": self.text, "figures": list(self.figures),
            "agrees": self.agrees,
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Repair:
        """The proposal that `to_dict` wrote."""
        made = {key: value for key, value in data.items() if key != "agrees"}
        return cls(**{**made, "figures": tuple(data["figures"])})


def around(row: Stated) -> str:
    """The words that may hold a figure's arithmetic: its sentence, or what a typed row says."""
    figure = row.figure
    if row.entry.sentence:
        return row.entry.sentence if figure.origin != "table" else ""
    return "; ".join(filter(None, (figure.population, figure.note)))
