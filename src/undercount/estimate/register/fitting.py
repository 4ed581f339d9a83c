"""One family fitted to one register: a fit, or the boundary that it ran to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from undercount.estimate.intervals import quantile
from undercount.estimate.register.design import RegisterTable, independent
from undercount.estimate.register.families.family import Family
from undercount.estimate.register.jet import Array
from undercount.estimate.register.likelihood import Rows, likelihood
from undercount.estimate.register.newton import Fits, newton
from undercount.estimate.register.separation import apart
from undercount.estimate.register.total import Total, horvitz_thompson

# Log likelihoods nearer than this are the same.
_SAME = 1e-4
# Expected further meetings of a group below which its rate may be on its way to 0.
_SUSPECT = 1e-2
_FEWER = "Fewer covariates, or levels merged with others like them."


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """Why a family has no finite, identified fit.

    Attributes:
        kind: "empty", "one count", "separation", "dispersion", "inflation", "flat", "converge".
        reason: in words.
        helps: what would help.
    """

    kind: str
    reason: str
    helps: str


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A family that has a maximum inside its parameters.

    Attributes:
        family: of the counts.
        table: the register, with the columns of the design that the data tell of.
        rows: its rows, for the likelihood.
        theta: shape (P,), coefficients and then auxiliaries.
        covariance: shape (P, P).
        loglik: log likelihood of the rows that the family counts.
        total: people.
        firth: levels (or "some combinations") for which Firth's penalty was needed; empty where
            the fit is maximum likelihood, ("asked",) where it was only asked for.
        silent: levels of which nobody was met often enough to say anything.
    """

    family: Family
    table: RegisterTable
    rows: Rows
    theta: Array
    covariance: Array
    loglik: float
    total: Total
    firth: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def aic(self) -> float:
        """Akaike's criterion."""
        return 2 * len(self.theta) - 2 * self.loglik

    @property
    def bic(self) -> float:
        """Schwarz's criterion, of the people in the likelihood."""
        inside = self.table.people[self.family.counts(self.table.y)].sum()
        return float(np.log(inside)) * len(self.theta) - 2 * self.loglik


def rows_of(table: RegisterTable) -> Rows:
    """The rows of a table, for the likelihood."""
    return Rows(table.design[table.group], table.y)


def fit_family(
    family: Family, table: RegisterTable, level: float = 0.95, penalty: str = ""
) -> Fitted | Boundary:
    """Maximum likelihood, or the boundary found instead of a maximum.

    Args:
        family: of the counts.
        table: the register.
        level: a dispersion that a test at this level cannot tell from infinity leaves N without
            an upper end, and is refused.
        penalty: "firth" to add Jeffreys' prior on the coefficients.
    """
    inside = family.counts(table.y)
    tells = inside & (table.y >= family.informs)
    if boundary := _too_little(family, table):
        return boundary
    kept = independent(table.design[np.unique(table.group[tells])])
    silent = _silent(table, tells)
    if len(kept) < table.design.shape[1] and family.least < family.informs:
        who = " or ".join(silent) or "some combinations of the covariates"
        return Boundary(
            "separation",
            f"Nobody with {who} was met more than once: nothing tells their rate.",
            _FEWER,
        )
    table = table.keep(kept)
    firth: tuple[str, ...] = ("asked",) if penalty else ()
    part = table.take(inside)
    rows = rows_of(part)
    found: Fits | None = None
    if not family.auxiliaries:
        start, people = starts(family, rows, part.people), part.people[np.newaxis]
        found = newton(family, rows, people, start, firth=np.array([bool(penalty)]))
    if penalty or found is None or _suspect(family, table, found):
        groups, reason, levels = apart(table.take(inside), family.informs)
        if groups.any():
            if not penalty:
                helps = (
                    "Merge such a level with one like it, leave its covariate out, or ask for "
                    'penalty="firth".'
                    if levels
                    else f'{_FEWER} Or penalty="firth".'
                )
                return Boundary("separation", reason, helps)
            firth = levels or ("some combinations of the covariates",)
    if found is None:
        profiled = _profiled(family, rows, part.people, bool(penalty), level)
        if isinstance(profiled, Boundary):
            return profiled
        found = profiled
    if not found.converged[0]:
        return Boundary("converge", "The maximum likelihood fit did not converge.", _FEWER)
    covariance = _covariance(found.information[0])
    if covariance is None:
        return Boundary(
            "flat",
            "The likelihood is flat: many parameters fit these counts as well as each other.",
            f"A simpler family. {_FEWER}",
        )
    everybody = rows_of(table)
    none = np.zeros(1, bool)
    value = likelihood(family, rows, found.theta, part.people[np.newaxis], none).value[0]
    total = horvitz_thompson(family, everybody, found.theta[0], table.people, covariance)
    return Fitted(
        family, table, everybody, found.theta[0], covariance, float(value), total, firth, silent
    )


