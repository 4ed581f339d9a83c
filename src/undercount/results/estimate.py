"""One estimated number of people, with everything needed to judge it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from undercount.display import as_html
from undercount.errors import InputError, UndercountError
from undercount.results.caution import Assumption, Caution
from undercount.results.interval import Interval
from undercount.units import percent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from xarray import DataTree

# Below one person: a point and an end that agree up to rounding of the optimiser.
_SLACK = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """An estimate of a population's size.

    Attributes:
        point: the estimated number of people, seen and unseen.
        interval: where it lies; `n_observed <= lower <= point <= upper` is checked.
        n_observed: people counted at least once.
        method: the method and its citation, one line.
        name: what is estimated (a stratum, a question), or "".
        assumptions: what must be true, each with its verdict.
        cautions: what a reader must know.
        diagnostics: plain numbers and lists by name (AIC, model, near-best models ...).
        provenance: input hash, seed, version, settings.
        draws: shape (chain, draw), people; None for methods without draws.

    Raises:
        ValueError: the numbers are not ordered as above.
    """

    point: float
    interval: Interval
    n_observed: int
    method: str
    name: str = ""
    assumptions: tuple[Assumption, ...] = ()
    cautions: tuple[Caution, ...] = ()
    diagnostics: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=dict)
    draws: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        ordered = (self.n_observed, self.interval.lower, self.point, self.interval.upper)
        slack = _SLACK * max(1.0, abs(self.point))
        if not all(low <= high + slack for low, high in pairwise(ordered)):
            raise ValueError(
                "an estimate must satisfy n_observed <= lower <= point <= upper, "
                f"not {ordered[0]}, {ordered[1]}, {ordered[2]}, {ordered[3]}"
            )

    def summary(self) -> str:
        """The answer in words for a terminal: number, range, method, cautions.

        >>> Estimate(7080, Interval(6363, 7797, 0.95, "normal"), 1880, "Zero-truncated Poisson"
        ...     ).summary().splitlines()[0]
        '7,080 people (95% normal interval 6,363 to 7,797); 1,880 of them observed'
        """
        low, high = self.interval.lower, self.interval.upper
        above = f"{low:,.0f} to {high:,.0f}" if high != float("inf") else f"{low:,.0f} or more"
        lines = [
            f"{self.point:,.0f} people ({percent(self.interval.level)} {self.interval.kind} "
            f"interval {above}); {self.n_observed:,} of them observed",
            f"Method: {self.method}",
        ]
        lines += [f"Assumes: {item.text} [{item.verdict}]" for item in self.assumptions]
        lines += [f"Caution: {caution.text}" for caution in self.cautions]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return as_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON. Draws are left out: they go to their own file."""
        return {
            "name": self.name,
            "point": self.point,
            "interval": self.interval.to_dict(),
            "n_observed": self.n_observed,
            "method": self.method,
            "assumptions": [assumption.to_dict() for assumption in self.assumptions],
            "cautions": [caution.to_dict() for caution in self.cautions],
            "diagnostics": self.diagnostics,
            "provenance": self.provenance,
        }

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)

    def to_inference_data(self) -> DataTree:
        """ArviZ's tree: `posterior` with the total `N`, `observed_data` with `n_observed`.

        `posterior` carries the draws, dimensions (chain, draw), people. `arviz_stats.summary` and
        the plots of ArviZ read it. What the draws are (of a posterior, or the replicates of a
        bootstrap) is said by `method` in the attributes of the tree, beside version and seed.

        Raises:
            InputError: the method made no draws.
            UndercountError: ArviZ is not installed.
        """
        if self.draws is None:
            raise InputError("this estimate has no draws", "Use a method that draws: model-average")
        try:
            from arviz_base import from_dict
        except ImportError:
            raise UndercountError(
                "ArviZ is not installed", "pip install 'undercount[arviz]'"
            ) from None
        known = {"method": self.method, "name": self.name, "inference_library": "undercount"}
        known |= {
            key: self.provenance[key] for key in ("version", "seed") if key in self.provenance
        }
        groups: dict[str, dict[str, Any]] = {
            "posterior": {"N": self.draws.copy()},
            "observed_data": {"n_observed": self.n_observed},
        }
        return from_dict(groups, attrs={"/": known, "posterior": known})

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Estimate:
        """The estimate that `to_dict` wrote, without draws."""
        return cls(
            name=data["name"],
            point=data["point"],
            interval=Interval.from_dict(data["interval"]),
            n_observed=data["n_observed"],
            method=data["method"],
            assumptions=tuple(Assumption(**item) for item in data["assumptions"]),
            cautions=tuple(Caution(**item) for item in data["cautions"]),
            diagnostics=data["diagnostics"],
            provenance=data["provenance"],
        )
