"""People who differ in their chance of being listed: the models Mt, Mh and Mth."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.draws import lognormal_draws, normal_draws
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.heterogeneity.existence import trouble
from undercount.estimate.heterogeneity.fit import Totals, design, fit_heterogeneity
from undercount.estimate.heterogeneity.names import HETEROGENEITY_MODELS, heterogeneity_model
from undercount.estimate.heterogeneity.profile import UnseenProfile
from undercount.estimate.heterogeneity.words import (
    assumptions,
    cautions,
    compare,
    describe,
    why_none,
)
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import NOBODY, nobody_unseen, unusable
from undercount.histories import CaptureHistories
from undercount.results import Caution, Estimate, Interval, NotEstimable

_SOURCE = "Rivest & Baillargeon 2007; Baillargeon & Rivest 2007"


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """The number of people who differ in their chance of being on any list.

    With x_c people in a cell of k lists, log E(x_c) = a + sum of b_i over its lists + h(k), and
    exp(a) is the expected number on no list. The models are those of the R package Rcapture: in M0
    and Mh all b_i are the same; in M0 and Mt there is no h; else h(k) is tau (2**k - 1) (Poisson2:
    a person's logit is that of a Poisson variable), tau k**2 / 2 (Darroch: a normal one),
    -tau log(1 + k / 3.5) (Gamma3.5: a gamma one), or for Chao's lower bound
    sum of eta_j max(k - j + 1, 0) over j >= 3 with eta_j >= 0, which holds for every law of the
    differences (Rivest & Baillargeon 2007; Baillargeon & Rivest 2007, section 2).

    The counts hardly tell these laws apart, and they differ widely in the unseen: all models stand
    in `diagnostics["compared"]`, and a caution says so where they disagree. Darroch and the gamma
    run furthest. A tau below 0 fits no difference between people at all: lists then keep people
    off each other, and a caution names it. A finite estimate is looked for by a linear programme
    before each fit; where there is none the answer is a refusal.

    The interval is by default the multinomial profile likelihood (Cormack 1992), whose signed root
    also gives the draws, shape (1, 4000); "lognormal" puts a log-normal law on the unseen.

    Assumes that nobody joins or leaves, records of one person are linked without error, and lists
    depend on each other only because people differ. Known failure: lists that send people to each
    other look like differences between people and put the total far too high.

    Attributes:
        model: one of `HETEROGENEITY_MODELS`.
        interval: "profile" or "lognormal".

    Raises:
        InputError: a setting that does not exist; in `fit`, a level that is not between 0 and 1.

    >>> hiv = [0, 403, 545, 33, 621, 20, 35, 3, 205, 6, 10, 1, 11, 0, 3, 0]
    >>> table = CaptureHistories(("c1", "c2", "c3", "c4"), np.array(hiv))
    >>> fit = Heterogeneity("Mth Chao").fit(table)
    >>> round(fit.point, 1), round(fit.diagnostics["se"])
    (11701.0, 1031)
    """

    model: str = "Mth Chao"
    interval: Literal["profile", "lognormal"] = "profile"

    def __post_init__(self) -> None:
        name = heterogeneity_model(self.model)
        if name is None:
            hint = f"Give one of {', '.join(HETEROGENEITY_MODELS)}"
            raise InputError(f"there is no heterogeneity model '{self.model}'", hint)
        object.__setattr__(self, "model", name)
        if self.interval not in ("profile", "lognormal"):
            hint = "Give 'profile' or 'lognormal'"
            raise InputError(f"there is no interval '{self.interval}'", hint)

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one table; `seed` is for the order of the draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        method = f"Heterogeneity model {self.model} ({_SOURCE})"
        refused = unusable(data, method, origin)
        if refused is not None:
            return refused
        totals, n = Totals.of(data), data.n_observed
        columns = design(len(data.lists), self.model)
        why = trouble(data.counts, columns)
        found = None if why else fit_heterogeneity(totals, columns)
        if found is None:
            reason, helps = why_none(why, self.model)
            return NotEstimable(reason, helps, method, n, data.check(), origin)
        unseen = found.unseen
        if unseen < NOBODY:
            return nobody_unseen(method, n, origin, data.check())
        by_formula = lognormal(n, unseen, found.se, level)
        interval = by_formula
        draws: NDArray[np.float64] | None = lognormal_draws(n, unseen, found.se, seed)
        extra: dict[str, Any] = {}
        if self.interval == "profile":
            curve = UnseenProfile(totals, columns, found)
            low, high = curve.ends(level)
            # The Poisson point is not quite where the multinomial profile is highest.
            interval = Interval(n + min(low, unseen), n + max(high, unseen), level, "profile")
            drawn = curve.draws(normal_draws(seed, n, unseen))
            draws = None if drawn is None else (n + drawn)[np.newaxis]
            extra["multinomial_point"] = n + curve.best
        diagnostics = {
            **describe(data, self.model, columns, found),
            **extra,
            "lognormal": by_formula.to_dict(),
            "compared": compare(data, self.model, found),
        }
        said = [*data.check(), *cautions(diagnostics), *far_extrapolation(unseen, n)]
        if math.isinf(interval.upper):
            text = "The data set no upper end: the likelihood stays flat as the total grows."
            said.append(Caution("no-upper-end", text))
        return Estimate(
            point=n + unseen,
            interval=interval,
            n_observed=n,
            method=method,
            assumptions=assumptions(diagnostics),
            cautions=tuple(said),
            diagnostics=diagnostics,
            provenance=origin,
            draws=draws,
        )
