"""From the ledger's figures to claims: what each bounds, or why it bounds nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure
from undercount.reconcile.balance import timewords, words
from undercount.reconcile.balance.result import Claim, Kind
from undercount.reconcile.said import allowed, is_zero, speaker
from undercount.results import Caution

_NOT_SAID: Final = ("capacity", "target")
_CENT: Final = re.compile(r"%|\bper ?cent\b|\bpour ?cent\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claims:
    """What could be made of the figures.

    Attributes:
        claims: one for each count or statement; copies and counts of one day joined.
        refused: (id, why) of the others.
        cautions: what was read into the words.
    """

    claims: tuple[Claim, ...]
    refused: tuple[tuple[str, str], ...]
    cautions: tuple[Caution, ...]


def read_claims(
    entries: Sequence[Entry], wanted: Mapping[Kind, Sequence[str]], place: str | None
) -> Claims:
    """Make claims of the figures whose quantity is wanted.

    Args:
        entries: figures of the ledger; those of other quantities are passed over.
        wanted: quantities by kind of claim.
        place: where the stock is counted. Counts of any other place are refused; what comes and
            goes may be said of a wider place, with a caution.
    """
    kinds = {quantity: kind for kind, names in wanted.items() for quantity in names}
    claims: list[Claim] = []
    refused = []
    taken = []
    for entry in entries:
        kind = kinds.get(entry.figure.quantity or "")
        if kind is None:
            continue
        made = _unfit(entry, kind, place) or _claim(entry, kind)
        if isinstance(made, str):
            refused.append((entry.id, made))
            continue
        claims.append(made)
        taken.append((entry, made))
    joined = tuple(sorted(_one_a_day(_join_copies(claims)), key=lambda c: (c.start, c.text)))
    return Claims(joined, tuple(refused), _cautions(taken, place))


def _unfit(entry: Entry, kind: Kind, place: str | None) -> str | None:
    figure = entry.figure
    if entry.decision == "rejected":
        return "rejected in review"
    if figure.status != "asserted":
        return f"a number that is {figure.status}, not asserted"
    if figure.measure in _NOT_SAID:
        return f"a {figure.measure} figure"
    if kind == "stock" and figure.measure not in ("stock", "unknown"):
        return f"a {figure.measure} figure, where people present are counted"
    if kind not in ("leave_share", "stay"):
        if figure.unit != "person":
            return f"unit {figure.unit}: only people are balanced"
        if figure.kind in ("percent", "ratio"):
            return f"a {figure.kind}, not a number of people"
    return _other_place(figure.place, place, kind)


def _other_place(said: str | None, place: str | None, kind: Kind) -> str | None:
    """Why a figure of `said` tells nothing of `place`.

    A wider place ("Calais" for "Calais camp") passes for whatever comes and goes, and the two ends
    of a way ("Calais to UK") name the place where it begins.
    """
    if said is None or place is None or fold(said) == fold(place):
        return None
    here, there = (set(re.findall(r"\w+", fold(name))) for name in (said, place))
    if here > there and kind != "ways":
        return f"of {said}, a part of {place}"
    wider = here < there and kind != "stock"
    if wider or (kind == "ways" and here & there):
        return None
    return f"of {said}, not of {place}"


def _claim(entry: Entry, kind: Kind) -> Claim | str:
    figure = entry.figure
    start = figure.period_start or figure.period_end
    end = figure.period_end or start
    if kind in ("stock", "stay"):
        start = start or entry.published
        end = end or start
    if start is None or end is None:
        return "no day or period"
    made = {"stock": _stock, "leave_share": _share, "stay": _stay}.get(kind, _flow)
    return made(entry, kind, start, max(start, end))


def _stock(entry: Entry, kind: Kind, start: date, end: date) -> Claim | str:
    ends = _people(entry.figure)
    if ends is None:
        return "no number"
    day = start + (end - start) / 2
    return _made(entry, kind, ends, day, day, words.stock(entry.figure, ends, day))


def _flow(entry: Entry, kind: Kind, start: date, end: date) -> Claim | str:
    figure = entry.figure
    ends = _people(figure)
    if ends is None:
        return "no number"
    unit = None
    if kind != "net_change" and figure.measure in ("rate", "unknown"):
        unit = timewords.rate_unit(_own_words(entry, to_next_number=True))
        if unit is None and figure.measure == "rate":
            return "a rate, but no words say of what unit of time"
    days = (end - start).days + 1
    if unit is None and days == 1 and not is_zero(figure):
        return "people who come or go, but no words say in what time"
    if unit and days < unit[1] * 0.9:
        return f"a rate by the {unit[0]}, said of {days} days only"
    if kind == "net_change":
        sign = timewords.direction(_own_words(entry))
        if sign == 0:
            return "a change, but no words say whether up or down"
        ends = ends if sign > 0 else (-ends[1], -ends[0])
    text = words.flow(figure, kind, ends, unit[0] if unit else None, start, end)
    return replace(_made(entry, kind, ends, start, end, text), per=unit[1] if unit else None)


def _share(entry: Entry, kind: Kind, start: date, end: date) -> Claim | str:
    figure = entry.figure
    within = timewords.span(_own_words(entry))
    if within is None:
        return "a share that leaves, but no words say within what time"
    ends = _measured(figure)
    if ends is None:
        return "no number"
    if figure.kind == "percent" or _CENT.search(_own_words(entry)):
        ends = ends[0] / 100, ends[1] / 100
    elif ends[1] > 1:
        return "no words say that it is a share"
    if not 0 <= ends[0] <= 1:
        return "a share above the whole"
    ends = ends[0], min(ends[1], 1.0)
    text = words.share(figure, ends, within[0], start, end)
    return replace(_made(entry, kind, ends, start, end, text), within=within[1])


def _stay(entry: Entry, kind: Kind, start: date, end: date) -> Claim | str:
    unit = timewords.length_unit(_after(entry), _own_words(entry))
    if unit is None:
        return "a length of stay, but no words say in what unit of time"
    ends = _measured(entry.figure)
    if ends is None:
        return "no number"
    day = start + (end - start) / 2
    in_days = ends[0] * unit[1], ends[1] * unit[1]
    text = words.stay(entry.figure, ends, unit[0], day)
    return _made(entry, kind, in_days, day, day, text)


def _made(
    entry: Entry, kind: Kind, ends: tuple[float, float], start: date, end: date, text: str
) -> Claim:
    quantity = entry.figure.quantity or ""
    return Claim(
        (entry.id,), kind, quantity, speaker(entry.figure), text, ends[0], ends[1], start, end
    )


def _people(figure: Figure) -> tuple[float, float] | None:
    """What the words allow, in people; a stated zero is nobody."""
    if is_zero(figure):
        return 0.0, 0.0
    ends = allowed(figure)
    return ends and ends[1:]


def _measured(figure: Figure) -> tuple[float, float] | None:
    """What the words allow of a share or a length, rounded to its last written digit.

    "As many as 70%" is read as 70%: the number is what such a sentence asserts, and as an upper
    end alone it could not be contradicted by slow departures at all.
    """
    value, low, high = figure.value, figure.low, figure.high
    if value is None:
        return None if low is None or high is None else (low, high)
    if figure.quantifier in ("exact", *words.UPWARDS):
        half = _last_digit(value) / 2
        return value - half, value + half
    return value if low is None else low, value if high is None else high


def _last_digit(value: float) -> float:
    """The place of the last digit written: 0.1 for 5.1, 1 for 70.

    >>> _last_digit(5.1), _last_digit(70)
    (0.1, 1)
    """
    digits = f"{value:.10g}".partition(".")[2]
    return 10 ** -len(digits) if digits else 1


def _own_words(entry: Entry, *, to_next_number: bool = False) -> str:
    """The words of the figure itself, then those right after it, then the note.

    With `to_next_number` the last two end where another number begins, for a unit of time that
    follows may be that number's.
    """
    figure = entry.figure
    around = [_after(entry), figure.note or ""]
    if to_next_number:
        around = [re.split(r"\d", part, maxsplit=1)[0] for part in around]
    parts = (figure.surface, figure.population, figure.period, *around)
    return "; ".join(part for part in parts if part)


def _after(entry: Entry) -> str:
    """The words that follow the number: in its own sentence, or in what it counts."""
    if entry.sentence is None or entry.offset is None:
        return ""
    rest = entry.sentence[entry.offset + len(entry.figure.surface) :]
    return re.split(r"[;:.!?](?:\s|$)", rest, maxsplit=1)[0][:80]


def _cautions(pairs: Sequence[tuple[Entry, Claim]], place: str | None) -> tuple[Caution, ...]:
    """What was read into the words, one caution for each way of reading."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry, claim in pairs:
        figure = entry.figure
        if place and figure.place and fold(figure.place) != fold(place):
            text = f"Said of {figure.place}, taken as true of {place}"
            found["other-place", text].append(claim.text)
        if claim.kind == "leave_share" and figure.quantifier in words.UPWARDS:
            text = (
                "Named as an upper end, held against the others as the number it names; a smaller "
                "share would fit its words, too"
            )
            found["taken-at-its-number", text].append(claim.text)
        if claim.kind in ("leave_share", "stay") and figure.population:
            text = "Taken as true of everybody present"
            found["part-of-people", text].append(f"“{figure.population}” ({claim.source})")
    return tuple(Caution(code, words.listed(text, told)) for (code, text), told in found.items())


