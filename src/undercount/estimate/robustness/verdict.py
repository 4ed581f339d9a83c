"""What may be said of the number of people after all checks, and what may not."""

from __future__ import annotations

import math

from undercount.estimate.robustness.against import (
    APART,
    LOWER_BOUND,
    Checks,
    against_interval,
    against_number,
    equals,
    is_bound,
    missed,
    span,
    tested,
)
from undercount.results import Estimate, NotEstimable
from undercount.results.robustness_checks import NotDone, Verdict
from undercount.units import percent

# A range whose ends differ by more does not settle the order of magnitude.
_MAGNITUDE = 10.0
_IF = "if records of one person were linked and nobody came or went"
# A reader may quote the plain sentence alone, so it carries what no table can show.
_ONLY = (
    "What may be said holds only if records of one person were linked, nobody came or went, and "
    "the lists do not all interact at once."
)


def verdict(checks: Checks) -> Verdict:
    """The sentences that the checks permit and forbid.

    1. The people on the lists may always be counted. "At least", above them, is the lowest end
       of any method's interval and of any model's that is less than 6 BIC behind the best; with
       two lists nothing above them is safe.
    2. A range runs over the intervals of these models and the other methods' points. It needs
       three lists and an upper end, ends less than a factor 10 apart, and a method that does not
       fail (known number outside the interval and a factor 1.5 off) on more than half of the
       known lists. It always carries its condition.
    3. A single number needs these models' totals within a factor 1.25, no known list missed, no
       list without which the interval lies elsewhere, the other methods' points inside the
       interval and no bound above it, and spread and known lists checked.
    4. The printed interval goes with it if nothing speaks against that: these totals inside it,
       simulated coverage at most 5 points short under every truth tried, and no pair of lists
       whose odds ratio, at a value the data allow, takes the total out of it. Otherwise the
       number needs a range whose ends are less than a factor 1.25 apart, and goes with that.
    """
    n, answer = checks.n_observed, checks.answer
    seen = f"At least {n:,} people, {_IF}."
    if isinstance(answer, NotEstimable):
        return _no_answer(checks, answer, seen)
    if len(checks.lists) < 3:
        return _two_lists(checks, answer, seen)
    least, (low, high) = _least(checks), _range(checks, answer)
    number, interval = against_number(checks, answer), against_interval(checks, answer)
    no_range = _no_range(checks, low, high)
    may, may_not = [seen], [*number, *interval]
    if least > n:
        may.append(_at_least(least))
    if no_range:
        may_not.append(no_range)
    else:
        may.append(
            f"Between {low:,} and {high:,} people, if the lists depend on each other as one of the "
            f"models says that {_best(checks)}."
        )
    known = "From these lists it may be said that there were"
    about = f"about {answer.point:,.0f} people"
    printed = f"the {percent(answer.interval.level)} interval of {span(answer)}"
    if not may_not:
        may.append(f"{_capital(about)}, with {printed}: the checks do not speak against it.")
        plain = f"{known} {about}, with {printed}. The checks do not speak against it. {_ONLY}"
    elif not number and not no_range and high <= APART * low:
        may.append(f"{_capital(about)}, with that range.")
        plain = (
            f"{known} {about}, between {low:,} and {high:,} over all models that fit about as "
            f"well. {_capital(printed)} alone may not be said: {_because(interval[0])} {_ONLY}"
        )
    else:
        single = f"That there were {answer.point:,.0f} people"
        if number:
            may_not[0] = f"{single}: {_because(number[0])}"
        elif no_range:
            may_not.insert(0, f"{single}: not even a range may be said.")
        else:
            may_not.insert(0, f"{single}: such models lie between {low:,} and {high:,}.")
        plain = f"{known} at least {n:,} people"
        if least > n:
            plain += f", those on the lists; at least {least:,} if the methods hold"
        if no_range:
            plain += f". Neither a single number nor a range may be said: {_because(no_range)}"
        else:
            plain += (
                f"{';' if least > n else ','} and between {low:,} and {high:,} if one of the "
                f"models holds that {_best(checks)}. A single number may not be said: "
                f"{_because(may_not[0])}"
            )
        if least > n or not no_range:
            plain += f" {_ONLY}"
    return Verdict(plain, tuple(may), (*may_not, _standing(answer)))


