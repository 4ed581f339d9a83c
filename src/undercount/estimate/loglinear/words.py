"""What is said of a log-linear estimate: its model in numbers, cautions, assumptions, refusals."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.loglinear.bootstrap import Bootstrap
from undercount.estimate.loglinear.criterion import Criterion
from undercount.estimate.loglinear.notation import format_model, term_name
from undercount.estimate.loglinear.search import Fits, saturated_loglik
from undercount.estimate.loglinear.searching import Searched
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution, Interval

_CONVENTION = {
    "count": "every term of the model is counted, those estimated as minus infinity too",
    "omit": "terms estimated as minus infinity are not counted",
}
# Near-best totals further apart than this are said to disagree.
_APART = 1.25
# A total that the other convention of BIC moves by more than this is worth a word.
_CHANGED = 1.1


def describe(
    data: CaptureHistories, counts: NDArray[np.int64], searched: Searched, criterion: Criterion
) -> dict[str, Any]:
    """The chosen model as plain values, and what both conventions of the criterion make of it.

    `all_terms_counted` and `finite_terms_only` hold the conventions: the `bic` of the chosen
    model, and the `best_model` among those fitted with its total `best_n`. `counts` are those the
    models were fitted to: nobody in cells that are not observed.
    """
    fits, best, n = searched.fits, searched.best, data.n_observed
    model, loglik = fits.models[best], float(fits.loglik[best])
    bic = Criterion("bic", criterion.infinite)

    def convention(infinite: Literal["count", "omit"]) -> dict[str, Any]:
        runner = int(np.argmin(Criterion(criterion.name, infinite).of(fits, n)))
        return {
            "bic": float(Criterion("bic", infinite).of(fits, n)[best]),
            "best_model": format_model(fits.models[runner], data.lists),
            "best_n": n + float(fits.unseen[runner]),
        }

    return {
        "model": format_model(model, data.lists),
        "bic": float(bic.of(fits, n)[best]),
        "aic": float(Criterion("aic", criterion.infinite).of(fits, n)[best]),
        "bic_convention": f"{_CONVENTION[criterion.infinite]}; n is the number of people observed",
        "infinite": criterion.infinite,
        "all_terms_counted": convention("count"),
        "finite_terms_only": convention("omit"),
        "loglik": loglik,
        "deviance": max(0.0, 2 * (saturated_loglik(counts) - loglik)),
        "n_parameters": int(fits.n_finite[best] + fits.n_infinite[best]),
        "minus_infinity": [
            f"[{term_name(term, data.lists)}]" for term in _unsupported(model, counts)
        ],
        "se": float(fits.se[best]),
        "unseen": float(fits.unseen[best]),
        "search": searched.name,
        "criterion": criterion.name,
        "order": searched.order,
        "n_models": sum(searched.tally.values()),
        "verdicts": searched.tally,
        **({"steps": list(searched.steps)} if searched.name == "stepwise" else {}),
    }


def cautions(
    diagnostics: dict[str, Any], interval: Interval, n_observed: int, n_lists: int, no_draws: bool
) -> list[Caution]:
    """What a reader must know of the estimate that `diagnostics` describes."""
    found: list[Caution] = []
    selection, unseen = diagnostics["selection"], diagnostics["unseen"]
    near, wide = diagnostics["near_best_range"], diagnostics["within_10"]
    if wide["highest"] > _APART * wide["lowest"]:
        visited = "" if diagnostics["search"] == "all" else " visited"
        text = (
            f"The {near['n_models']} best models{visited} lie within {near['within']:.1f} "
            f"{diagnostics['criterion'].upper()} and put the total between "
            f"{near['lowest']:,.0f} and {near['highest']:,.0f}"
        )
        if wide["n_models"] > near["n_models"]:
            text += (
                f"; all {wide['n_models']} within 10, between {wide['lowest']:,.0f} and "
                f"{wide['highest']:,.0f}"
            )
        text += ". The data hardly choose among them."
        found.append(Caution("near-best-models-differ", text))
    if interval.kind != "bca" and selection != "named" and diagnostics["n_models"] > 1:
        text = (
            "The interval takes the chosen model as given; the choice among "
            f"{diagnostics['n_models']:,} models adds uncertainty that it leaves out."
        )
        found.append(Caution("selection-ignored", text))
    if diagnostics["search"] == "downhill":
        text = (
            f"The model was reached downhill, {diagnostics['n_models']:,} models on the way; a "
            "better one may lie elsewhere."
        )
        found.append(Caution("downhill-search", text))
    if diagnostics["search"] == "stepwise":
        steps = len(diagnostics["steps"])
        text = (
            f"The model was reached stepwise, by {steps} pair{'s' * (steps != 1)} of lists; a "
            "better one may lie elsewhere."
        )
        found.append(Caution("stepwise-search", text))
    if selection != "named" and diagnostics["order"] == 2 < n_lists - 1:
        text = "Only models with dependence between pairs of lists were tried."
        found.append(Caution("pairs-only", text))
    if terms := diagnostics["minus_infinity"]:
        text = (
            f"Nobody supports {', '.join(terms)}: estimated as minus infinity, so the model "
            "holds these combinations to be impossible."
        )
        found.append(Caution("minus-infinity", text))
    counted = diagnostics["infinite"] == "count"
    other = diagnostics["finite_terms_only" if counted else "all_terms_counted"]
    total = n_observed + unseen
    apart = max(other["best_n"], total) > _CHANGED * min(other["best_n"], total)
    if selection in ("bic", "aic") and apart:
        text = (
            f"If {selection.upper()} counted {'only finite terms' if counted else 'all terms'}, "
            f"the best model would be {other['best_model']} with {other['best_n']:,.0f}."
        )
        found.append(Caution("bic-convention", text))
    found += far_extrapolation(unseen, n_observed)
    if interval.upper == float("inf"):
        text = "The data set no upper end: the likelihood stays flat as the total grows."
        found.append(Caution("no-upper-end", text))
    if no_draws:
        text = "There are no draws of the total: the likelihood sets it no upper end."
        found.append(Caution("no-draws", text))
    return found


def bootstrap_cautions(
    made: Bootstrap, interval: Interval, ends: tuple[float, float]
) -> list[Caution]:
    """What a reader must know of the bootstrap; `ends` are its ends before the point was let in."""
    found: list[Caution] = []
    if made.missing > 0:
        text = (
            f"{made.missing:.1%} of the bootstrap tables have no model with a finite estimate; "
            "the interval rests on the others and may be too short."
        )
        found.append(Caution("replicates-without-estimate", text))
    if made.jackknife_missing:
        text = (
            f"Without one of {made.jackknife_missing:,} people there is no estimate; they are "
            "left out of the interval's correction for skewness."
        )
        found.append(Caution("jackknife-without-estimate", text))
    if ends != (interval.lower, interval.upper):
        text = (
            f"The corrected bootstrap gives {ends[0]:,.0f} to {ends[1]:,.0f}, beside the point; "
            "the interval was stretched to reach it."
        )
        found.append(Caution("interval-stretched", text))
    return found


def why_no_bootstrap(missing: float) -> tuple[str, str]:
    """Reason and remedy where too many replicates have no estimate."""
    return (
        f"{missing:.1%} of the bootstrap tables have no model with a finite estimate: too many "
        "for a bootstrap interval.",
        "More people on more than one list, or interval='profile', which takes the model as given.",
    )


def why_none(fits: Fits, model: str | None) -> tuple[str, str]:
    """Reason and remedy where no model could be fitted; `model` is the one that was named."""
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


def assumptions(data: CaptureHistories) -> tuple[Assumption, ...]:
    """What must be true of the lists; none of it shows in the counts."""
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
    made.append(Assumption(text, why=why))
    for first, second in data.exclusive:
        made.append(Assumption(f"Nobody can be on both {first} and {second}."))
    if data.non_members:
        names = ", ".join(data.non_members)
        text = (
            f"All on {names} who are on another list too are members; how many of the others are "
            "is estimated with the unseen."
        )
        made.append(Assumption(text))
    return tuple(made)


def _unsupported(model: NDArray[np.bool_], counts: NDArray[np.int64]) -> list[int]:
    """Terms of the model that nobody is on, smallest first and none above another."""
    cells = np.arange(len(counts))
    empty = [
        int(term) for term in np.flatnonzero(model) if counts[(cells & term) == term].sum() == 0
    ]
    return [t for t in empty if not any(t != other and t & other == other for other in empty)]
