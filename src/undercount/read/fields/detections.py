"""Whether a figure was counted, estimates the whole, or estimates those who were missed."""

from __future__ import annotations

from undercount.read.lexicon import Lexicon
from undercount.read.lexicon.facets import facets
from undercount.read.numbers.hedges import Hedged
from undercount.read.voices.voice import Voice
from undercount.units import Detection, Measure, Status

_OFFICIAL = frozenset(["government", "police_border", "igo", "inspectorate"])
_OPEN = frozenset(["target", "capacity"])


def detection_of(
    sentence: str, voice: Voice, hedged: Hedged, measure: Measure, status: Status, lexicon: Lexicon,
    among: frozenset[str], *, unit_other: bool, quoted: bool = False,
) -> Detection:  # fmt: skip
    """How a figure came about, by the words of its sentence (`among`) and by who says it."""
    if measure in _OPEN or status in ("denied", "target") or unit_other:
        return "unknown"
    words = facets(lexicon.language)

    def holds(known: Lexicon, key: str) -> bool:
        return known.pattern(key).search(sentence, among=among) is not None

    if holds(lexicon, "detection.undetected") or holds(words, "detection.undetected"):
        return "undetected_estimate"
    estimates = holds(lexicon, "detection.estimate") or holds(words, "detection.estimate")
    records = holds(lexicon, "detection.detected")
    official = voice.cls in _OFFICIAL and voice.name is not None
    if estimates and not (records and hedged.quantifier == "exact"):
        return "total_estimate"
    # What may come and what passes each day is reckoned from counts; nobody counted it.
    if measure == "rate" or status == "hypothetical":
        return "unknown"
    stated = hedged.quantifier not in ("vague", "range")
    if official and stated:
        return "detected"
    if quoted and not official:
        return "detected" if voice.artefact is not None and records else "unknown"
    exact = hedged.quantifier in ("exact", "at_least", "more_than")
    return "detected" if records or (voice.artefact is not None and exact) else "unknown"
