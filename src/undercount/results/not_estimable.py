"""The honest answer where data cannot carry a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from undercount.display import as_html
from undercount.results.caution import Caution


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """A result that says why there is no number and what would make one possible.

    Attributes:
        reason: one or two sentences on what is not identified, does not exist or did not converge.
        what_would_help: what data or choice would change that.
        method: the method that was asked, with its citation, or "".
        n_observed: people counted at least once, or None where the table itself is the trouble.
        cautions: named cautions found on the way.
        provenance: seed, version, input hash.
        name: what was to be estimated (a stratum, a question), or "".
    """

    reason: str
    what_would_help: str
    method: str = ""
    n_observed: int | None = None
    cautions: tuple[Caution, ...] = ()
    provenance: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    def summary(self) -> str:
        """Two lines for a terminal.

        >>> print(NotEstimable("The lists never overlap.", "A third list.").summary())
        Not estimable: The lists never overlap.
        What would help: A third list.
        """
        return f"Not estimable: {self.reason}\nWhat would help: {self.what_would_help}"

    def _repr_html_(self) -> str:
        return as_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "name": self.name,
            "not_estimable": self.reason,
            "what_would_help": self.what_would_help,
            "method": self.method,
            "n_observed": self.n_observed,
            "cautions": [caution.to_dict() for caution in self.cautions],
            "provenance": self.provenance,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> NotEstimable:
        """The result that `to_dict` wrote."""
        return cls(
            reason=data["not_estimable"],
            what_would_help=data["what_would_help"],
            method=data["method"],
            n_observed=data["n_observed"],
            cautions=tuple(Caution(**caution) for caution in data["cautions"]),
            provenance=data["provenance"],
            # Files written before refusals had names lack it.
            name=data.get("name", ""),
        )