def _too_little(family: Family, table: RegisterTable) -> Boundary | None:
    """Counts of which no family can say anything."""
    met = np.unique(table.y[table.y >= family.informs])
    if not len(table.y):
        return Boundary("empty", "The register counts nobody.", "People met at least once.")
    if not (table.y > 1).any():
        return Boundary(
            "one count",
            "Nobody was met more than once: any number of unseen people fits.",
            "A longer period, in which some are met again.",
        )
    if len(met) == 1 and met[0] > family.informs:
        whom = "Everybody" if family.informs == 1 else "Everybody met again"
        return Boundary(
            "one count",
            f"{whom} was met exactly {met[0]:.0f} times: one different count does not tell "
            "how meetings vary between people.",
            "A longer period, or a check of what counts as a meeting.",
        )
    if not (met > family.informs).any():
        return Boundary(
            "one count",
            "Nobody was met more than twice: without those met once, nothing tells the rate.",
            "A family that uses those met once, such as poisson, or a longer period.",
        )
    if not family.auxiliaries or family.informs == family.least:
        return None
    if not (table.y == 1).any():
        return Boundary("inflation", family.auxiliaries[-1].falls, "A family without a hurdle.")
    return None


def _silent(table: RegisterTable, tells: NDArray[np.bool_]) -> tuple[str, ...]:
    people = table.by_group(table.people * tells)
    return tuple(name for name, inside in table.levels if people[inside].sum() == 0)


def starts(family: Family, rows: Rows, people: Array) -> Array:
    """One row for each combination of the auxiliaries' grids, with one rate for all."""
    mean = float(people @ rows.y / people.sum())
    # The truncated Poisson mean is about 1 + l / 2 for small rates.
    rate = max(2 * (mean - 1), 1e-3) if mean < 2 else mean
    base = np.linalg.lstsq(rows.design, np.full(len(rows.y), np.log(rate)))[0]
    grids = product(*(auxiliary.grid for auxiliary in family.auxiliaries))
    return np.array([np.concatenate([base, point]) for point in grids])


def _profiled(
    family: Family, rows: Rows, people: Array, penalty: bool, level: float
) -> Fits | Boundary:
    """The best of all starts over the auxiliaries, unless it lies at an end of one of them."""
    start = starts(family, rows, people)
    many = np.broadcast_to(people, (len(start), len(people)))
    firth = np.full(len(start), penalty)
    every = tuple(range(len(family.auxiliaries)))
    profile = newton(family, rows, many, start, firth=firth, hold=every)
    best = int(np.argmax(profile.value))
    found = newton(
        family, rows, people[np.newaxis], profile.theta[best : best + 1], firth=firth[:1]
    )
    top = max(float(found.value[0]), float(profile.value[best]))
    for j, auxiliary in enumerate(family.auxiliaries):
        at = float(found.theta[0, rows.design.shape[1] + j])
        low, high = (_at_end(family, rows, people, profile, j, end, penalty) for end in (0, -1))
        kind = "dispersion" if auxiliary.unbounded else "inflation"
        if at <= auxiliary.grid[0] or low >= top - _SAME:
            return Boundary(kind, auxiliary.falls, _plainer(family))
        if at >= auxiliary.grid[-1] or high >= top - _SAME:
            return Boundary(kind, auxiliary.rises, _plainer(family))
        if auxiliary.unbounded and 2 * (top - high) < quantile(level) ** 2:
            return Boundary(
                "flat",
                "The likelihood is flat in the dispersion: these counts cannot tell it from "
                "infinity, where any number of unseen people fits.",
                _plainer(family),
            )
    return found


def _at_end(
    family: Family, rows: Rows, people: Array, profile: Fits, j: int, end: int, penalty: bool
) -> float:
    """The profile likelihood with the j-th auxiliary held at an end of its grid."""
    sizes = [len(auxiliary.grid) for auxiliary in family.auxiliaries]
    here = np.moveaxis(np.arange(len(profile.value)).reshape(sizes), j, 0)[end].ravel()
    best = here[np.argmax(profile.value[here])]
    start, firth = profile.theta[[best]], np.array([penalty])
    held = newton(family, rows, people[np.newaxis], start, firth=firth, hold=(j,))
    return float(held.value[0])


def _plainer(family: Family) -> str:
    law = family.name.rsplit("-", 1)[-1]
    if law == "negbin":
        poisson, geometric = (family.name.replace(law, plain) for plain in ("poisson", "geometric"))
        return f"The families {poisson} and {geometric}, Chao's lower bound, or more repeats."
    return f"The family {law}, or a longer period."


def _suspect(family: Family, table: RegisterTable, found: Fits) -> bool:
    """Whether separation must be looked for: no convergence, or a rate that is nearly 0."""
    if not found.converged[0]:
        return True
    rate = np.exp(table.design @ found.theta[0, : table.design.shape[1]])
    people = table.by_group(table.people * (family.counts(table.y) & (table.y >= family.informs)))
    return bool((rate * people)[people > 0].min() < _SUSPECT)


def _covariance(information: Array) -> Array | None:
    """The inverse of an information that has one."""
    scale = np.sqrt(np.maximum(np.diagonal(information), 0.0))
    if not (np.isfinite(information).all() and (scale > 0).all()):
        return None
    standard = information / np.outer(scale, scale)
    if float(np.linalg.eigvalsh(standard)[0]) < 1e-9:
        return None
    made: Array = np.linalg.inv(standard) / np.outer(scale, scale)
    return made
