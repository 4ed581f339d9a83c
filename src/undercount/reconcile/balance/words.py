"""The sentences of a balance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from undercount.ledger.records import Figure
from undercount.reconcile.balance.result import Claim, Kind
from undercount.reconcile.balance.timewords import MONTH, count, unit_of
from undercount.reconcile.said import numeral, speaker, spell, spell_span
from undercount.results import Assumption

PACE: Final = "people went on leaving at the stated pace, evenly over time"
GRADUAL: Final = (
    "between two counts of one source within four months the number present lay between them"
)
EARLY: Final = "of a time before the place opened"
ENDED: Final = (
    "The search for contradictions ended at its limit; there may be more sets of claims that "
    "cannot all hold."
)
# An upper end is held against the others as the number it names.
UPWARDS: Final = ("at_most", "less_than")
_NAMED: Final = 4
_COMES: Final = {
    "arrivals": "arrive",
    "exits": "leave",
    "net_change": "more present",
}


def stock(figure: Figure, ends: tuple[float, float], day: date) -> str:
    """Prefecture: 3,700 people present on 23 February 2016."""
    return f"{speaker(figure)}: {_number(figure, ends)} people present on {spell(day)}"


def flow(
    figure: Figure,
    kind: Kind,
    ends: tuple[float, float],
    unit: str | None,
    start: date,
    end: date,
) -> str:
    """A number that arrives or leaves, by unit of time or in all."""
    number = _number(figure, (abs(ends[0]), abs(ends[1])))
    if kind == "net_change":
        what = f"{number} {'more' if ends[1] > 0 else 'fewer'} people present"
    elif kind == "ways":
        counted = figure.population or (figure.quantity or "").replace("_", " ")
        what = f"{number} ({counted})"
    else:
        what = f"{number} people {_COMES[kind]}"
    rate = f" a {unit}" if unit and kind != "ways" else ""
    return f"{speaker(figure)}: {what}{rate}, {spell_span(start, end)}"


def share(figure: Figure, ends: tuple[float, float], within: str, start: date, end: date) -> str:
    """A share of those present that is gone after a time."""
    number = _span(100 * ends[0], 100 * ends[1], figure, "%") + _hedged(figure)
    if figure.quantifier in UPWARDS:
        number += ", read as that number,"
    return f"{speaker(figure)}: {number} have left within {within}, {spell_span(start, end)}"


def stay(figure: Figure, ends: tuple[float, float], unit: str, day: date) -> str:
    """A mean stay so far of those present on a day."""
    number = _span(*ends, figure, f" {unit}s") + _hedged(figure)
    return f"{speaker(figure)}: a mean stay so far of {number} on {spell(day)}"


def both(one: str, two: str) -> str:
    """Two counts of one day in one claim."""
    number = two.split(": ", 1)[-1].split(" people", 1)[0]
    return one.replace(" people", f" or {number} people", 1)


def listed(text: str, told: Sequence[str]) -> str:
    """A sentence with the first few of what it speaks of."""
    told = list(dict.fromkeys(told))
    more = f" and {len(told) - _NAMED} more" if len(told) > _NAMED else ""
    return f"{text}: {'; '.join(told[:_NAMED])}{more}."


def _number(figure: Figure, ends: tuple[float, float]) -> str:
    if figure.value is None or figure.quantifier in ("range", "vague"):
        return f"{numeral(ends[0])} to {numeral(ends[1])}{_hedged(figure)}"
    return f"{numeral(figure.value)}{_hedged(figure)}"


def _hedged(figure: Figure) -> str:
    """The hedge as it was said, whatever its language; a range has said its ends."""
    return f" (“{figure.hedge}”)" if figure.hedge and figure.quantifier != "range" else ""


def _span(low: float, high: float, figure: Figure, unit: str) -> str:
    if figure.value is not None and figure.quantifier not in ("range", "vague"):
        # A share is stored as written, 70 or 0.7.
        value = figure.value * (100 if unit == "%" and high > 1 >= figure.value else 1)
        return f"{value:g}{unit}"
    return f"{low:g} to {high:g}{unit}"


def assumptions(opened: date | None) -> tuple[Assumption, ...]:
    """What holds for every claim of a balance."""
    first = (
        f"Nobody was there before {spell(opened)}, and all who came since are new."
        if opened
        else "People of any length of stay may have been there at the start."
    )
    return (
        Assumption(first),
        Assumption("Everybody present counts as alike for shares that leave and for mean stays."),
        Assumption("Whoever comes back counts as a new arrival."),
        Assumption(
            "Each number lies within what its words allow; rates are means of their period."
        ),
    )


def left_out(many: int) -> str:
    """How many sources' counts were not tried."""
    return f"The counts of {many} sources with the fewest counts were not held against the claims."


