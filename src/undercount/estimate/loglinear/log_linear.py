"""Poisson log-linear models of lists that overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.draws import lognormal_draws, normal_draws
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.loglinear.bca import bca_quantiles
from undercount.estimate.loglinear.bootstrap import bootstrap
from undercount.estimate.loglinear.compiling import compile_kernel
from undercount.estimate.loglinear.criterion import Criterion
from undercount.estimate.loglinear.models import hierarchical_models
from undercount.estimate.loglinear.notation import parse_model
from undercount.estimate.loglinear.profile import profile_interval, profile_likelihood
from undercount.estimate.loglinear.profile_draws import profile_draws
from undercount.estimate.loglinear.roles import roles_of
from undercount.estimate.loglinear.search import near_best
from undercount.estimate.loglinear.searching import (
    Searched,
    search_all,
    search_downhill,
    search_stepwise,
)
from undercount.estimate.loglinear.space import Space
from undercount.estimate.loglinear.words import (
    assumptions,
    bootstrap_cautions,
    cautions,
    describe,
    why_no_bootstrap,
    why_none,
)
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import NOBODY, nobody_unseen, unusable
from undercount.histories import CaptureHistories
from undercount.results import Caution, Estimate, Interval, NotEstimable

# A named model beyond this would take minutes, and no table of people supports it.
_MOST_TERMS = 500
# Beyond this share of replicates without an estimate the others no longer stand for all.
_MOST_MISSING = 0.1
# Lists beyond which a bootstrap that repeats the search would take hours.
_MOST_LISTS_AGAIN = {"downhill": 10, "stepwise": 12}
# And beyond which terms of more than two make a downhill search so.
_MOST_LISTS_HIGHER = 10
_SOURCE = "Fienberg 1972; Cormack 1992; existence: Chan, Silverman & Vincent 2021"


@dataclass(frozen=True, slots=True)
class LogLinear:
    """The number of people from lists that overlap, by a Poisson log-linear model.

    With x_c people in each of the 2**t - 1 observed cells, log E(x_c) is the sum of the model's
    terms within c, and exp(intercept) is the expected number on no list. A term [AB] says that
    being on A changes the chance of being on B. Without `model`, the models are searched:

    - "all": every hierarchical model (8, 113, 6,893 for 3, 4, 5 lists; for 6 lists the 32,768 of
      pairs) is fitted, and the one with the lowest criterion gives the point;
    - "downhill": from main effects to the best of the models with one term more or one less, until
      none is better (Silverman, Chan & Vincent 2024); it may miss the best of all;
    - "stepwise": pairs are added, the least likely overlap first, as long as one is less likely
      than 2% (Chan, Silverman & Vincent 2021); the criterion plays no part.

    The models near the best stand in `diagnostics["near_best"]`, and they often disagree more than
    the interval shows.

    A term that nobody in the data supports is estimated as minus infinity, as is all above it. A
    model is left out where its other terms have no finite estimate or the unseen are not
    identified; both are checked in every fit. **Two conventions of BIC** exist for such terms.
    By default they are counted as parameters, as in Chan, Silverman & Vincent (2021) and Rcapture:
    the UK table of 2013 in five lists gives 25,311. With `infinite="omit"` only finite terms are,
    and the best model gives 12,142. The diagnostics hold the answers of both conventions,
    `all_terms_counted` and `finite_terms_only`.

    Lists that exclude each other leave cells in which nobody can be: they are no part of the fit,
    and terms within them no parameters. People on lists with non-members alone are censored: they
    are no part of the fit either, and the fitted means of their cells are added to the unseen.

    The interval is by default the multinomial profile likelihood of the model (Cormack 1992);
    "lognormal" puts a log-normal law on the unseen (Burnham et al. 1987). Both ignore that the
    model was chosen by looking at the data, and a caution says so. "bca" repeats the search in
    each bootstrap replicate (Silverman, Chan & Vincent 2024; Efron 1987).

    `Estimate.draws`, shape (1, 4000), people, are drawn from the confidence distribution whose
    quantiles are the ends of the interval at every level, corrected replicates with "bca"; None
    where the likelihood sets no upper end.

    Assumes that nobody joins or leaves, records of one person are linked without error, people
    differ in their chance of being listed only as the terms allow, and no term of all t lists:
    none of it can be tested from the lists alone, and with two lists their independence neither.
    Known failure: a choice among models makes the interval too sure, and dependences left out make
    the point groundless; for these reasons Whitehead, Jackson, Balch & Francis (2021) reject the
    method for victims of modern slavery.

    Attributes:
        selection: "bic" or "aic".
        order: most lists in one term; None for all but the term of all lists, and for 2 where all
            models over six lists are searched and beyond six lists.
        model: a model to fit as it stands, such as "[AB][C]" or "[LA,NG][GO]"; see
            `undercount.estimate.loglinear.notation.parse_model`.
        interval: "profile", "lognormal" or "bca".
        replicates: bootstrap tables for "bca".
        search: "all", "downhill" or "stepwise"; None for all up to five lists, and at six with
            terms of two, else downhill.
        infinite: "count" or "omit" terms at minus infinity in the criterion.

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
    search: Literal["all", "downhill", "stepwise"] | None = None
    infinite: Literal["count", "omit"] = "count"

    def __post_init__(self) -> None:
        if self.selection not in ("bic", "aic"):
            raise InputError(f"'{self.selection}' selects no model", "Give 'bic' or 'aic'")
        if self.order is not None and self.order < 1:
            raise InputError(f"order {self.order} is below 1", "1 is independence, 2 adds pairs")
        if self.order is not None and self.model is not None:
            raise InputError("order and model exclude each other", "Give one of the two")
        if self.search is not None and self.model is not None:
            raise InputError("search and model exclude each other", "Give one of the two")
        if self.search not in (None, "all", "downhill", "stepwise"):
            hint = "Give 'all', 'downhill' or 'stepwise'"
            raise InputError(f"there is no search '{self.search}'", hint)
        if self.search == "stepwise" and (self.order or 2) > 2:
            raise InputError("a stepwise search adds pairs only", "Give order 2, or none")
        if self.infinite not in ("count", "omit"):
            hint = "'count' or 'omit' terms at minus infinity"
            raise InputError(f"infinite is '{self.infinite}'", hint)
        if self.interval not in ("profile", "lognormal", "bca"):
            hint = "Give 'profile', 'lognormal' or 'bca'"
            raise InputError(f"there is no interval '{self.interval}'", hint)
        if self.replicates < 2:
            raise InputError(f"{self.replicates} replicates are too few", "Give 1000")

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one table; `seed` is for the bootstrap and the draws.

        Raises:
            InputError: the level or the seed, or a setting that does not fit the table's lists.
        """
        quantile(level)
        if seed < 0:
            raise InputError(f"a seed of {seed} is below 0", "Give a whole number of 0 or more")
        origin = provenance(self, level, seed)
        method = f"Poisson log-linear model ({_SOURCE})"
        refused = unusable(data, method, origin, restricted=True)
        if refused is not None:
            return refused
        n, said = data.n_observed, data.check()
        roles, counts = roles_of(data), np.where(data.observed, data.counts, 0)
        compile_kernel()
        searched = self._searched(data, counts, roles)
        if isinstance(searched, str):
            helps = "A model of fewer terms, such as model='[AB][C]...', or lists merged."
            return NotEstimable(searched, helps, method, n, said, origin)
        fits, best = searched.fits, searched.best
        if best < 0:
            reason, helps = why_none(fits, self.model)
            return NotEstimable(reason, helps, method, n, said, origin)
        unseen, se = float(fits.unseen[best]), float(fits.se[best])
        if unseen < NOBODY:
            return nobody_unseen(method, n, origin, said)
        likelihood = profile_likelihood(counts.astype(np.float64), fits.models[best], roles)
        ends = profile_interval(likelihood, n, unseen, level)
        by_formula = lognormal(n, unseen, se, level)
        normal, draws = normal_draws(seed, n, unseen), None
        booted: dict[str, Any] = {}
        more: list[Caution] = []
        if self.interval == "profile":
            # The Poisson point is not quite where the multinomial profile is highest.
            interval = Interval(
                n + min(ends[0], unseen), n + max(ends[2], unseen), level, "profile"
            )
            draws = profile_draws(likelihood, n, ends, level, normal)
        elif self.interval == "lognormal":
            interval, draws = by_formula, lognormal_draws(n, unseen, se, seed)[0]
        else:
            made = bootstrap(counts, searched.choose, n + unseen, self.replicates, seed)
            if made.missing > _MOST_MISSING or not len(made.draws):
                reason, helps = why_no_bootstrap(made.missing)
                return NotEstimable(reason, helps, method, n, said, origin)
            booted = {"bootstrap": {"replicates": self.replicates, **made.to_dict()}}
            outer = made.ends(level)
            interval = Interval(min(outer[0], n + unseen), max(outer[1], n + unseen), level, "bca")
            draws = bca_quantiles(made.draws, made.z0, made.a, normal)
            more = bootstrap_cautions(made, interval, outer)
        criterion = Criterion(self.selection, self.infinite)
        diagnostics = {
            **describe(data, counts, searched, criterion),
            "selection": self._selection(),
            "multinomial_point": n + ends[1],
            "lognormal": by_formula.to_dict(),
            **booted,
            **near_best(fits, criterion.of(fits, n), n, data.lists, self.selection),
        }
        told = cautions(diagnostics, interval, n, len(data.lists), draws is None)
        return Estimate(
            point=n + unseen,
            interval=interval,
            n_observed=n,
            method=f"Poisson log-linear model {diagnostics['model']} ({_SOURCE})",
            assumptions=assumptions(data),
            cautions=(*said, *told, *more),
            diagnostics=diagnostics,
            provenance=origin,
            draws=None if draws is None else draws[np.newaxis],
        )

    def _selection(self) -> str:
        """What chose the model: "named", "stepwise", or the criterion."""
        if self.model is not None:
            return "named"
        return "stepwise" if self.search == "stepwise" else self.selection

    def _searched(
        self, data: CaptureHistories, counts: NDArray[np.int64], roles: NDArray[np.int8]
    ) -> Searched | str:
        """The search of the settings on one table, or why the named model is too large."""
        criterion, t = Criterion(self.selection, self.infinite), len(data.lists)
        exclusive = frozenset(
            sum(1 << data.lists.index(name) for name in pair) for pair in data.exclusive
        )
        if self.model is not None:
            # A term that nobody can be on is no parameter.
            named = parse_model(self.model, data.lists) & data.possible
            if named.sum() > _MOST_TERMS:
                return f"The model {self.model} has {named.sum():,} terms: too many to fit."
            return search_all(counts, named[np.newaxis], criterion, roles)
        exhaustive = t <= 5 or (t == 6 and (self.order or 2) <= 2)
        search = self.search or ("all" if exhaustive else "downhill")
        if search == "all" and not exhaustive:
            those = f"all models of order {self.order}" if self.order else "all models"
            hint = "Give search 'downhill', or order 2 if the lists are six"
            raise InputError(f"{those} over {t} lists are too many to fit", hint)
        if self.interval == "bca" and t > _MOST_LISTS_AGAIN.get(search, t):
            hint = "Give interval 'profile', name a model, or merge lists that overlap little"
            what = f"a bootstrap that repeats a {search} search over {t} lists takes hours"
            raise InputError(what, hint)
        if search == "downhill" and t > _MOST_LISTS_HIGHER and (self.order or 2) > 2:
            hint = "Give order 2, or merge lists that overlap little"
            raise InputError(f"models of order {self.order} over {t} lists are too many", hint)
        order = self.order or (2 if t > 6 or (t == 6 and search == "all") else t - 1)
        if search == "all":
            models = hierarchical_models(t, order, exclusive)
            return search_all(counts, models, criterion, roles, order)
        space = Space(t, order, exclusive)
        if search == "downhill":
            return search_downhill(counts, space, criterion, roles)
        return search_stepwise(counts, space, roles, data.lists)
