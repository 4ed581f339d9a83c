"""What is said of a heterogeneity model: its numbers, its rivals, cautions, refusals."""

from __future__ import annotations

import math
from typing import Any

from scipy.special import chdtrc

from undercount.estimate.heterogeneity.existence import trouble
from undercount.estimate.heterogeneity.fit import (
    Design,
    HeterogeneityFit,
    Totals,
    design,
    fit_heterogeneity,
)
from undercount.estimate.heterogeneity.names import HETEROGENEITY_MODELS
from undercount.estimate.loglinear.search import saturated_loglik
from undercount.histories import CaptureHistories
from undercount.results import Assumption, Caution

# Models within this many units of AIC are hardly told apart; totals further apart disagree.
_NEAR, _APART = 10.0, 1.25
# A coefficient this many standard errors below 0 is not chance (one-sided 5%).
_NEGATIVE = 1.645
# A deviance that a true model exceeds less often than this.
_POOR = 0.001


def describe(
    data: CaptureHistories, model: str, columns: Design, found: HeterogeneityFit
) -> dict[str, Any]:
    """The fit as plain values."""
    free, n_lists = found.n_parameters, len(data.lists)
    deviance = max(0.0, 2 * (saturated_loglik(data.counts) - found.loglik))
    made = {
        "model": model,
        "se": found.se,
        "unseen": found.unseen,
        "loglik": found.loglik,
        "aic": 2 * free - 2 * found.loglik,
        "bic": math.log(data.n_observed) * free - 2 * found.loglik,
        "deviance": deviance,
        "degrees_of_freedom": 2**n_lists - 1 - free,
        "n_parameters": free,
    }
    if columns.n_signed:
        made["eta"] = {f"eta{j}": float(e) for j, e in enumerate(found.heterogeneity, start=3)}
    elif has_tau(model):
        made["tau"] = float(found.heterogeneity[-1])
        made["tau_se"] = float(found.errors[-1])
    return made


def compare(
    data: CaptureHistories, model: str, found: HeterogeneityFit
) -> list[dict[str, str | float]]:
    """All models beside the one that was asked: total, its standard error and AIC."""
    made: list[dict[str, str | float]] = []
    for name in HETEROGENEITY_MODELS:
        fit = found if name == model else _fit(data, name)
        if isinstance(fit, str):
            made.append({"model": name, "not_estimable": fit})
            continue
        row: dict[str, str | float] = {
            "model": name,
            "total": data.n_observed + fit.unseen,
            "se": fit.se,
            "aic": 2 * fit.n_parameters - 2 * fit.loglik,
        }
        if has_tau(name):
            row["tau"] = float(fit.heterogeneity[-1])
        made.append(row)
    return made


def _fit(data: CaptureHistories, name: str) -> HeterogeneityFit | str:
    columns = design(len(data.lists), name)
    why = trouble(data.counts, columns)
    return why or fit_heterogeneity(Totals.of(data), columns) or "not-converged"


def cautions(diagnostics: dict[str, Any]) -> list[Caution]:
    """What a reader must know of the estimate that `diagnostics` describes."""
    model = diagnostics["model"]
    made: list[Caution] = []
    if model.endswith("Chao"):
        text = (
            "This is a lower bound, unless being on one list keeps people off others: there may be "
            "many more people."
        )
        made.append(Caution("lower-bound", text))
    made += _against(diagnostics)
    df, deviance = diagnostics["degrees_of_freedom"], diagnostics["deviance"]
    if df > 0 and chdtrc(df, deviance) < _POOR:
        text = (
            f"The model misses the counts: its deviance is {deviance:,.0f} on {df:,} degrees of "
            "freedom. Some lists seem to depend on each other directly, which log-linear models "
            "allow."
        )
        made.append(Caution("poor-fit", text))
    if diagnostics.get("tau", 0.0) < 0:
        text = (
            "The heterogeneity coefficient is negative, which no difference between people can "
            "bring about: lists seem to keep people off each other, and the total is no guide."
        )
        made.append(Caution("negative-heterogeneity", text))
    return made


def _against(diagnostics: dict[str, Any]) -> list[Caution]:
    """What the other models say; those with a coefficient below 0 are no models of people."""
    made: list[Caution] = []
    rivals = [r for r in diagnostics["compared"] if "total" in r and r.get("tau", 0) >= 0]
    if not rivals:
        return made
    best = min(rivals, key=lambda row: row["aic"])
    totals = sorted(row["total"] for row in rivals if row["aic"] <= best["aic"] + _NEAR)
    if totals[-1] > _APART * totals[0]:
        text = (
            f"{len(totals)} heterogeneity models lie within {_NEAR:.0f} AIC of the best and put "
            f"the total between {totals[0]:,.0f} and {totals[-1]:,.0f}. The counts hardly tell "
            "how people differ."
        )
        made.append(Caution("heterogeneity-models-differ", text))
    behind = diagnostics["aic"] - best["aic"]
    if behind > _NEAR:
        text = (
            f"{best['model']} fits far better: its AIC is {behind:,.0f} lower, and it puts the "
            f"total at {best['total']:,.0f}."
        )
        made.append(Caution("better-model", text))
    return made


def assumptions(diagnostics: dict[str, Any]) -> tuple[Assumption, ...]:
    """What must be true of the lists and people, the law of their differences last."""
    model = diagnostics["model"]
    made = [
        Assumption("Nobody enters or leaves the population in the period of the lists."),
        Assumption("Records of one person are linked across the lists, and no two persons' are."),
    ]
    alike = model in ("M0", "Mt")
    text = "Being on one list does not change the chance of being on another"
    made.append(Assumption(text + ("." if alike else ", but for how people differ.")))
    if "t" not in model.partition(" ")[0]:
        made.append(Assumption("Every list reaches the same share of people."))
    if alike:
        made.append(Assumption("All people have the same chance of being on a list."))
    elif model.endswith("Chao"):
        made.append(Assumption("People differ in one way that raises all their chances alike."))
    else:
        law = {"Poisson2": "Poisson", "Darroch": "normal", "Gamma3.5": "gamma"}
        made.append(_law(law[model.partition(" ")[2]], diagnostics))
    return tuple(made)


def _law(name: str, diagnostics: dict[str, Any]) -> Assumption:
    text = (
        "People differ in one way that raises all their chances alike; the log odds of those "
        f"unseen follow a {name} law."
    )
    tau, se = diagnostics["tau"], diagnostics["tau_se"]
    if tau < -_NEGATIVE * se:
        why = f"tau is {tau:.3g}, {-tau / se:.1f} standard errors below 0"
        return Assumption(text, "fails", why)
    return Assumption(text, why="the counts hardly tell one law from another")


def why_none(why: str, model: str) -> tuple[str, str]:
    """Reason and remedy where the model has no finite estimate."""
    if why == "unidentified":
        return (
            f"In the model {model} the number of unseen people is not identified: these lists "
            "are too few to tell how people differ.",
            "A further list, or model='Mt', which takes people to be alike.",
        )
    if why == "no-mle":
        return (
            f"The maximum likelihood estimate of the model {model} does not exist: too many "
            "combinations of lists are empty.",
            "More people on more than one list, or a model with fewer terms (Mt).",
        )
    return f"The fit of the model {model} did not converge.", "A model with fewer terms (Mt)."


def has_tau(model: str) -> bool:
    """Whether one coefficient says how much people differ."""
    return " " in model and not model.endswith("Chao")
