"""Whether a figure was counted, estimates the whole, or estimates those who were missed."""

from __future__ import annotations

from undercount.read.lexicon import Lexicon
from undercount.read.numbers.hedges import Hedged
from undercount.read.voices.voices import Voice
from undercount.units import Detection, Measure, Status

_OFFICIAL = frozenset(["government", "police_border", "igo", "inspectorate"])
_OPEN = frozenset(["target", "capacity"])


def detection_of(
    sentence: str, voice: Voice, hedged: Hedged, measure: Measure, status: Status, lexicon: Lexicon,
    *, unit_other: bool,
) -> Detection:  # fmt: skip
    """How a figure came about, by the words of its sentence and by who says it."""
    if measure in _OPEN or status in ("denied", "target") or unit_other:
        return "unknown"
    if lexicon.pattern("detection.undetected").search(sentence):
        return "undetected_estimate"
    estimates = lexicon.pattern("detection.estimate").search(sentence) is not None
    records = lexicon.pattern("detection.detected").search(sentence) is not None
    if estimates and not (records and hedged.quantifier == "exact"):
        return "total_estimate"
    exact = hedged.quantifier in ("exact", "at_least", "more_than")
    if records or (voice.artefact is not None and exact):
        return "detected"
    if voice.cls in _OFFICIAL and hedged.quantifier == "exact" and voice.name is not None:
        return "detected"
    return "unknown"
