"""What a power law assumes, and what a reader of its total must know."""

from __future__ import annotations

from typing import Any

import numpy as np

from undercount.estimate.aggregate.gamma import GammaFit
from undercount.estimate.aggregate.rows import Rows
from undercount.results import Assumption, Caution

# Below this the constant, or the scatter, is held to speak against the model.
_DOUBT = 0.01
_FEW = 30
_MOVES = 0.33


def assumptions(tested: dict[str, float] | None, fit_p: float) -> tuple[Assumption, ...]:
    """What must hold, with what the table can tell of it."""
    no_constant = Assumption(
        "People outside the register number N to the power alpha, without a constant factor: only "
        "this tells how many there are."
    )
    if tested is not None:
        fails = tested["p_value"] < _DOUBT
        why = (
            f"a factor would be estimated as {tested['constant']:.2g} (p = "
            f"{tested['p_value']:.2g}), and nothing tells whether it is of people or of encounters"
        )
        no_constant = Assumption(no_constant.text, "fails" if fails else "untestable", why)
    scatter = Assumption("Alike countries differ by no more than the family allows.")
    if fit_p < _DOUBT:
        scatter = Assumption(scatter.text, "fails", f"chi-square test, p = {fit_p:.2g}")
    return (
        no_constant,
        Assumption(
            "The share registered tells the chance of an encounter, and nothing of how many "
            "people there are beyond the reference population."
        ),
        scatter,
        Assumption("Encounters and registrations are people, each once, in one period."),
    )


def foundations(
    tested: dict[str, float] | None, shifts: list[dict[str, float]]
) -> tuple[Caution, ...]:
    """What the total rests on and the table cannot tell, in numbers."""
    made = []
    if tested is not None and tested["p_value"] < _DOUBT:
        ends = sorted((tested["total_if_people"], tested["total_if_chance"]))
        made.append(
            Caution(
                "constant",
                "The table speaks for a constant factor, which the model rules out; with one the "
                f"total would be {ends[0]:,.0f} to {ends[1]:,.0f}, by whether it is of people or "
                "of the chance of an encounter.",
            )
        )
    near = {round(row["shift"], 1): row["total"] for row in shifts}
    made.append(
        Caution(
            "dependence",
            "If the share registered also went with how many people there are, by a tenth of a "
            f"power either way, the total would be {near[0.1]:,.0f} or {near[-0.1]:,.0f}, and "
            "nothing in the table would show it.",
        )
    )
    return tuple(made)


def cautions(
    rows: Rows,
    found: GammaFit,
    alpha_upper: float,
    people: Any,
    facts: dict[str, Any],
) -> tuple[Caution, ...]:
    """What speaks against the total, strongest first."""
    made: list[Caution] = []

    def add(code: str, text: str) -> None:
        made.append(Caution(code, text))

    if facts["poisson_limit"]:
        add(
            "no-overdispersion",
            "The dispersion of the negative binomial ran to infinity: the fit is Poisson's.",
        )
    elif facts["overdispersed"]:
        other = facts["other_total"]
        than = "" if other is None else f"; the negative binomial gives {other:,.0f}"
        add("overdispersed", f"Countries scatter far more than a Poisson law allows{than}.")
    if rows.no_reference or rows.dropped:
        add(
            "no-reference",
            f"{len(rows.dropped)} row(s) without a reference population are left out of the "
            f"model; of people there, only the {rows.no_reference:,} encountered are counted.",
        )
    unused = int((~rows.used).sum())
    if unused:
        add(
            "zeros-left-out",
            f"{unused} row(s) without an encounter play no part in the fit; people there are in "
            "the total.",
        )
    elif not rows.given.truncated and (rows.encounters > 0).all():
        add(
            "no-zeros",
            "Every row has an encounter. If the table lists only such countries, the others are "
            'missing from the fit: set zeros to "truncated".',
        )
    if found.at_zero:
        add("gamma-zero", "The likelihood only rises as gamma falls to 0; it is taken as that.")
    if (allowed := found.allowed()) and allowed[3] > 1.5 * allowed[2]:
        add(
            "gamma-uncertain",
            f"The data allow a gamma from {allowed[0]:.2g} to {allowed[1]:.2g}, with totals from "
            f"{allowed[2]:,.0f} to {allowed[3]:,.0f}.",
        )
    if alpha_upper >= 1:
        add(
            "alpha-near-one",
            "An alpha of 1 lies within the interval: at 1 as many people would be outside the "
            "register as in it.",
        )
    crowded = int((rows.encounters > people).sum())
    if crowded:
        add(
            "more-encounters-than-people",
            f"In {crowded} row(s) more people were encountered than the model puts there.",
        )
    sure = int((found.fit.gamma + rows.ratio > 1).sum())
    if sure:
        add(
            "rate-above-one",
            f"In {sure} row(s) more are registered than the reference population holds: the chance "
            "of an encounter there comes out above 1.",
        )
    moved = facts["influence"][0] if facts["influence"] else None
    if moved is not None:
        if moved["total"] is None:
            add(
                "one-country",
                f"Without {moved['without']} the model cannot be fitted: a term rests on it alone.",
            )
        strong = next((row for row in facts["influence"] if row["total"] is not None), None)
        if strong is not None and abs(np.log1p(strong["change"])) > np.log1p(_MOVES):
            add(
                "one-country",
                f"Without {strong['without']} in the fit the total would be "
                f"{strong['total']:,.0f}, {strong['change']:+.0%}.",
            )
    if len(rows.countries) < _FEW:
        add("few-countries", f"The law is fitted to {len(rows.countries)} countries only.")
    if len(rows.labels) > len(rows.countries):
        add(
            "rows-of-one-country",
            "Countries have several rows, and the total is their sum: right for different people, "
            "wrong for one country in several periods.",
        )
    top = int(np.argmax(people))
    share = float(people[top] / people.sum())
    if share > 0.5:
        add("one-row-carries", f"{rows.labels[top]} carries {share:.0%} of the total.")
    return tuple(made)
