"""The number of people from lists that overlap and what describes the people on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from undercount.errors import InputError
from undercount.estimate.covariates import parse_covariates
from undercount.estimate.doubly.design import DescribedPatterns, described_patterns
from undercount.estimate.doubly.one_step import median_split, signs
from undercount.estimate.doubly.words import assumptions, cautions, unsupported
from undercount.estimate.extrapolation import far_extrapolation
from undercount.estimate.intervals import lognormal, normal, quantile
from undercount.estimate.provenance import provenance
from undercount.estimate.unusable import NOBODY, unusable
from undercount.histories import CaptureHistories
from undercount.results import Estimate, NotEstimable

_TWO = "Doubly robust estimator with covariates, two lists (Das, Kennedy & Jewell 2023)"
_MORE = "One-step estimator with covariates, {} lists (Dulce Rubio & Kennedy 2024)"
_MOST_LISTS, _DRAWS = 5, 4000
# Beyond this share of people with a chance at its floor the floor makes the answer.
_MOST_TRIMMED = 0.1


@dataclass(frozen=True, slots=True)
class DoublyRobust:
    """The number of people from lists that do not depend on each other among people alike.

    With q_y(x) the share of pattern y among the people seen with covariates x, and
    s_y = 1 for an odd number of lists, -1 for an even one,

        N = n_observed E[1 + r(X)],  r(x) = prod_y q_y(x)**s_y.

    Two lists: 1 + r = q_1 q_2 / q_12, and the one-step estimator is the sum over people of
    1 - (1 - Y_1/p_1(x)) (1 - Y_2/p_2(x)), p_1 = P(on 1 | on 2, x) and p_2 the other way round
    (Das, Kennedy & Jewell 2023). p_1 and p_2 are logistic regressions; if either is right the
    total is, in large tables, right. More lists: the same identity where the log-linear model at x
    has no interaction of all of them, for the people on none of the remaining lists (Dulce Rubio &
    Kennedy 2024). The sum is then that of 1 + s_y r(x) / q_y(x); its error is of second order in
    that of one multinomial regression, but no single part of that regression may be wrong.

    The regressions are fitted on the other `folds` and add up what the covariates do to the logit:
    categories in treatment coding, numbers of six values or more as a restricted cubic spline of
    up to four knots, with a ridge of 1 on columns of deviation 1. How people fall into folds moves
    the total, so it is the median of several `splits`.

    Variance N sigma**2 + N (1 - psi) / psi**2 from the influence function, psi the share of the
    people seen, with what the splits differ by. The interval is log-normal in the unseen, for the
    sum is skewed where overlaps are rare; the normal one of Das, Kennedy & Jewell stands in the
    diagnostics. The 4,000 draws are of the log-normal law.

    Known failure: a covariate that moves both lists and was not recorded; combinations of
    covariates at which nobody is on both lists; a variance too small in small tables, since that
    of the regressions is of second order only in large ones.

    Attributes:
        covariates: names, or a formula "age+sex"; none for all that describe the table.
        lists: two or more lists to rest on, the others then only count; none for all.
        folds: parts for cross-fitting, 1 for none.
        splits: an odd number of ways to deal the people into folds, of which the median is taken.
        trim: floor of the chances that divide, or a tenth of their share in the table if less.

    Raises:
        InputError: such a setting, or a covariate or list that the table does not have.

    >>> from undercount.histories.described import Described
    >>> people = {(1, ("m",)): 60, (2, ("m",)): 40, (3, ("m",)): 20,
    ...           (1, ("w",)): 10, (2, ("w",)): 15, (3, ("w",)): 30}
    >>> held = Described.of(people, ("sex",))
    >>> table = CaptureHistories(("A", "B"), held.table(4), described=held)
    >>> fit = DoublyRobust().fit(table)
    >>> by_hand = 80 * 60 // 20 + 40 * 45 // 30
    >>> round(fit.point), by_hand, round(fit.diagnostics["without_covariates"])
    (300, 300, 252)
    """

    covariates: tuple[str, ...] | str = ()
    lists: tuple[str, ...] = ()
    folds: int = 5
    splits: int = 5
    trim: float = 0.005

    def __post_init__(self) -> None:
        text = self.covariates if isinstance(self.covariates, str) else "+".join(self.covariates)
        object.__setattr__(self, "covariates", parse_covariates(text))
        named = (self.lists,) if isinstance(self.lists, str) else tuple(self.lists)
        object.__setattr__(self, "lists", named)
        if named and (len(named) < 2 or len(set(named)) < len(named)):
            raise InputError(
                f"lists {', '.join(named)} are not two different lists or more",
                "Name two lists, or none for all",
            )
        if not 1 <= self.folds <= 100:
            raise InputError(f"{self.folds} folds are not 1 to 100", "Give 5, for example")
        if not 1 <= self.splits <= 99 or self.splits % 2 == 0:
            raise InputError(f"{self.splits} splits are not an odd number to 99", "Give 5")
        if not 0 < self.trim < 0.5:
            raise InputError(f"a trim of {self.trim} is not between 0 and 0.5", "Give 0.005")

    def fit(
        self, data: CaptureHistories, level: float = 0.95, seed: int = 1
    ) -> Estimate | NotEstimable:
        """The estimate from one table; `seed` deals the people into folds and makes the draws."""
        quantile(level)
        origin = provenance(self, level, seed)
        lists = self.lists or data.lists
        if unknown := [name for name in lists if name not in data.lists]:
            raise InputError(
                f"there is no list '{unknown[0]}'", f"The lists are {', '.join(data.lists)}"
            )
        method = _TWO if len(lists) == 2 else _MORE.format(len(lists))
        n = data.n_observed

        def refuse(reason: str, helps: str) -> NotEstimable:
            return NotEstimable(reason, helps, method, n, data.check(), origin)

        refused = unusable(data, method, origin)
        if refused is not None:
            return refused
        names = self._names(data)
        if not names:
            return refuse(
                "Nothing describes the people, and without covariates this method is "
                "Lincoln and Petersen's ratio, or for more lists the saturated log-linear model.",
                "A table read with its covariates named (age, sex, place ...), or the methods "
                "chapman and loglinear, which need none.",
            )
        if len(lists) > _MOST_LISTS:
            return refuse(
                f"{len(lists)} lists make more patterns than can be told apart by covariates.",
                f"Name at most {_MOST_LISTS} lists to rest on.",
            )
        held = described_patterns(data, lists, names)
        if trouble := unsupported(data, held, self.folds):
            return refuse(*trouble)
        made = median_split(held.design, held.people, self.folds, self.splits, self.trim, seed)
        if made is None:
            return refuse("The regressions did not converge.", "Fewer covariates.")
        found, totals = made
        if found.trimmed > _MOST_TRIMMED:
            return refuse(
                f"For {found.trimmed:.0%} of the people a chance to be seen again is below its "
                "floor: they have hardly anybody like them on several lists.",
                "Merge levels of the covariates, use fewer of them, or rest on other lists.",
            )
        point = held.elsewhere + found.total
        if point - n < NOBODY or found.variance <= 0:
            return refuse(
                "The sum over people does not come out above those seen, or has no variance above "
                "0: a few people whose like are seldom on several lists outweigh the rest.",
                "More people on several lists, fewer covariates, or merged levels.",
            )
        se = math.sqrt(found.variance)
        unseen = point - n
        spread = math.sqrt(math.log1p((se / unseen) ** 2))
        normals = np.random.default_rng((seed, 1)).standard_normal((1, _DRAWS))
        return Estimate(
            point=point,
            interval=lognormal(n, unseen, se, level),
            n_observed=n,
            method=method,
            assumptions=assumptions(data, held.lists, names),
            cautions=(
                *data.check(),
                *cautions(held, found),
                *far_extrapolation(unseen, n),
            ),
            diagnostics={
                "se": se,
                "unseen": unseen,
                "plug_in": held.elsewhere + found.plug_in,
                "without_covariates": _pooled(held),
                "trimmed": found.trimmed,
                "splits": [held.elsewhere + total for total in totals],
                "covariates": list(names),
                "lists": [name for name in data.lists if name in held.lists],
                "on_other_lists": held.elsewhere,
                "columns": list(held.columns),
                "smallest_pattern": int(held.people.sum(axis=0)[1:].min()),
                "carried_by": found.carried_by,
                "normal": normal(n, point, se, level).to_dict(),
            },
            provenance=origin,
            draws=n + unseen * np.exp(spread * normals),
        )

    def _names(self, data: CaptureHistories) -> tuple[str, ...]:
        """The covariates to use, in the table's order."""
        known = [item.name for item in data.described.covariates] if data.described else []
        if known and (unknown := [name for name in self.covariates if name not in known]):
            raise InputError(
                f"there is no covariate '{unknown[0]}'", f"The covariates: {', '.join(known)}"
            )
        return tuple(name for name in known if not self.covariates or name in self.covariates)


def _pooled(held: DescribedPatterns) -> float:
    """The total if everybody were alike: Lincoln and Petersen's for two lists."""
    people = held.people.sum(axis=0)[1:].astype(np.float64)
    unseen = np.exp(np.log(people) @ signs(len(held.lists))[1:])
    return float(held.elsewhere + people.sum() + unseen)
