"""From stopped attempts to the people behind them: the repeated trials model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from undercount.errors import InputError
from undercount.estimate.aggregate.attempts import Attempts
from undercount.estimate.intervals import quantile
from undercount.estimate.provenance import provenance
from undercount.results import Assumption, Caution, Estimate, Interval, NotEstimable

_METHOD: Final = (
    "Repeated trials, if everybody tries until through (Espenshade 1990, 1995; Massey & Singer "
    "1995)"
)
EVERYBODY_RETRIES: Final = "Everybody who is stopped tries again until through."
_GRID: Final = 9
_GIVE_UP: Final = (0.0, 0.1, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class RepeatedTrials:
    """People who got through undetected, A (1 - p) / p, for every p in a range.

    Of attempts that are each stopped with probability p, A were stopped. If everybody tries until
    through, those who got through number A (1 - p) / p (Espenshade 1990, 1995). They are then all
    the people who tried. p comes from the columns p, or p_low and p_high; or from `p` here; or,
    where repeats R are known among the A, from p = R / A (Massey & Singer 1995, who found .35).

    The interval is the range over p, each end widened by the chance of an attempt being stopped
    (variance of the number through, A (1 - p) / p**2) at the level; with p = R / A the ends of p
    are Wilson's at the level. A range of p has no middle that the data know: the point is the
    answer at p if that is given or measured, else the geometric mean of the answers at the two
    ends. Rows are added at their low and at their high ends, as if wrong together.

    Assumes, besides that everybody tries again, one p for every person and attempt, and that each
    stopped attempt is counted once. Known failure: where people give up or are sent away for
    good, a p from repeats is too low and the answer too high, and with a p from elsewhere more
    people tried than got through (`if_some_give_up` in the diagnostics); an attempt counted at
    two places counts double in the answer.

    Attributes:
        p: (low, high), for tables without p; "0.2,0.4" is read as the two.

    Raises:
        InputError: a p that is not above 0 and at most 1, or ends the wrong way round.

    The example of Massey & Singer's p = .35, on invented attempts:

    >>> fit = RepeatedTrials((0.30, 0.40)).fit(Attempts((1000,)))
    >>> [round(x) for x in (fit.point, fit.interval.lower, fit.interval.upper)]
    [1871, 1385, 2513]
    """

    p: tuple[float, float] | str | None = None

    def __post_init__(self) -> None:
        if self.p is None:
            return
        parts = self.p.split(",") if isinstance(self.p, str) else self.p
        try:
            ends = [float(part) for part in parts]
        except ValueError:
            ends = []
        if len(ends) == 1:
            ends *= 2
        if len(ends) != 2 or not 0 < ends[0] <= ends[1] <= 1:
            hint = "Give two numbers above 0 and at most 1, the lower first, such as 0.3,0.4"
            raise InputError(f"a p of {self.p} is no range of probabilities", hint)
        object.__setattr__(self, "p", (ends[0], ends[1]))

    def fit(self, data: Attempts, level: float = 0.95, seed: int = 1) -> Estimate | NotEstimable:
        """The people behind a table of attempts; `seed` is recorded, nothing is drawn."""
        quantile(level)
        origin, n = provenance(self, level, seed), data.n_observed

        def refuse(reason: str, helps: str) -> NotEstimable:
            return NotEstimable(reason, helps, _METHOD, n, (), origin)

        if not sum(data.attempts):
            return refuse("No attempt was stopped.", "A period in which some were.")
        ends = _probabilities(self.p, data, level)
        if ends is None:
            return refuse(
                "Nothing tells how likely an attempt is to be stopped.",
                "Columns p, or p_low and p_high, or repeats; or a range of p.",
            )
        low, best, high, source = ends
        if (low <= 0).any():
            return refuse(
                "Nobody was stopped twice: any number of people got through.",
                "A longer period, or a range of p from elsewhere.",
            )
        attempts = np.array(data.attempts, dtype=np.float64)
        through = np.array([_through(attempts, p) for p in (high, best, low)])
        if source == "range":
            through[1] = np.sqrt(through[0] * through[2])
            best = attempts / np.maximum(attempts + through[1], 1.0)
        if through[1].sum() <= n:
            if n == 0 or source == "repeats":
                return refuse(
                    "Every attempt is taken to be stopped: nobody got through.",
                    "A range of p that ends below 1.",
                )
            return refuse(
                f"At this p {through[1].sum():,.0f} people would have got through, fewer than the "
                f"{n:,} who were stopped at least once: p and the repeats contradict each other.",
                "A lower p, or p from the repeats alone.",
            )
        point = float(through[1].sum())
        lower, upper = float(through[0].sum()), float(through[2].sum())
        if source != "repeats":
            # The range says what p may be, this what chance may do. Wilson's ends hold it already.
            lower = _widened(lower, _noise(attempts, high), level, -1)
            upper = _widened(upper, _noise(attempts, low), level, +1)
        return Estimate(
            point=point,
            interval=Interval(min(max(lower, n), point), max(upper, point), level, "range over p"),
            n_observed=n,
            method=_METHOD,
            assumptions=_ASSUMPTIONS,
            cautions=_cautions(data, source, low, high, level),
            diagnostics={
                "stopped_attempts": int(attempts.sum()),
                "attempts_in_all": point + float(attempts.sum()),
                "p_from": source,
                "p": {"low": low.tolist(), "best": best.tolist(), "high": high.tolist()},
                "range": [float(through[0].sum()), float(through[2].sum())],
                "over_p": _over_p(attempts, low, high),
                "if_some_give_up": _giving_up(attempts, best, source),
                "by_row": [
                    {"place": place, "stopped": int(a), "low": lo, "point": mid, "high": hi}
                    for place, a, (lo, mid, hi) in zip(
                        data.place or ("",) * len(attempts),
                        attempts,
                        through.T.tolist(),
                        strict=True,
                    )
                ],
            },
            provenance=origin,
        )


_ASSUMPTIONS: Final = (
    Assumption(EVERYBODY_RETRIES),
    Assumption("Every attempt of every person is stopped with the same probability."),
    Assumption("Each stopped attempt is counted once, and nothing else is counted as one."),
    Assumption("Each person wants to get through once in the period."),
)


def _probabilities(given: Any, data: Attempts, level: float) -> tuple[Any, Any, Any, str] | None:
    """Low, best and high p by row, and where they come from."""
    ones = np.ones(len(data.attempts))
    if given is not None:
        return ones * given[0], ones * math.nan, ones * given[1], "range"
    best = None if data.best is None else np.array(data.best)
    if data.low is not None and data.high is not None:
        low, high = np.array(data.low), np.array(data.high)
        return (low, ones * math.nan, high, "range") if best is None else (low, best, high, "table")
    if best is not None:
        return best, best, best, "table"
    if data.repeats is None:
        return None
    # One p for all rows: a repeat may be stopped elsewhere than the first time.
    stopped, again = sum(data.attempts), sum(data.repeats)
    share = again / stopped
    low_p, high_p = _wilson(again, stopped, level)
    return (ones * (low_p if again else 0.0), ones * share, ones * high_p, "repeats")


def _wilson(found: int, of: int, level: float) -> tuple[float, float]:
    """Wilson's interval of a share (Wilson 1927).

    >>> [round(x, 3) for x in _wilson(35, 100, 0.95)]
    [0.264, 0.447]
    """
    z = quantile(level)
    share = found / of
    middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    reach = z * math.sqrt(share * (1 - share) / of + z**2 / (4 * of**2)) / (1 + z**2 / of)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def _through(attempts: Any, p: Any) -> Any:
    return attempts * (1 - p) / p


def _noise(attempts: Any, p: Any) -> float:
    """Standard deviation of the number through, given the number stopped."""
    return float(np.sqrt((attempts * (1 - p) / p**2).sum()))


def _widened(through: float, se: float, level: float, side: int) -> float:
    """One end of the log-normal interval around a number through."""
    if through <= 0:
        return 0.0
    return float(
        through * math.exp(side * quantile(level) * math.sqrt(math.log1p((se / through) ** 2)))
    )


def _over_p(attempts: Any, low: Any, high: Any) -> list[dict[str, float]]:
    """The answer for even steps through the range, all rows in step."""
    made = []
    for step in np.linspace(0.0, 1.0, _GRID):
        p = low + step * (high - low)
        made.append({"p": float(p.mean()), "people": float(_through(attempts, p).sum())})
    return made


def _giving_up(attempts: Any, best: Any, source: str) -> list[dict[str, float]]:
    """What becomes of the answer if a share g of those stopped does not try again, at the best p.

    With p from elsewhere A (1 - p) / p got through whatever g is, but g A more people tried. With
    p = R / A a stop is followed by another with probability (1 - g) p, so p is R / A / (1 - g).
    """
    made: list[dict[str, float]] = []
    for g in _GIVE_UP:
        p = best / (1 - g) if source == "repeats" else best
        if (p < 1).all():
            through = float(_through(attempts, p).sum())
            tried = through + g * float(attempts.sum())
            made.append({"give_up": g, "through": through, "people_who_tried": tried})
    return made


def _cautions(
    data: Attempts, source: str, low: Any, high: Any, level: float
) -> tuple[Caution, ...]:
    made = [
        Caution(
            "attempts-are-not-people",
            f"{sum(data.attempts):,} are stopped attempts, not people: one person may stand for "
            "several.",
        ),
        Caution(
            "deterrence",
            "Where people give up or are kept from trying again the model does not hold: a p from "
            "repeats is then too low and the answer too high.",
        ),
        Caution(
            "double-counting",
            "An attempt counted by two bodies, or once for each stage of a journey, puts the "
            "answer up in proportion.",
        ),
    ]
    if source == "range":
        made.append(
            Caution(
                "no-best-p",
                "Only a range of p is known: the number in the middle is no better supported than "
                "any other in the interval.",
            )
        )
    if np.array_equal(low, high):
        made.append(
            Caution(
                "p-taken-as-known",
                "p is taken as exact: the interval holds the chance of being stopped and nothing "
                "else.",
            )
        )
    if data.repeats is not None and source != "repeats":
        ends = _wilson(sum(data.repeats), sum(data.attempts), level)
        if float(np.max(high)) < ends[0] or float(np.min(low)) > ends[1]:
            share = sum(data.repeats) / sum(data.attempts)
            made.append(
                Caution(
                    "repeats-disagree",
                    f"The repeats would give p = {share:.2f}, outside what was given.",
                )
            )
    if float(np.min(low)) < 0.1:
        made.append(
            Caution(
                "small-p",
                "At a p below 0.1 a hundredth more or less moves the answer by a tenth or more.",
            )
        )
    return tuple(made)
