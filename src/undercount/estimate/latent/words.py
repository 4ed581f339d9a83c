"""What is said of a latent class estimate: assumptions, cautions, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from undercount.estimate.loglinear.words import assumptions as of_lists
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution, NotEstimable

if TYPE_CHECKING:
    from undercount.estimate.latent.latent_class import LatentClass

CITATION = "Latent classes, Dirichlet process prior (Manrique-Vallier 2016)"
# Unseen people for each one seen at the upper end, beyond which it is hardly the data's.
_HEAVY = 20.0
# Share of the draws with somebody in every class, beyond which more classes might be used.
_CROWDED = 0.5


def assumptions(data: CaptureHistories, classes: int) -> tuple[Assumption, ...]:
    """What must be true for the number to mean what it says."""
    kinds = (
        Assumption("Everybody is as likely to be on a list as everybody else.")
        if classes == 1
        else Assumption(f"People are of at most {classes} unobserved classes, alike within each.")
    )
    return (
        *of_lists(data)[:2],
        kinds,
        Assumption("Within a class, being on one list says nothing of being on another."),
    )


def cautions(
    found: dict[str, Any], setting: LatentClass, n_observed: int, upper: float
) -> list[Caution]:
    """What a reader must know of the posterior that `found` describes."""
    from undercount.estimate.latent.latent_class import EFFECTIVE, PRECISION, R_HAT

    made = []
    if found["r_hat"] >= R_HAT or min(found["ess_bulk"], found["ess_tail"]) < EFFECTIVE:
        text = (
            f"The chains have hardly converged after {found['draws']:,} draws each: R-hat is "
            f"{found['r_hat']:.3f}, with {found['ess_bulk']:,.0f} effective draws for the middle "
            f"and {found['ess_tail']:,.0f} for the tails. Another seed may give another answer."
        )
        made.append(Caution("few-effective-draws", text))
    elif found["monte_carlo_error"] > PRECISION:
        text = (
            "Of the median and the two ends, the least certain has a Monte-Carlo error of "
            f"{found['monte_carlo_error']:.1%}: another seed moves it by about twice that."
        )
        made.append(Caution("monte-carlo-error", text))
    if setting.classes > 1 and found["all_classes_used"] > _CROWDED:
        text = (
            f"All {setting.classes} classes are in use in {found['all_classes_used']:.0%} of the "
            "draws: try more of them."
        )
        made.append(Caution("all-classes-used", text))
    if upper - n_observed > _HEAVY * n_observed:
        text = (
            f"The upper end leaves {(upper - n_observed) / n_observed:,.0f} people unseen for each "
            "one seen: it rests on the prior of people who are hardly ever listed."
        )
        made.append(Caution("heavy-upper-tail", text))
    return made


def not_converged(
    found: dict[str, Any], n_observed: int, table: tuple[Caution, ...], origin: dict[str, Any]
) -> NotEstimable:
    """The answer where the chains do not agree."""
    return NotEstimable(
        f"The chains have not converged after {found['draws']:,} draws each: R-hat is "
        f"{found['r_hat']:.2f} and {min(found['ess_bulk'], found['ess_tail']):,.0f} of "
        f"{found['chains'] * found['draws']:,} draws are effective.",
        "More draws (most_draws), fewer classes, or fewer lists.",
        CITATION,
        n_observed,
        table,
        origin,
    )