def _no_answer(checks: Checks, answer: NotEstimable, seen: str) -> Verdict:
    n, why = checks.n_observed, answer.reason[:1].lower() + answer.reason[1:]
    if not n:
        return Verdict(f"From these lists nothing may be said: {why}", (), ())
    bounds = [other for label, other in checks.methods if label == LOWER_BOUND]
    least = max([n, *(_down(it.interval.lower) for it in bounds if isinstance(it, Estimate))])
    chao = "by the lower end of Chao's bound, if being on one list keeps nobody off another"
    may = (seen, f"At least {least:,} people {chao}.")
    plain = f"From these lists it may be said that there were at least {n:,} people"
    if least > n:
        plain += f", and {least:,} {chao}"
    plain += f". How many more may not be said: {why}"
    may_not = (f"How many people are on no list: {why}",)
    return Verdict(plain, may if least > n else (seen,), may_not)


def _at_least(least: int) -> str:
    return (
        f"At least {least:,} people, if the methods hold: on all lists none of them, and no model "
        "that fits about as well as the best, puts the number lower."
    )


def _best(checks: Checks) -> str:
    """Which models a range runs over; those without a finite estimate may fit as well."""
    spread = checks.spread
    refused = not isinstance(spread, NotDone) and spread.n_fitted < spread.n_tried
    return "fit about as well as the best" + (" and have a finite estimate" if refused else "")


def _two_lists(checks: Checks, answer: Estimate, seen: str) -> Verdict:
    n, unseen = checks.n_observed, answer.point - checks.n_observed
    first, second = checks.lists
    one, two, half = (f"{n + ratio * unseen:,.0f}" for ratio in (1.0, 2.0, 0.5))
    plain = (
        f"From two lists it may be said that there were at least {n:,} people. How many more hangs "
        f"on whether being on {first} changed the chance of being on {second}, which two lists "
        f"cannot tell: {one} if it did not, {two} if it doubled the odds, {half} if it halved "
        "them. A single number may not be said."
    )
    may = (seen, f"{one} people if the lists were independent, {two} if being on one doubled the "
           f"odds of being on the other, {half} if it halved them.")  # fmt: skip
    may_not = (
        f"That there were {answer.point:,.0f} people: nothing in two lists tells their odds ratio.",
        f"A range: {span(answer)} holds chance alone, and not the odds ratio.",
    )
    return Verdict(plain, may, may_not)


def _least(checks: Checks) -> int:
    """The lowest end of any interval, rounded down to three digits."""
    lows = [item.lower for item in equals(checks)]
    lows += [other.interval.lower for _, other in checks.methods if isinstance(other, Estimate)]
    return max(_down(min(lows, default=0.0)), checks.n_observed)


def _range(checks: Checks, answer: Estimate) -> tuple[int, float]:
    """Both ends over all near models and methods, rounded outward to three digits."""
    near = equals(checks)
    # The point of a lower bound is no answer.
    points = [
        other.point
        for _, other in checks.methods
        if isinstance(other, Estimate) and not is_bound(other)
    ]
    low = min([answer.interval.lower, *(item.lower for item in near), *points])
    highs = [math.inf if item.upper is None else item.upper for item in near]
    high = max([answer.interval.upper, *highs, *points])
    return max(_down(low), checks.n_observed), _up(high)


def _no_range(checks: Checks, low: int, high: float) -> str | None:
    if isinstance(checks.spread, NotDone):
        return "A range: how far other models lie was not checked."
    if math.isinf(high):
        return "A range: the data set no upper end."
    if high > _MAGNITUDE * low:
        return (
            f"A range: {low:,} to {high:,}, as the models and methods have it, does not settle "
            "even the order of magnitude."
        )
    tried, wrong = tested(checks), missed(checks)
    if len(wrong) > 1 and 2 * len(wrong) > len(tried):
        return (
            f"A range: of the {len(tried)} lists whose people could be estimated from the others, "
            f"{len(wrong)} come out wrong."
        )
    return None


def _standing(answer: Estimate) -> str:
    n, unseen = answer.n_observed, answer.point - answer.n_observed
    text = "That the lists prove it: whether all of them interact at once no table can show."
    if math.isfinite(answer.interval.upper):
        factor = (answer.interval.upper - n) / unseen
        text += (
            f" An interaction that made the unseen {factor:.2g} times as many would take the total "
            "out of the printed interval."
        )
    return text


def _down(value: float) -> int:
    unit = _unit(value)
    return math.floor(value / unit) * unit


def _up(value: float) -> float:
    unit = _unit(value)
    return value if math.isinf(value) else math.ceil(value / unit) * unit


def _unit(value: float) -> int:
    """What the third digit of a number counts."""
    return 1 if math.isinf(value) else int(10 ** max(0, math.floor(math.log10(max(value, 1))) - 2))


def _because(text: str) -> str:
    """What follows the colon of a sentence."""
    return text.split(": ", 1)[1]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
