"""The definition guard: which figures may be pooled, which are copies, and why the rest are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Final

from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.reconcile.own_prints import Vintage, one_print_each
from undercount.reconcile.said import Said, is_zero, numeral, said, speaker
from undercount.results import Caution

_NAMED = 4
_LENGTHS_ALIKE = 1.2
_COUNTS = ("count", "range", "vague")
_MEASURES = ("stock", "flow", "unknown")
_ZERO: Final = (
    "zero: the model works on logarithms, which have none; end the series before that day and say "
    "in words that the place was empty"
)
_EXPECTED: Final = "about a day after it was printed: an expectation, not a count"
_TO_COME: Final = "about a day still to come: a forecast or a slip, no count"
_AGAIN: Final = "that is already there (same source, same period)"
_DESCENDED: Final = "that descends from another figure here"
_DETECTIONS: Final = {
    "detected": "people detected",
    "undetected_estimate": "an estimate of people nobody detected",
    "total_estimate": "an estimate of everybody",
}


@dataclass(frozen=True, slots=True)
class Definition:
    """What a series counts, as far as it is asked for; most figures decide the rest.

    Attributes:
        place: a part of it, and any other place, is refused; None for any.
        measure: "stock" or "flow"; None for what most figures are.
        days: about how long a period of a flow is; None for what is usual among them.
    """

    place: str | None = None
    measure: str | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What the guard let through.

    Attributes:
        figures: figures of one definition, copies counted once, by day.
        copies: ids of entries merged into a figure that is kept.
        refused: (id, why) of each entry that may not be pooled.
        vintages: counts that their own source has revised.
        cautions: what was refused, merged or revised, by name.
    """

    figures: tuple[Said, ...]
    copies: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    vintages: tuple[Vintage, ...]
    cautions: tuple[Caution, ...]


def select(
    entries: Sequence[Entry],
    definition: Definition | None = None,
    counts: Sequence[Sequence[str]] = (),
    today: date | None = None,
) -> Selection:
    """Keep figures of one definition; merge copies. The rest is named in a caution, never pooled.

    One definition is one unit, one measure, one place, one kind of detection and (for flows) one
    length of period: what is asked for, else what most figures are.

    Args:
        entries: figures of one quantity.
        definition: what is asked for.
        counts: groups of ids that are prints of one count, its root first, as lineage tells.
        today: no count speaks of a later day, nor of one after the day it was printed.
    """
    definition = definition or Definition()
    refused: list[tuple[str, Entry]] = []

    def keep(rows: Iterable[Entry], why: Callable[[Entry], str | None]) -> list[Entry]:
        kept = []
        for entry in rows:
            reason = why(entry)
            if reason is None:
                kept.append(entry)
            else:
                refused.append((reason, entry))
        return kept

    rows = keep(entries, lambda entry: _not_a_count(entry, today))
    rows = keep(rows, lambda entry: _other_place(entry.figure.place, definition.place))
    unit = _most([entry.figure.unit for entry in rows], "person")
    rows = keep(rows, lambda entry: _other(entry.figure.unit, unit, "unit"))
    known = [entry.figure.measure for entry in rows if entry.figure.measure != "unknown"]
    wanted = definition.measure or _most(known, "stock")
    rows = keep(
        rows,
        lambda entry: (
            None
            if entry.figure.measure == "unknown"
            else _other(entry.figure.measure, wanted, "measure")
        ),
    )
    seen = [entry.figure.detection for entry in rows if entry.figure.detection != "unknown"]
    detected = _most(seen, "detected")
    rows = keep(rows, lambda entry: _other_detection(entry.figure.detection, detected, wanted))
    rows = keep(rows, _not_usable)
    figures = _one_name_each([figure for entry in rows if (figure := said(entry))])
    if wanted == "flow" and figures:
        usual = definition.days or median(figure.days for figure in figures)
        odd = {f.entry.id for f in figures if not _alike(f.days, usual)}
        why = f"another length of period than about {usual:.0f} days"
        keep(rows, lambda entry: why if entry.id in odd else None)
        figures = [figure for figure in figures if figure.entry.id not in odd]
    figures, vintages, second_hand = one_print_each(figures)
    kept, copies, descended = _merge_copies(figures, counts)
    undated = [figure for figure in kept if not figure.dated]
    return Selection(
        figures=tuple(sorted(kept, key=lambda f: (f.day, f.source, f.value, f.entry.id))),
        copies=(*copies, *descended, *second_hand),
        refused=tuple((entry.id, reason) for reason, entry in refused),
        vintages=vintages,
        cautions=(
            *_refusals(refused),
            *_copy_caution([*copies, *second_hand], _AGAIN),
            *_copy_caution(descended, _DESCENDED),
            *_revisions(vintages),
            *_undated(undated),
            *_unit_unknown(kept),
        ),
    )


def _not_a_count(entry: Entry, today: date | None) -> str | None:
    figure = entry.figure
    if entry.decision == "rejected":
        return "rejected in review"
    if figure.status != "asserted":
        return f"a number that is {figure.status}, not asserted"
    if figure.kind not in _COUNTS:
        return f"a {figure.kind}, not a count"
    if figure.measure not in _MEASURES:
        return f"a {figure.measure} figure"
    start = figure.period_start or figure.period_end
    printed = entry.published or today
    if printed and start and start > printed:
        return _EXPECTED if entry.published else _TO_COME
    return None


