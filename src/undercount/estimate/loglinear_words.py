"""What is said of a log-linear estimate: its model in numbers, cautions, assumptions, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.bootstrap import Bootstrap
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.notation import format_model, term_name
from undercount.estimate.search import Fits, bic_penalty, saturated_loglik
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution, Interval

_CONVENTION = (
    "every term of the model is counted, those estimated as minus infinity too; n is the number "
    "of people observed"
)
# Near-best totals further apart than this are said to disagree.
_APART = 1.25
# A total that the other convention of BIC moves by more than this is worth a word.
_CHANGED = 1.1


def describe(
    data: CaptureHistories, counts: NDArray[np.int64], fits: Fits, best: int
) -> dict[str, Any]:
    """The model in row `best` as plain values, and what the other convention of BIC would choose.

    `counts` are those the models were fitted to: nobody in cells that are not observed.

    `finite_terms_only` holds that other convention: its `bic` of this model, and its own
    `best_model` with the total `best_n`.
    """
    model, loglik = fits.models[best], float(fits.loglik[best])
    penalty = bic_penalty(data.n_observed)
    infinite = _unsupported(model, counts)
    other = fits.criterion(penalty, count_infinite=False)
    runner = int(np.argmin(other))
    return {
        "model": format_model(model, data.lists),
        "bic": float(fits.criterion(penalty)[best]),
        "aic": float(fits.criterion(2.0)[best]),
        "bic_convention": _CONVENTION,
        "finite_terms_only": {
            "bic": float(other[best]),
            "best_model": format_model(fits.models[runner], data.lists),
            "best_n": data.n_observed + float(fits.unseen[runner]),
        },
        "loglik": loglik,
        "deviance": max(0.0, 2 * (saturated_loglik(counts) - loglik)),
        "n_parameters": int(fits.n_finite[best] + fits.n_infinite[best]),
        "minus_infinity": [f"[{term_name(term, data.lists)}]" for term in infinite],
        "se": float(fits.se[best]),
        "unseen": float(fits.unseen[best]),
        "n_models": len(fits.models),
        "verdicts": fits.tally(),
    }


def cautions(
    diagnostics: dict[str, Any], interval: Interval, n_observed: int, n_lists: int
) -> list[Caution]:
    """What a reader must know of the estimate that `diagnostics` describes."""
    found: list[Caution] = []
    selection, unseen = diagnostics["selection"], diagnostics["unseen"]
    near, wide = diagnostics["near_best_range"], diagnostics["within_10"]
    if wide["highest"] > _APART * wide["lowest"]:
        text = (
            f"The {near['n_models']} best models lie within {near['within']:.1f} "
            f"{selection.upper()} and put the total between {near['lowest']:,.0f} and "
            f"{near['highest']:,.0f}"
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
    if selection != "named" and n_lists == 6:
        text = "With six lists only models with dependence between pairs were tried."
        found.append(Caution("pairs-only", text))
    if terms := diagnostics["minus_infinity"]:
        text = (
            f"Nobody supports {', '.join(terms)}: estimated as minus infinity, so the model "
            "holds these combinations to be impossible."
        )
        found.append(Caution("minus-infinity", text))
    other, total = diagnostics["finite_terms_only"], n_observed + unseen
    apart = max(other["best_n"], total) > _CHANGED * min(other["best_n"], total)
    if selection == "bic" and apart:
        text = (
            "If BIC counted only finite terms, the best model would be "
            f"{other['best_model']} with {other['best_n']:,.0f}."
        )
        found.append(Caution("bic-convention", text))
    found += far_extrapolation(unseen, n_observed)
    if interval.upper == float("inf"):
        text = "The data set no upper end: the likelihood stays flat as the total grows."
        found.append(Caution("no-upper-end", text))
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
