"""What each check of an estimate from lists found, as plain frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from undercount.results.estimate import Estimate
from undercount.results.interval import Interval
from undercount.results.not_estimable import NotEstimable

# Kass & Raftery (1995): from a difference of 6 on, BIC speaks strongly against a model.
NEAR = 6.0


@dataclass(frozen=True, slots=True)
class NotDone:
    """A check that was not made, or one part of it.

    Attributes:
        why: one or two sentences.
    """

    why: str


@dataclass(frozen=True, slots=True)
class NearModel:
    """One model that fits nearly as well as the best.

    Attributes:
        model: its largest terms, such as "[AB][C]".
        delta: its BIC minus that of the best.
        point: its total, people.
        lower: lower end of its profile interval.
        upper: upper end, or None where the data set none.
    """

    model: str
    delta: float
    point: float
    lower: float
    upper: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the models lie that fit about as well as each other.

    Attributes:
        models: those within 10 BIC of the best, best first; the first few hundred of them.
        n_near: how many lie within 10.
        n_tried: models tried.
        n_fitted: of these, models with a finite estimate; the others were refused.
        weight: share of the BIC weight, exp(-delta / 2), of all fitted models that lies within 10.
        best_weight: share of the best alone.
        lowest: lowest total within 10, people.
        highest: highest total within 10, people.
    """

    models: tuple[NearModel, ...]
    n_near: int
    n_tried: int
    n_fitted: int
    weight: float
    best_weight: float
    lowest: float
    highest: float

    def equals(self) -> tuple[NearModel, ...]:
        """The models against which BIC does not speak strongly: less than 6 behind the best."""
        return tuple(item for item in self.models if item.delta < NEAR)


@dataclass(frozen=True, slots=True)
class PairCurve:
    """The total when the odds ratio of two lists is fixed and the rest of the model fitted anew.

    The odds ratio is that among people on none of the other lists.

    Attributes:
        pair: names of the two lists.
        curve: (odds ratio, total) from 1/10 or less to 10 or more, people.
        held: the odds ratio in the chosen model; 1 if the model has no term for the pair, 0 if its
            term is minus infinity.
        preferred: the odds ratio the data prefer, the model's other terms given; None if they
            do not tell.
        data_low: lowest odds ratio that the data do not rule out at the estimate's level; 0
            where they set no end.
        data_high: the highest, or None where they set no end.
        leaves_low: the first odds ratio below `held` at which the total leaves the printed
            interval; None if it does not between 1/100 and 100.
        leaves_high: the first above.
        halves: the odds ratio nearest to `held` at which the total is half that of the model.
        doubles: the same for twice.
    """

    pair: tuple[str, str]
    curve: tuple[tuple[float, float], ...]
    held: float
    preferred: float | None
    data_low: float
    data_high: float | None
    leaves_low: float | None
    leaves_high: float | None
    halves: float | None
    doubles: float | None

    @property
    def open(self) -> bool:
        """Whether the total leaves the printed interval at a value that the data allow."""
        low, high = self.leaves_low, self.leaves_high
        return (low is not None and low >= self.data_low) or (
            high is not None and (self.data_high is None or high <= self.data_high)
        )


@dataclass(frozen=True, slots=True)
class NoCurve:
    """A pair of lists for which the model cannot be fitted with a fixed odds ratio.

    Attributes:
        pair: names of the two lists.
        why: one sentence.
    """

    pair: tuple[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class OddsRatios:
    """The total against the odds ratio of each pair of lists.

    Attributes:
        model: the chosen model, such as "[AB][C]".
        point: its total, people.
        interval: the printed interval.
        pairs: every pair of lists, in order.
    """

    model: str
    point: float
    interval: Interval
    pairs: tuple[PairCurve | NoCurve, ...]


@dataclass(frozen=True, slots=True)
class HighestOrder:
    """The total if all lists interact at once, which no table of lists can show.

    The rule that they do not gives `unseen` people; if the interaction multiplies them by k, the
    total is n_observed + k unseen.

    Attributes:
        unseen: people on no list, by the rule.
        totals: (k, total) for some k.
        leaves_low: the k below which the total is under the printed interval.
        leaves_high: the k above which it is over it, or None where the interval has no end.
    """

    unseen: float
    totals: tuple[tuple[float, float], ...]
    leaves_low: float
    leaves_high: float | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The estimate without one list.

    Attributes:
        left_out: the list.
        only_on_it: people on no other list, who drop out of the table.
        answer: the estimate from the other lists, of the same population.
        explained: whether only two lists remain and the chosen model has them depend on each
            other: taking them as independent must then give another number, which is no sign
            against the model.
    """

    left_out: str
    only_on_it: int
    answer: Estimate | NotEstimable
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """People on one list, estimated from the other lists as if their number were not known.

    Attributes:
        name: the list.
        known: people on it.
        only_on_it: those of them on no other list, who play the unseen.
        answer: their number, estimated from the other lists.
        explained: as in `LeftOut`.
    """

    name: str
    known: int
    only_on_it: int
    answer: Estimate | NotEstimable
    explained: bool = False

    @property
    def ratio(self) -> float | None:
        """The estimate over what is known, or None without an estimate."""
        return self.answer.point / self.known if isinstance(self.answer, Estimate) else None

    @property
    def covered(self) -> bool | None:
        """Whether the interval holds the known number, or None without an estimate."""
        if isinstance(self.answer, NotEstimable):
            return None
        return self.answer.interval.lower <= self.known <= self.answer.interval.upper


@dataclass(frozen=True, slots=True)
class Simulated:
    """The whole procedure repeated on tables drawn from a model that is then the truth.

    Attributes:
        truth: the model, or for two lists their odds ratio in words.
        total: its total, people.
        replicates: tables drawn.
        covered: share of the tables whose interval held the total; a table without an estimate
            counts as one that did not.
        too_low: share whose interval lay below the total.
        too_high: share whose interval lay above it.
        bias: median of the estimate over the total, minus 1; None without an estimate.
    """

    truth: str
    total: float
    replicates: int
    covered: float
    too_low: float
    too_high: float
    bias: float | None

    @property
    def without(self) -> float:
        """Share of the tables without an estimate."""
        return max(0.0, 1.0 - self.covered - self.too_low - self.too_high)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of the number of people, and what may not.

    Attributes:
        plain: both in a sentence or two.
        may: sentences that the checks permit.
        may_not: sentences that they forbid, with the reason.
    """

    plain: str
    may: tuple[str, ...]
    may_not: tuple[str, ...]
