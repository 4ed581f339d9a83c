"""Poisson log-linear models of lists that overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.estimate.intervals import lognormal, quantile
from undercount.estimate.models import hierarchical_models
from undercount.estimate.notation import format_model, parse_model, term_name
from undercount.estimate.profile import profile_interval
from undercount.estimate.provenance import provenance
from undercount.estimate.search import Fits, bic_penalty, fit_all, near_best, saturated_loglik
from undercount.estimate.unusable import unusable
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution, Estimate, Interval, NotEstimable

_SOURCE = "Fienberg 1972; Cormack 1992; existence: Chan, Silverman & Vincent 2021"
_CONVENTION = (
    "every term of the model is counted, those estimated as minus infinity too; n is the number "
    "of people observed"
)
# Near-best totals further apart than this are said to disagree.
_APART = 1.25
# A total that the other convention of BIC moves by more than this is worth a word.
_CHANGED = 1.1
# Unseen people for each one seen, beyond which a total is mostly the model's.
_FAR = 20.0


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

    The interval is the multinomial profile likelihood of the model (Cormack 1992). It ignores
    that the model was chosen by looking at the data, and a caution says so.

    Assumes that nobody joins or leaves, records of one person are linked without error, people
    differ in their chance of being listed only as the terms allow, and no term of all t lists:
    none of it can be tested from the lists alone, and with two lists their independence neither.
    Known failure: for trafficking and modern slavery Whitehead et al. (2021) hold that lists are
    too dependent for any of it.

    Attributes:
        selection: "bic" or "aic".
        order: most lists in one term; None for all but the term of all lists (2 at six lists).
        model: a model to fit as it stands, such as "[AB][C]" or "[LA,NG][GO]"; see
            `undercount.estimate.notation.parse_model`.

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

    def __post_init__(self) -> None:
        if self.selection not in ("bic", "aic"):
            raise InputError(f"'{self.selection}' selects no model", "Give 'bic' or 'aic'")
        if self.order is not None and self.order < 1:
            raise InputError(f"order {self.order} is below 1", "1 is independence, 2 adds pairs")
        if self.order is not None and self.model is not None:
            raise InputError("order and model exclude each other", "Give one of the two")

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one table; `seed` is recorded, nothing is drawn.

        Raises:
            InputError: the level, or a model that does not fit the table's lists.
        """
        quantile(level)
        origin = provenance(self, level, seed)
        method = f"Poisson log-linear model ({_SOURCE})"
        refused = unusable(data, method, origin)
        if refused is not None:
            return refused
        models = self._models(data)
        if isinstance(models, str):
            helps = "Name a model (model='[AB][C]...'), or merge lists so that six or fewer remain."
            return NotEstimable(models, helps, method, data.n_observed, data.check(), origin)
        fits = fit_all(data.counts, models)
        penalty = bic_penalty(data.n_observed) if self.selection == "bic" else 2.0
        criterion = fits.criterion(penalty)
        if not np.isfinite(criterion).any():
            reason, helps = _why_none(fits, self.model)
            return NotEstimable(reason, helps, method, data.n_observed, data.check(), origin)
        best = int(np.argmin(criterion))
        found = near_best(fits, criterion, data.n_observed, data.lists, self.selection)
        point = data.n_observed + float(fits.unseen[best])
        diagnostics = self._diagnostics(data, fits, best, criterion) | found
        return Estimate(
            point=point,
            interval=_interval(data, fits, best, level, diagnostics),
            n_observed=data.n_observed,
            method=f"Poisson log-linear model {diagnostics['model']} ({_SOURCE})",
            assumptions=_assumptions(data),
            cautions=(*data.check(), *self._cautions(data, fits, best, diagnostics)),
            diagnostics=diagnostics,
            provenance=origin,
        )

    def _models(self, data: CaptureHistories) -> NDArray[np.bool_] | str:
        """The models to fit, shape (m, 2**t), or why there are too many."""
        n_lists = len(data.lists)
        if self.model is not None:
            return parse_model(self.model, data.lists)[np.newaxis]
        if n_lists > 6:
            return f"All models over {n_lists} lists are too many to fit: six lists are the most."
        if n_lists == 6 and (self.order or 2) > 2:
            raise InputError(
                f"order {self.order} is too high for six lists", "Give order 2, or name a model"
            )
        return hierarchical_models(n_lists, self.order or (2 if n_lists == 6 else None))

    def _diagnostics(
        self, data: CaptureHistories, fits: Fits, best: int, criterion: NDArray[np.float64]
    ) -> dict[str, Any]:
        model, loglik = fits.models[best], float(fits.loglik[best])
        penalty = bic_penalty(data.n_observed)
        infinite = _unsupported(model, data)
        other = fits.criterion(penalty, count_infinite=False)
        runner = int(np.argmin(other))
        return {
            "model": format_model(model, data.lists),
            "selection": "named" if self.model is not None else self.selection,
            "criterion": float(criterion[best]),
            "bic": float(fits.criterion(penalty)[best]),
            "aic": float(fits.criterion(2.0)[best]),
            "bic_convention": _CONVENTION,
            "finite_terms_only": {
                "bic": float(other[best]),
                "best_model": format_model(fits.models[runner], data.lists),
                "best_n": data.n_observed + float(fits.unseen[runner]),
            },
            "loglik": loglik,
            "deviance": max(0.0, 2 * (saturated_loglik(data.counts) - loglik)),
            "n_parameters": int(fits.n_finite[best] + fits.n_infinite[best]),
            "minus_infinity": [f"[{term_name(term, data.lists)}]" for term in infinite],
            "se": float(fits.se[best]),
            "unseen": float(fits.unseen[best]),
            "n_models": len(fits.models),
            "verdicts": fits.tally(),
        }

    def _cautions(
        self, data: CaptureHistories, fits: Fits, best: int, diagnostics: dict[str, Any]
    ) -> list[Caution]:
        found: list[Caution] = []
        near, wide = diagnostics["near_best"], diagnostics["within_10"]
        if near["n_models"] > 1 and wide["highest"] > _APART * wide["lowest"]:
            text = (
                f"The {near['n_models']} best models lie within {near['within']:.1f} "
                f"{self.selection.upper()} and put the total between {near['lowest']:,.0f} and "
                f"{near['highest']:,.0f}"
            )
            if wide["n_models"] > near["n_models"]:
                text += (
                    f"; all {wide['n_models']} within 10, between {wide['lowest']:,.0f} and "
                    f"{wide['highest']:,.0f}"
                )
            text += ". The data hardly choose among them."
            found.append(Caution("near-best-models-differ", text))
        if self.model is None and len(fits.models) > 1:
            text = (
                "The interval takes the chosen model as given; the choice among "
                f"{len(fits.models):,} models adds uncertainty that it leaves out."
            )
            found.append(Caution("selection-ignored", text))
        if self.model is None and len(data.lists) == 6 and self.order is None:
            text = "With six lists only models with dependence between pairs were tried."
            found.append(Caution("pairs-only", text))
        if terms := diagnostics["minus_infinity"]:
            text = (
                f"Nobody supports {', '.join(terms)}: estimated as minus infinity, so the model "
                "holds these combinations to be impossible."
            )
            found.append(Caution("minus-infinity", text))
        other = diagnostics["finite_terms_only"]["best_n"]
        point = data.n_observed + float(fits.unseen[best])
        if self.selection == "bic" and max(other, point) > _CHANGED * min(other, point):
            text = (
                "If BIC counted only finite terms, the best model would be "
                f"{diagnostics['finite_terms_only']['best_model']} with {other:,.0f}."
            )
            found.append(Caution("bic-convention", text))
        if fits.unseen[best] > _FAR * data.n_observed:
            text = (
                f"For each person seen the model adds {fits.unseen[best] / data.n_observed:,.0f} "
                "unseen: the total is mostly the model's."
            )
            found.append(Caution("far-extrapolation", text))
        if diagnostics["profile"]["upper"] is None:
            text = "The data set no upper end: the likelihood stays flat as the total grows."
            found.append(Caution("no-upper-end", text))
        return found


