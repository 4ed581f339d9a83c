"""What a model is judged by, and what counts as a parameter of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.loglinear.collapsed import supersets
from undercount.estimate.loglinear.roles import COUNTED
from undercount.estimate.loglinear.search import Fits, Looked


@dataclass(frozen=True, slots=True)
class Criterion:
    """penalty x parameters - 2 log likelihood.

    Attributes:
        name: "bic" or "aic".
        infinite: "count" if terms estimated as minus infinity are parameters, else "omit".

    >>> Criterion("aic").penalty(500)
    2.0
    """

    name: Literal["bic", "aic"] = "bic"
    infinite: Literal["count", "omit"] = "count"

    @property
    def other(self) -> Criterion:
        """The same criterion with the other convention."""
        return replace(self, infinite="omit" if self.infinite == "count" else "count")

    def penalty(self, n_observed: int) -> float:
        """Of one parameter: log n for BIC, with the people observed as n; 2 for AIC."""
        return math.log(n_observed) if self.name == "bic" else 2.0

    def of(self, fits: Fits | Looked, n_observed: int) -> NDArray[np.float64]:
        """Shape (m,): the criterion of each model; `inf` where nothing was fitted."""
        return fits.criterion(self.penalty(n_observed), count_infinite=self.infinite == "count")

    def sizes(
        self, models: NDArray[np.bool_], counts: NDArray[np.int64], roles: NDArray[np.int8]
    ) -> NDArray[np.int64]:
        """Shape (m,): parameters of each model fitted to one table, intercept included."""
        people = supersets(np.where(roles == COUNTED, counts, 0).astype(np.float64))
        counted = models if self.infinite == "count" else models[:, people > 0]
        sizes: NDArray[np.int64] = counted.sum(axis=1, dtype=np.int64)
        return sizes
