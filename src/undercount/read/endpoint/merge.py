"""Verified proposals into a reading: gaps are filled, missed figures added, nothing overridden."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, cast

from undercount.ledger.records import Figure, Reading
from undercount.read.endpoint.proposals import TEXT_FIELDS, Accepted, Proposals
from undercount.read.fields.counted import unit_of
from undercount.read.lexicon import Lexicon, lexicon
from undercount.read.numbers.number import Form
from undercount.read.times.days import days_of
from undercount.read.voices.classes import class_of
from undercount.read.words.tokens import tokenize
from undercount.units import Kind, Measure, Unit

_BY: Final = "proposed by"
_KINDS: Final[Mapping[Form, Kind]] = {"scalar": "count"}
# A body that issues a document speaks in its own voice where it names nobody else.
_NOBODY: Final = frozenset(["journalist", "unknown"])


def merge(reading: Reading, proposals: Proposals, model: str) -> Reading:
    """The reading with what a model proposed and the document bears out.

    Where our rules read the number already, the proposal fills only what they left open
    (population, claimant, place, period; a measure they could not tell). A number that they passed
    over or rejected as "other" becomes a figure with our grammar's span, value and hedge. The
    figure's `note` says what was proposed, and by which model.

    Args:
        reading: what was read.
        proposals: from `propose` or `verify`.
        model: the name to note.
    """
    words = lexicon(reading.language)
    figures = list(reading.figures)
    starts = [figure.start or 0 for figure in figures]
    added: list[Figure] = []
    for accepted in proposals.accepted:
        number = accepted.standing.number
        i = bisect_left(starts, number.end) - 1
        if i >= 0 and (figures[i].end or 0) > number.start:
            figures[i] = _filled(figures[i], accepted, reading, words, model)
        else:
            added.append(_new(accepted, reading, words, model))
    taken = {span for new in added for span in range(new.start or 0, new.end or 0)}
    return replace(
        reading,
        figures=tuple(sorted([*figures, *added], key=lambda figure: figure.start or 0)),
        rejected=tuple(trap for trap in reading.rejected if trap.start not in taken),
    )


def proposed(figure: Figure) -> bool:
    """Whether a model proposed this figure or a field of it."""
    return figure.note is not None and _BY in figure.note


def _filled(
    figure: Figure, accepted: Accepted, reading: Reading, words: Lexicon, model: str
) -> Figure:
    given = _texts(accepted, reading.text)
    fresh = {name: said for name, said in given.items() if getattr(figure, name) is None}
    if figure.claimant_class not in _NOBODY:
        fresh.pop("claimant", None)
    if figure.measure in ("target", "capacity"):
        fresh.pop("period", None)  # the rules leave it out of these on purpose
    changes: dict[str, Any] = dict(fresh)
    if figure.measure == "unknown" and accepted.measure not in (None, "unknown"):
        changes["measure"] = accepted.measure
    if not changes:
        return figure
    names = ", ".join(changes)
    changes |= _follow(fresh, reading, words)
    note = f"{names} {_BY} {model}"
    return replace(
        figure, **changes, note=note if figure.note is None else f"{figure.note}; {note}",
        spans={**figure.spans, **{name: accepted.spans[name] for name in fresh}},
    )  # fmt: skip


def _new(accepted: Accepted, reading: Reading, words: Lexicon, model: str) -> Figure:
    number, hedged, text = accepted.standing.number, accepted.standing.hedged, reading.text
    given = _texts(accepted, text)
    hedge = None
    if hedged.start is not None and hedged.end is not None:
        hedge = text[hedged.start : hedged.end]
    figure = Figure(
        surface=text[number.start : number.end], value=number.value, low=hedged.low,
        high=hedged.high, kind=_KINDS.get(number.form, cast("Kind", number.form)), hedge=hedge,
        quantifier=hedged.quantifier, unit=_unit(given.get("population"), words),
        measure=cast("Measure", accepted.measure or "unknown"), document=reading.document,
        start=number.start, end=number.end, sentence_start=accepted.sentence_start,
        sentence_end=accepted.sentence_end, publisher=reading.outlet, title=reading.title,
        origin="model", note=f"number {_BY} {model}", spans=dict(accepted.spans),
    )  # fmt: skip
    fields: dict[str, Any] = given | _follow(given, reading, words)
    return replace(figure, **fields)


def _texts(accepted: Accepted, text: str) -> dict[str, Any]:
    return {
        name: text[slice(*accepted.spans[name])] for name in TEXT_FIELDS if name in accepted.spans
    }


def _follow(given: Mapping[str, str], reading: Reading, words: Lexicon) -> dict[str, Any]:
    """What follows from the fields by our rules: the claimant's class, the days of the period."""
    found: dict[str, Any] = {}
    if "claimant" in given:
        found["claimant_class"] = class_of(given["claimant"], words)
    if "period" in given:
        first, last = days_of(given["period"], reading.language, reading.published)
        found |= {"period_start": first, "period_end": last}
    return found


def _unit(population: str | None, words: Lexicon) -> Unit:
    for token in tokenize(population or ""):
        unit = unit_of(token.low, words)
        if unit is not None:
            return unit
    return "other"
