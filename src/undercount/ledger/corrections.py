"""What a person may change of a figure that was read, checked and applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from undercount import units
from undercount.errors import Problem
from undercount.ledger.records import Figure
from undercount.units import YEARS

VERBATIM: Final = (
    "surface", "hedge", "population", "claimant", "artefact", "relay", "place", "period",
)  # fmt: skip
"""Fields that hold words of the document: changed by the span of other words, or emptied."""

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": units.KINDS,
    "quantifier": units.QUANTIFIERS,
    "unit": units.UNITS,
    "measure": units.MEASURES,
    "status": units.STATUSES,
    "claimant_class": units.CLAIMANT_CLASSES,
    "detection": units.DETECTIONS,
    "directness": units.DIRECTNESS,
    "place_role": units.PLACE_ROLES,
    "period_accuracy": units.ACCURACIES,
    "period_anchor": units.ANCHORS,
}
"""Fields that hold a word of a closed vocabulary."""

NUMBERS: Final = ("value", "low", "high")
DAYS: Final = ("period_start", "period_end")
NAMES: Final = ("quantity",)
FIELDS: Final = (*VERBATIM, *WORDS, *NUMBERS, *DAYS, *NAMES)

# What a person decides on. If a better reader now reads these otherwise, the decision lapses.
DECIDED_ON: Final = ("value", "low", "high", "unit", "measure", "status", "claimant")
WATCHED: Final = (*DECIDED_ON, *DAYS)

_MAY_BE_EMPTY: Final = {*VERBATIM, *NUMBERS, *DAYS, *NAMES, "place_role"} - {"surface"}
_LONGEST: Final = 200  # code points of a quantity's name
_MOST: Final = 1e10  # more than the people on Earth is a slip of the hand
_LAST: Final = 2**31  # no document is longer; a larger number would break SQLite's arithmetic

Changes = Mapping[str, Any]


def texts(changes: Changes) -> dict[str, Any]:
    """The changes without the spans of their words.

    >>> texts({"place": {"text": "Halden", "start": 3, "end": 9}, "relay": None})
    {'place': 'Halden', 'relay': None}
    """
    return {
        name: value["text"] if isinstance(value, Mapping) else value
        for name, value in changes.items()
    }


def left_as_read(changes: Changes) -> frozenset[str]:
    """Fields of `WATCHED` that must still be read as they were seen for a decision to hold.

    What a person wrote herself is hers whatever a reader reads; the other end of a period that
    she changed at one is not.
    """
    beside = DAYS if changes.keys() & set(DAYS) else ()
    return frozenset([*DECIDED_ON, *beside]) - changes.keys()


def problems(figure: Figure, changes: Changes, words: Callable[[int, int], str]) -> list[Problem]:
    """Everything that is wrong with changes of a figure; empty where they may be kept.

    Args:
        figure: as it was read.
        changes: field to what it should say.
        words: the document's text between two code points.
    """
    if figure.document is None:
        hint = f"Mend line {figure.row} of hand/figures.csv"
        return [Problem("the figure was typed by hand, not read", hint=hint)]
    if not changes:
        return [Problem("a correction changes nothing", hint="Accept the figure instead")]
    found = [
        problem for name, value in changes.items() for problem in wrong(name, value, figure, words)
    ]
    if not found:
        found += _at_odds(apply(figure, changes))
    return found


def wrong(
    name: str, value: object, figure: Figure, words: Callable[[int, int], str]
) -> Iterator[Problem]:
    """What is wrong with one field by itself."""
    if name not in FIELDS:
        hint = f"It is one of {', '.join(FIELDS)}"
        yield Problem("no such field can be corrected", column=name, hint=hint)
    elif value is None:
        if name not in _MAY_BE_EMPTY:
            yield Problem("may not be empty", column=name)
    elif name in VERBATIM:
        yield from _wrong_span(name, value, figure, words)
    elif name in WORDS:
        if value not in WORDS[name]:
            yield Problem(f"{value!r} is not one of {', '.join(WORDS[name])}", column=name)
    elif name in NUMBERS:
        if not _is_number(value):
            yield Problem(f"{value!r} is not a number of people", column=name)
    elif name in DAYS:
        if not _is_day(value):
            yield Problem(f"{value!r} is not a day (write 2016-08-31)", column=name)
    elif not _is_name(value):
        yield Problem(f"{value!r} is not a name", column=name)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= _MOST  # false of what is "not a number", too


def _is_name(value: object) -> bool:
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST:
        return False
    # What no file can keep: halves of characters.
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).year in YEARS
    except ValueError:
        return False


def _wrong_span(
    name: str, value: object, figure: Figure, words: Callable[[int, int], str]
) -> Iterator[Problem]:
    match value:
        case {"text": str(said), "start": int(start), "end": int(end), **rest} if not rest:
            pass
        case _:
            yield Problem("needs words of the document with their start and end", column=name)
            return
    if not 0 <= start < end <= _LAST or words(start, end) != said or not said.strip():
        what = f"the document does not say {said!r} at {start} to {end}"
        yield Problem(what, column=name, hint="Select the words again")
    elif name == "surface" and not (
        figure.sentence_start is not None
        and figure.sentence_end is not None
        and figure.sentence_start <= start
        and end <= figure.sentence_end
    ):
        hint = "Another sentence holds another figure"
        yield Problem("the number must stand in the figure's sentence", column=name, hint=hint)


def _at_odds(figure: Figure) -> Iterator[Problem]:
    low, value, high = figure.low, figure.value, figure.high
    # "Almost 620" ends at 619 and "more than 620" begins at 621.
    pairs = ((low, high, 0), (low, value, 1), (value, high, 1))
    if any(less > more + by for less, more, by in pairs if less is not None and more is not None):
        hint = "Give low, value and high together"
        yield Problem("low <= value <= high must hold", column="value", hint=hint)
    first, last = figure.period_start, figure.period_end
    if first and last and last < first:
        yield Problem(f"{last} is before {first}", column="period_end")


def placed(changes: Changes, moved: int, words: Callable[[int, int], str]) -> Changes:
    """Changes with the spans that their words have in the document today.

    Words that no longer stand where they stood keep their wording; their span is (None, None).

    Args:
        changes: as they were kept.
        moved: how many code points the figure has moved since then.
        words: the document's text between two code points.
    """
    told: dict[str, Any] = {}
    for name, value in changes.items():
        told[name] = value
        if isinstance(value, Mapping):
            start, end = value["start"] + moved, value["end"] + moved
            there = start >= 0 and words(start, end) == value["text"]
            at = {"start": start, "end": end} if there else {"start": None, "end": None}
            told[name] = {**value, **at}
    return told


def apply(figure: Figure, changes: Changes) -> Figure:
    """The figure as a person left it.

    Args:
        figure: as it is read now.
        changes: what was changed, in order (`problems`) and `placed`.
    """
    told: dict[str, Any] = {}
    spans = dict(figure.spans)
    for name, value in changes.items():
        if name in VERBATIM:
            spans.pop(name, None)
            told[name] = value and value["text"]
            if value is None or value["start"] is None:
                continue
            at = (value["start"], value["end"])
            if name == "surface":
                told["start"], told["end"] = at
            else:
                spans[name] = at
        elif name in DAYS:
            told[name] = value and date.fromisoformat(value)
        elif name in NUMBERS:
            told[name] = None if value is None else float(value)
        else:
            told[name] = value
    if "place" in changes:
        told |= {"country": None, "region": None}  # they were those of another place
    sure = {name: share for name, share in figure.confidences.items() if name not in changes}
    # How sure the machine was tells nothing of what a person wrote.
    return replace(figure, **told, spans=spans, confidences=sure, confidence=None)
