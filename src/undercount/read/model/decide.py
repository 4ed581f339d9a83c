"""A reading with the fields of its figures decided by the network, each with how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from undercount.ledger.records import Figure, Reading, Rejected
from undercount.read.fields.chain import directness_of
from undercount.read.fields.confidence import PARTS
from undercount.read.model.answers import Answer, of_all
from undercount.read.model.calibration import TOO_LONG, Calibration, calibration
from undercount.read.model.mentions import SPANS
from undercount.read.model.windows import windows
from undercount.read.places.toponyms import locate
from undercount.read.times.days import dated
from undercount.read.voices.voice import Voice

_WORDS: Final = ("unit", "measure", "status", "detection", "claimant_class")
MOST: Final = 400  # windows, some 700,000 letters where numbers are dense: a minute of one core


def decide(reading: Reading) -> Reading:
    """What the rules read, decided anew number by number; numbers and intervals stay theirs.

    A number that the network takes for none is rejected as `other`; one that the rules rejected
    stays so. What hangs on a changed field changes with it: the days of a period, the country of a
    place, how directly a claimant speaks.
    """
    cut = list(islice(windows(reading), MOST + 1))
    if len(cut) > MOST:
        return replace(reading, cautions=(*reading.cautions, TOO_LONG))
    return decided(reading, of_all(cut, reading.text), calibration())


def decided(reading: Reading, found: Iterable[Answer], known: Calibration) -> Reading:
    """The same with answers and calibration given."""
    figures: list[Figure] = []
    rejected = list(reading.rejected)
    for answer in found:
        figure = answer.mention.figure
        if figure is None:
            continue
        if answer.odds["figure"] < known.figure:
            start, end = answer.mention.start, answer.mention.end
            rejected.append(Rejected(start, end, figure.surface, "other"))
        else:
            figures.append(_decided(reading, figure, answer, known))
    kept = {figure.start for figure in figures}
    return replace(
        reading,
        figures=tuple(sorted(figures, key=lambda figure: figure.start or 0)),
        rejected=tuple(sorted(rejected, key=lambda trap: trap.start)),
        derived=tuple(one for one in reading.derived if one.of_start in kept),
    )


def _decided(reading: Reading, figure: Figure, answer: Answer, known: Calibration) -> Figure:
    changes: dict[str, Any] = {name: answer.words[name] for name in _WORDS}
    spans = {name: span for name, span in figure.spans.items() if name not in SPANS}
    for name in SPANS:
        span = answer.spans[name]
        changes[name] = None if span is None else reading.text[slice(*span)]
        if span is not None:
            spans[name] = span
    changes["spans"] = spans
    changes |= _hanging(reading, figure, changes)
    sure = {**figure.confidences, **known.fields(answer.odds, figure.confidences)}
    changes["confidences"] = sure
    changes["confidence"] = known.record(sure, PARTS)
    return replace(figure, **changes)


def _hanging(reading: Reading, figure: Figure, changed: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that follow from those that changed."""
    found: dict[str, Any] = {}
    if changed["period"] != figure.period:
        days = dated(changed["period"], reading.language, reading.published)
        found |= {"period_start": days.first, "period_end": days.last,
                  "period_accuracy": days.accuracy, "period_anchor": days.anchor}  # fmt: skip
    if changed["place"] != figure.place:
        found |= _placed(reading, changed["place"])
    if changed["claimant"] != figure.claimant and figure.directness != "quoted":
        issuer = Voice(None, _issuer(reading, changed))
        voice = Voice(changed["claimant"], changed["claimant_class"], artefact=figure.artefact)
        found |= {"directness": directness_of(voice, issuer, reading.outlet), "relay": None}
        found["spans"] = {k: v for k, v in changed["spans"].items() if k != "relay"}
    return found


def _placed(reading: Reading, words: str | None) -> dict[str, Any]:
    """Country and region of a place: as another figure has it, else by the gazetteer."""
    if words is None:
        return {"place_role": None, "country": None, "region": None}
    for other in reading.figures:
        if other.place == words:
            return {"place_role": other.place_role, "country": other.country,
                    "region": other.region}  # fmt: skip
    country, region = locate(words, reading.language)
    return {"place_role": "at", "country": country, "region": region}


def _issuer(reading: Reading, changed: Mapping[str, Any]) -> Any:
    """The class of the document's own voice, as the rules tell it where nobody else speaks."""
    for figure in reading.figures:
        if figure.claimant is None and figure.directness in ("own", "unsourced"):
            return figure.claimant_class
    return changed["claimant_class"] if changed["claimant"] is None else "unknown"
