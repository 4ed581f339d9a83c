"""Poisson log-linear models of lists that overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.bootstrap import bootstrap
from undercount.estimate.contenders import Chosen, best_of
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.loglinear_words import (
    assumptions,
    bootstrap_cautions,
    cautions,
    describe,
    why_no_bootstrap,
    why_none,
)
from undercount.estimate.models import hierarchical_models
from undercount.estimate.notation import parse_model
from undercount.estimate.profile import profile_interval, profile_likelihood
from undercount.estimate.provenance import provenance
from undercount.estimate.roles import roles_of
from undercount.estimate.search import aic_penalty, bic_penalty, fit_all, near_best, writable
from undercount.estimate.unusable import NOBODY, nobody_unseen, unusable
from undercount.histories import CaptureHistories
from undercount.results import Estimate, Interval, NotEstimable

# A named model beyond this would take minutes, and no table of people supports it.
_MOST_TERMS = 500
# Beyond this share of replicates without an estimate the others no longer stand for all.
_MOST_MISSING = 0.1
_SOURCE = "Fienberg 1972; Cormack 1992; existence: Chan, Silverman & Vincent 2021"


@dataclass(frozen=True, slots=True)
class LogLinear:
    """The number of people from lists that overlap, by a Poisson log-linear model.

    With x_c people in each of the 2**t - 1 observed cells, log E(x_c) is the sum of the model's
    terms within c, and exp(intercept) is the expected number on no list. A term [AB] says that
    being on A changes the chance of being on B. Without `model`, every hierarchical model is
    fitted (all 8, 113, 6,893 for 3, 4, 5 lists; for 6 lists all 32,768 with pairs only) and the
    one with the lowest criterion gives the point; those near it stand in
    `diagnostics["near_best"]`, and they often disagree more than the interval shows.

    A term that nobody in the data supports is estimated as minus infinity, as is all above it. A
    model is left out where its other terms have no finite estimate or the unseen are not
    identified; both are checked in every fit. **Two conventions of BIC** exist for such terms.
    Here they are counted as parameters, as in Chan, Silverman & Vincent (2021) and Rcapture: the
    UK table of 2013 in five lists gives 25,311. If only finite terms are counted, the best model
    gives 12,142; that answer is in `diagnostics["finite_terms_only"]`.

    The interval is by default the multinomial profile likelihood of the model (Cormack 1992);
    "lognormal" puts a log-normal law on the unseen (Burnham et al. 1987). Both ignore that the
    model was chosen by looking at the data, and a caution says so. "bca" repeats the choice among
    all models in each bootstrap replicate (Silverman, Chan & Vincent 2024; Efron 1987) and keeps
    the replicates in `Estimate.draws`, shape (1, replicates with an estimate).

    Assumes that nobody joins or leaves, records of one person are linked without error, people
    differ in their chance of being listed only as the terms allow, and no term of all t lists:
    none of it can be tested from the lists alone, and with two lists their independence neither.
    Known failure: a choice among models makes the interval too sure, and dependences left out make
    the point groundless; for these reasons Whitehead, Jackson, Balch & Francis (2021) reject the
    method for victims of modern slavery.

    Attributes:
        selection: "bic" or "aic".
        order: most lists in one term; None for all but the term of all lists (2 at six lists).
        model: a model to fit as it stands, such as "[AB][C]" or "[LA,NG][GO]"; see
            `undercount.estimate.notation.parse_model`.
        interval: "profile", "lognormal" or "bca".
        replicates: bootstrap tables for "bca".

    Raises:
        InputError: a setting that does not fit, here or to the table's lists.

    >>> kosovo = [0, 1131, 845, 177, 936, 228, 217, 181, 306, 106, 31, 18, 123, 42, 32, 27]
    >>> table = CaptureHistories(("EXH", "ABA", "OSCE", "HRW"), np.array(kosovo))
    >>> fit = LogLinear().fit(table)
    >>> round(fit.point, 1), fit.diagnostics["model"]
    (10356.5, '[EXH,ABA,OSCE][EXH,HRW][OSCE,HRW]')
    """

    selection: Literal["bic", "aic"] = "bic"
    order: int | None = None
    model: str | None = None
    interval: Literal["profile", "lognormal", "bca"] = "profile"
    replicates: int = 1000

    def __post_init__(self) -> None:
        if self.selection not in ("bic", "aic"):
            raise InputError(f"'{self.selection}' selects no model", "Give 'bic' or 'aic'")
        if self.order is not None and self.order < 1:
            raise InputError(f"order {self.order} is below 1", "1 is independence, 2 adds pairs")
        if self.order is not None and self.model is not None:
            raise InputError("order and model exclude each other", "Give one of the two")
        if self.interval not in ("profile", "lognormal", "bca"):
            hint = "Give 'profile', 'lognormal' or 'bca'"
            raise InputError(f"there is no interval '{self.interval}'", hint)
        if self.replicates < 2:
            raise InputError(f"{self.replicates} replicates are too few", "Give 1000")

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one table; `seed` is for the bootstrap and recorded with all.

        Raises:
            InputError: the level, or a model that does not fit the table's lists.
        """
        quantile(level)
        origin = provenance(self, level, seed)
        method = f"Poisson log-linear model ({_SOURCE})"
        refused = unusable(data, method, origin, restricted=True)
        if refused is not None:
            return refused
        models = self._models(data)
        if isinstance(models, str):
            helps = (
                "Name a model of few terms (model='[AB][C]...'), or merge lists so that six or "
                "fewer remain."
            )
            return NotEstimable(models, helps, method, data.n_observed, data.check(), origin)
        roles, counts = roles_of(data), np.where(data.observed, data.counts, 0)
        fits = fit_all(counts, models, roles)
        penalty = bic_penalty if self.selection == "bic" else aic_penalty
        criterion = fits.criterion(penalty(data.n_observed))
        if not np.isfinite(criterion).any():
            reason, helps = why_none(fits, self.model)
            return NotEstimable(reason, helps, method, data.n_observed, data.check(), origin)
        best, n = int(np.argmin(criterion)), data.n_observed
        unseen = float(fits.unseen[best])
        if unseen < NOBODY:
            return nobody_unseen(method, n, origin, data.check())
        likelihood = profile_likelihood(counts.astype(np.float64), fits.models[best], roles)
        low, multinomial, high = profile_interval(likelihood, n, unseen, level)
        # The Poisson point is not quite where the multinomial profile is highest.
        interval = Interval(n + min(low, unseen), n + max(high, unseen), level, "profile")
        by_formula = lognormal(n, unseen, float(fits.se[best]), level)
        booted: dict[str, Any] = {}
        draws, said = None, []
        if self.interval == "lognormal":
            interval = by_formula
        elif self.interval == "bca":
            # In a tie of a replicate the model that is better here wins.
            ranked = writable(models[np.argsort(criterion, kind="stable")])
            sizes = ranked.sum(axis=1)

            def choose(table: NDArray[np.int64]) -> Chosen:
                return best_of(table, ranked, sizes, penalty(int(table.sum())), roles)

            made = bootstrap(counts, choose, n + unseen, self.replicates, seed)
            booted = {"bootstrap": {"replicates": self.replicates, **made.to_dict()}}
            if made.missing > _MOST_MISSING or not len(made.draws):
                reason, helps = why_no_bootstrap(made.missing)
                return NotEstimable(reason, helps, method, n, data.check(), origin)
            draws = made.draws[np.newaxis]
            ends = made.ends(level)
            interval = Interval(min(ends[0], n + unseen), max(ends[1], n + unseen), level, "bca")
            said = bootstrap_cautions(made, interval, ends)
        named = "named" if self.model is not None else self.selection
        diagnostics = {
            **describe(data, counts, fits, best),
            "selection": named,
            "multinomial_point": n + multinomial,
            "lognormal": by_formula.to_dict(),
            **booted,
            **near_best(fits, criterion, n, data.lists, self.selection),
        }
        return Estimate(
            point=n + unseen,
            interval=interval,
            n_observed=n,
            method=f"Poisson log-linear model {diagnostics['model']} ({_SOURCE})",
            assumptions=assumptions(data),
            cautions=(*data.check(), *cautions(diagnostics, interval, n, len(data.lists)), *said),
            diagnostics=diagnostics,
            provenance=origin,
            draws=draws,
        )

    def _models(self, data: CaptureHistories) -> NDArray[np.bool_] | str:
        """The models to fit, shape (m, 2**t), or why there are too many."""
        n_lists = len(data.lists)
        exclusive = frozenset(
            sum(1 << data.lists.index(name) for name in pair) for pair in data.exclusive
        )
        if self.model is not None:
            named = parse_model(self.model, data.lists)
            if named.sum() > _MOST_TERMS:
                return f"The model {self.model} has {named.sum():,} terms: too many to fit."
            # A term that nobody can be on is no parameter.
            return (named & data.possible)[np.newaxis]
        if n_lists > 6:
            return f"All models over {n_lists} lists are too many to fit: six lists are the most."
        if n_lists == 6 and (self.order or 2) > 2:
            raise InputError(
                f"order {self.order} is too high for six lists", "Give order 2, or name a model"
            )
        return hierarchical_models(n_lists, self.order or (2 if n_lists == 6 else None), exclusive)