def _other_place(place: str | None, wanted: str | None) -> str | None:
    """Why a figure of `place` says nothing of `wanted`; what names no place is let through."""
    if place is None or wanted is None or fold(place) == fold(wanted):
        return None
    here, there = (set(re.findall(r"\w+", fold(name))) for name in (place, wanted))
    if here > there:
        return f"of {place}, a part of {wanted}"
    return f"of {place}, not of {wanted}"


def _other_detection(detection: str, wanted: str, measure: str) -> str | None:
    """Of people who pass, those detected are a part; of people who stay, a count and an estimate
    both aim at everybody."""
    if "unknown" in (detection, wanted) or detection == wanted:
        return None
    if measure == "stock" and "undetected_estimate" not in (detection, wanted):
        return None
    return f"{_DETECTIONS[detection]}, where the series is of {_DETECTIONS[wanted]}"


def _not_usable(entry: Entry) -> str | None:
    if said(entry):
        return None
    return _ZERO if is_zero(entry.figure) else "no number or no day"


def _most(words: Sequence[str], usual: str) -> str:
    counts = Counter(words)
    return max(counts, key=lambda word: (counts[word], word == usual), default=usual)


def _other(word: str, wanted: str, what: str) -> str | None:
    return None if word == wanted else f"{what} {word}, where the series is of {what} {wanted}"


def _one_name_each(figures: Sequence[Said]) -> list[Said]:
    """Sources that differ in case, accents or article only are one source."""
    names: dict[str, str] = {}
    return [
        replace(figure, source=names.setdefault(fold(figure.source), figure.source))
        for figure in figures
    ]


def _alike(days: int, usual: float) -> bool:
    return max(days, usual) <= _LENGTHS_ALIKE * min(days, usual)


def _merge_copies(
    figures: Sequence[Said], counts: Sequence[Sequence[str]]
) -> tuple[list[Said], list[str], list[str]]:
    """One count printed twice is one observation: prints of one lineage; or one source, one period
    and the same number or words ("almost 7,000") that hold the closer number of the other print.
    The root of a lineage stays, else the closest.

    Returns:
        What is kept, ids that say the same again, and ids that descend from another figure.
    """
    group = {name: number for number, names in enumerate(counts) for name in names}
    roots = {names[0] for names in counts if names}
    kept: list[Said] = []
    copies, descended = [], []
    taken: set[int] = set()
    for figure in sorted(
        figures, key=lambda f: (f.entry.id not in roots, f.high - f.low, f.entry.id)
    ):
        lineage = group.get(figure.entry.id)
        if any(_same_count(figure, first) for first in kept):
            copies.append(figure.entry.id)
            continue
        if lineage in taken:
            descended.append(figure.entry.id)
            continue
        kept.append(figure)
        if lineage is not None:
            taken.add(lineage)
    return kept, copies, descended


def _same_count(loose: Said, tight: Said) -> bool:
    same = (loose.source, loose.start, loose.end) == (tight.source, tight.start, tight.end)
    return same and loose.low <= tight.low and tight.high <= loose.high


def _refusals(refused: Sequence[tuple[str, Entry]]) -> list[Caution]:
    reasons = dict.fromkeys(reason for reason, _ in refused)
    cautions = []
    for reason in reasons:
        rows = [entry for why, entry in refused if why == reason]
        names = _first([_name(entry) for entry in rows])
        cautions.append(Caution("not-pooled", f"Left out ({reason}): {names}."))
    return cautions


def _first(names: Sequence[str]) -> str:
    """The first few, and how many more there are."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "; ".join(names[:_NAMED]) + more


def _name(entry: Entry) -> str:
    figure = entry.figure
    number = figure.surface if figure.value is None else numeral(figure.value)
    return f"{number} ({speaker(figure)})"


def _copy_caution(copies: Sequence[str], why: str) -> list[Caution]:
    if not copies:
        return []
    many = "1 print" if len(copies) == 1 else f"{len(copies)} prints"
    return [Caution("copies-merged", f"{many} of a count {why} not counted again.")]


def _revisions(vintages: Sequence[Vintage]) -> list[Caution]:
    if not vintages:
        return []
    names = _first([vintage.words() for vintage in vintages])
    return [Caution("revised", f"Revised by their own source, the latest is used: {names}.")]


def _undated(figures: Sequence[Said]) -> list[Caution]:
    if not figures:
        return []
    names = _first([figure.words() for figure in figures])
    return [Caution("dated-by-print", f"Dated by the day of publication: {names}.")]


def _unit_unknown(figures: Sequence[Said]) -> list[Caution]:
    if not figures or figures[0].entry.figure.unit != "other":
        return []
    text = (
        'What is counted is not known (unit "other"): the figures are taken to count the same '
        "thing. Give the unit in the ledger if it is people, households or attempts."
    )
    return [Caution("unit-unknown", text)]