def contradiction(claims: Sequence[Claim], rooms: Sequence[str], opened: date | None) -> str:
    """The claims of a set, what is taken for granted, and what they leave room for."""
    moves = [claim.text for claim in claims if claim.kind not in ("stock", "taken")]
    counts = [claim for claim in claims if claim.kind == "stock"]
    taken = [claim.text for claim in claims if claim.kind == "taken"]
    if opened and any(claim.kind == "stay" for claim in claims):
        taken.insert(0, f"nobody was there before {spell(opened)}")
    if counts:
        first, *more = (claim.text for claim in counts)
        more = [text.split(": ", 1)[1].replace(" people present", "") for text in more]
        moves.append(", ".join([first, *more]))
    text = f"Not all of this can hold: {'; '.join(moves)}."
    if taken:
        text += f" Taken for granted: {'; '.join(taken)}."
    return " ".join([text, *rooms])


def room(claim: Claim, low: float | None, high: float | None, counts: Sequence[Claim]) -> str:
    """What the others of a set leave for one claim."""
    if claim.kind == "stock":
        ends = _ends(low, high, numeral, "")
        return f"The others leave room for {ends} people present on {spell(claim.start)}."
    if claim.kind == "leave_share":
        return _room_share(claim, low, high, counts)
    if claim.kind == "stay":
        ends = _ends(low, high, lambda days: f"{days / MONTH:.1f}", " months")
        return f"The others leave room for a mean stay so far of {ends} on {spell(claim.start)}."
    rate = f" a {unit_of(claim.per)}" if claim.per else ""
    ends = _ends(low, high, numeral, rate)
    verb = "need" if high is None else "leave room for"
    when = spell_span(claim.start, claim.end)
    return f"The others {verb} {ends} {_NEEDED[claim.kind]}, {when}."


_NEEDED: Final = {
    "arrivals": "to have arrived",
    "exits": "to have left",
    "ways": "to have left that way",
    "net_change": "more to be present",
}


def _room_share(
    claim: Claim, low: float | None, high: float | None, counts: Sequence[Claim]
) -> str:
    within = claim.within or 1.0
    time = length(within)
    if low is not None and high is not None:
        return (
            f"The others leave room for the share only if it is at times as low as {high:.0%} or "
            f"as high as {low:.0%} within {time}."
        )
    share = _ends(low, high, lambda value: f"{value:.0%}", "")
    if not counts:
        return f"The others leave room for {share} to have left within {time}."
    closest = min(counts, key=lambda count: (count.high - count.low) / max(count.high, 1.0))
    present = (closest.low + closest.high) / 2
    middle = (claim.low + claim.high) / 2
    a_month = MONTH / within * present
    left = _ends(low, high, lambda value: numeral(value * a_month), "")
    number = closest.text.split(": ", 1)[1].replace(" present on", " of")
    return (
        f"{middle:.0%} within {time} of {number} is about {numeral(middle * a_month)} a month; "
        f"the others leave room for {left} ({share} within {time})."
    )


def _ends(low: float | None, high: float | None, spelled: Callable[[float], str], unit: str) -> str:
    if low is not None and high is not None:
        return f"{spelled(low)} to {spelled(high)}{unit}"
    if low is not None:
        return f"at least {spelled(low)}{unit}"
    return f"at most {spelled(high or 0.0)}{unit}"


def length(days: float) -> str:
    """A length of time in its largest whole unit: 4 months, 10 days."""
    for size, unit in ((365.25, "year"), (MONTH, "month"), (7.0, "week")):
        many = days / size
        if abs(many - round(many)) < 1e-6 and many >= 1:
            return count(round(many), unit)
    return count(days, "day")