def _interval(
    data: CaptureHistories, fits: Fits, best: int, level: float, diagnostics: dict[str, Any]
) -> Interval:
    """The profile interval; writes its ends, and the log-normal interval, into `diagnostics`."""
    n, unseen = data.n_observed, float(fits.unseen[best])
    counts = data.counts.astype(np.float64)
    low, middle, high = profile_interval(counts, fits.models[best], unseen, level)
    # The Poisson point is not quite where the multinomial profile is highest.
    made = Interval(n + min(low, unseen), n + max(high, unseen), level, "profile")
    diagnostics["multinomial_point"] = n + middle
    diagnostics["profile"] = made.to_dict()
    diagnostics["lognormal"] = lognormal(n, unseen, float(fits.se[best]), level).to_dict()
    return made


def _unsupported(model: NDArray[np.bool_], data: CaptureHistories) -> list[int]:
    """Terms of the model that nobody is on, smallest first and none above another."""
    cells = np.arange(len(data.counts))
    empty = [
        int(term)
        for term in np.flatnonzero(model)
        if data.counts[(cells & term) == term].sum() == 0
    ]
    return [t for t in empty if not any(t != other and t & other == other for other in empty)]


def _why_none(fits: Fits, model: str | None) -> tuple[str, str]:
    if model is None:
        return (
            "None of the models has a finite estimate of the unseen from these counts.",
            "More people on more than one list, or lists that overlap more.",
        )
    return {
        "unidentified": (
            f"In the model {model} the number of unseen people is not identified: every total "
            "fits the counts equally well.",
            "A model with fewer terms, or a further list.",
        ),
        "no-mle": (
            f"The maximum likelihood estimate of the model {model} does not exist: too many of "
            "its combinations are empty.",
            "A model with fewer terms, or more people on more than one list.",
        ),
        "not-converged": (
            f"The fit of the model {model} did not converge.",
            "A model with fewer terms.",
        ),
    }[str(fits.verdict[0])]


def _assumptions(data: CaptureHistories) -> tuple[Assumption, ...]:
    made = [
        Assumption("Nobody enters or leaves the population in the period of the lists."),
        Assumption("Records of one person are linked across the lists, and no two persons' are."),
        Assumption(
            "People differ in their chance of being on a list only as the model's terms allow."
        ),
    ]
    if len(data.lists) == 2:
        text = "Being on one list does not change the chance of being on the other."
        why = "two lists leave nothing to test it with"
    else:
        text = "The lists do not all interact at once (no term of all lists)."
        why = "the people on no list are the missing cell"
    return (*made, Assumption(text, why=why))
