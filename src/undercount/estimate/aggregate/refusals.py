"""Tables and fits from which no total follows, and what would help."""

from __future__ import annotations

import numpy as np

from undercount.estimate.aggregate.gamma import GammaFit
from undercount.estimate.aggregate.likelihood import Array
from undercount.estimate.aggregate.rows import Rows

Refusal = tuple[str, str]
# Totals this far apart at two gammas the data do not tell apart are no answer.
_FLAT = 2.0
# An interval wider than this says nothing.
_WIDEST = 1000.0


def before(rows: Rows, parameters: int, gamma: float | None) -> Refusal | None:
    """Why a table cannot be fitted at all."""
    given = rows.given
    countries = len(np.unique(rows.fitted_cluster))
    if not rows.encounters.sum():
        return "Nobody was encountered.", "A period or a place with encounters."
    if countries <= parameters + 1:
        return (
            f"{countries} countries in the fit are too few for {parameters} parameters.",
            "More countries, or fewer covariates.",
        )
    if given.truncated and (given.m == 1).all():
        return (
            "Each row in the fit has one encounter: with the others left out, any smaller chance "
            "of an encounter fits better.",
            "A longer period, or a table that lists countries without encounters too.",
        )
    if not given.ratio.any():
        return (
            "Nobody is registered anywhere: nothing tells how likely an encounter is.",
            "A register that holds people of most of these countries.",
        )
    if gamma == 0 and (given.ratio == 0).any():
        return (
            f"In {int((given.ratio == 0).sum())} row(s) nobody is registered; with gamma 0 nobody "
            "could be encountered there.",
            "Let gamma be estimated, or give it a value above 0.",
        )
    empty = [
        name for name, column in zip(rows.columns, given.size.T, strict=True) if not column.any()
    ]
    if empty:
        return (
            f"No row with {' or '.join(empty)} is in the fit.",
            "Leave the covariate out, or merge such a level with one like it.",
        )
    if np.ptp(given.size[:, 0]) < 1e-9:
        return (
            "The reference population is the same everywhere: its power cannot be told.",
            "Countries that differ in their reference population.",
        )
    if np.ptp(given.ratio) < 1e-12:
        return (
            "The share registered is the same everywhere: what it does to encounters cannot be "
            "told.",
            "Countries that differ in the share registered.",
        )
    rate = np.log((gamma or float(given.ratio[given.ratio > 0].min())) + given.ratio)
    design = np.column_stack([given.size, rate])
    if np.linalg.matrix_rank(design / np.abs(design).max(axis=0)) < design.shape[1]:
        return (
            "The share registered follows from the reference population: the two cannot be told "
            "apart.",
            "Another register, or fewer covariates.",
        )
    return None


def after(rows: Rows, found: GammaFit, total: float) -> Refusal | None:
    """Why a fit gives no total."""
    fit, columns = found.fit, rows.size.shape[1]
    allowed = found.allowed()
    if found.at_top and allowed and allowed[3] > _FLAT * allowed[2]:
        return (
            f"Gamma is not identified: values from {allowed[0]:.2g} up fit about equally well and "
            f"give totals from {allowed[2]:,.0f} to {allowed[3]:,.0f}.",
            "Hold gamma at a value known from elsewhere, such as 0.005, or a register that tells "
            "countries apart.",
        )
    beta = float(fit.theta[columns])
    if beta <= 0:
        return (
            f"Encounters do not grow with the share registered (beta = {beta:.2f}): the chance of "
            "an encounter would be above 1.",
            "A register of people who are met in the same ways, or fewer covariates.",
        )
    alpha = rows.alpha_design @ fit.theta[:columns]
    alpha = alpha[rows.population > 1]
    if alpha.max() >= 1:
        return (
            f"Alpha is {alpha.max():.2f}: in every country there would be more people outside the "
            "register than in it, beyond what the power law is meant for.",
            "A reference population nearer to the people sought, in people (not thousands), or "
            "another method.",
        )
    if alpha.min() <= 0:
        return (
            f"Alpha is {alpha.min():.2f}: people would not become more where the reference "
            "population is larger.",
            "Fewer covariates, or another reference population.",
        )
    if total <= rows.encounters.sum():
        return (
            f"The model leaves room for {total:,.0f} people, of whom {rows.encounters.sum():,.0f} "
            "were encountered: it does not fit.",
            "Encounters counted once a person, and a reference population in people.",
        )
    return None


def too_wide(lower: float, upper: float) -> Refusal | None:
    """Why an interval is no answer."""
    if np.isfinite(upper) and upper <= _WIDEST * lower:
        return None
    return (
        f"The interval would run from {lower:,.0f} to {upper:,.0f}: the data do not tell.",
        "More countries, fewer covariates, or gamma held at a known value.",
    )


def usable(information: Array) -> bool:
    """Whether the likelihood has a peak there, not a ridge."""
    scale = np.sqrt(np.abs(np.diag(information)))
    if not (scale > 0).all():
        return False
    values = np.linalg.eigvalsh(information / np.outer(scale, scale))
    return bool(values[0] > 1e-10)