def _join_copies(claims: Sequence[Claim]) -> list[Claim]:
    """One statement printed twice is one claim, with the closest words of any print."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.high - c.low, c.figures)):
        for index, first in enumerate(kept):
            if (
                _about(first) == _about(claim)
                and claim.low <= first.low <= first.high <= claim.high
            ):
                kept[index] = replace(first, figures=(*first.figures, *claim.figures))
                break
        else:
            kept.append(claim)
    return kept


def _about(claim: Claim) -> tuple[object, ...]:
    said = fold(claim.source), claim.kind, claim.quantity
    return *said, claim.start, claim.end, claim.per, claim.within


def _one_a_day(claims: Sequence[Claim]) -> list[Claim]:
    """Two counts of one source and day are one claim that spans both: that they differ is a
    conflict of its own, told elsewhere."""
    kept: dict[tuple[object, ...], Claim] = {}
    for number, claim in enumerate(sorted(claims, key=lambda c: (c.low, c.high, c.figures))):
        key = _about(claim) if claim.kind == "stock" else (number,)
        first = kept.get(key)
        if first is None:
            kept[key] = claim
            continue
        low, high = min(first.low, claim.low), max(first.high, claim.high)
        text = words.both(first.text, claim.text)
        figures = (*first.figures, *claim.figures)
        kept[key] = replace(first, figures=figures, text=text, low=low, high=high)
    return list(kept.values())
