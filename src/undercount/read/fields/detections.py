"""Whether a figure was counted, estimates the whole, or estimates those who were missed.

No single word tells: "believed" beside a register, "recorded" beside "about". A plain rule gives
its answer, and a table of weights puts it beside the other clues. The table was learned by
`scripts/train_detection.py` from documents that people of this project wrote and annotated, and
from nothing else. On authors it was not learned from it was right more often than the rule.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from undercount.read.lexicon import Lexicon
from undercount.read.lexicon.facets import facets
from undercount.read.numbers.hedges import Hedged
from undercount.read.voices.voice import Voice
from undercount.units import Detection, Kind, Measure, Status

CHOICES: Final[tuple[Detection, ...]] = (
    "detected", "unknown", "total_estimate", "undetected_estimate",
)  # fmt: skip
BASE: Final = ""  # the clue that every figure has
_OFFICIAL: Final = frozenset(["government", "police_border", "igo", "inspectorate"])
_OPEN: Final = frozenset(["target", "capacity"])
_NOTHING: Final = (0.0,) * len(CHOICES)
_NEAR: Final = 40  # code points
_PLAIN: Final = frozenset(["exact", "vague", "range"])

Weights = Mapping[str, tuple[float, ...]]


class Signs(NamedTuple):
    """What a sentence says of how its figures came about.

    Attributes:
        sentence: its text.
        missed: it tells of those who were not seen.
        estimates: it tells of an estimate.
        records: it tells of a record.
    """

    sentence: str
    missed: bool
    estimates: bool
    records: bool


def signs_of(sentence: str, lexicon: Lexicon, among: frozenset[str]) -> Signs:
    """The signs of one sentence, by its words (`among`)."""
    words = facets(lexicon.language)

    def holds(key: str, *known: Lexicon) -> bool:
        return any(one.pattern(key).search(sentence, among=among) is not None for one in known)

    return Signs(
        sentence,
        missed=holds("detection.undetected", lexicon, words),
        estimates=holds("detection.estimate", lexicon, words),
        records=holds("detection.detected", lexicon),
    )


def detection_of(
    signs: Signs, voice: Voice, hedged: Hedged, measure: Measure, status: Status, lexicon: Lexicon,
    *, unit_other: bool, kind: Kind = "count", quoted: bool = False,
    timed: bool = False, span: tuple[int, int] = (0, 0),
) -> Detection:  # fmt: skip
    """How a figure came about, by the signs of its sentence and by who says it.

    `span` is where its number stands in the sentence.
    """
    sentence, missed, estimates, records = signs
    ruled = _ruled(
        voice, hedged, measure, status, missed=missed, estimates=estimates, records=records,
        unit_other=unit_other, quoted=quoted,
    )  # fmt: skip
    first, last = max(0, span[0] - _NEAR), min(len(sentence), span[1] + _NEAR)

    def near(key: str) -> bool:
        return lexicon.pattern(key).search(sentence, first, last) is not None

    slipped = missed and near("detection.undetected")
    guessed = estimates and near("detection.estimate")
    if not records and (
        (slipped and ruled == "undetected_estimate") or (guessed and ruled == "total_estimate")
    ):
        return ruled  # plainly said
    nearby = [
        f"near missed {slipped}", f"near records {records and near('detection.detected')}",
        f"near estimates {guessed}",
    ]  # fmt: skip
    hedge = hedged.quantifier if hedged.quantifier in _PLAIN else "hedged"
    said = "flow" if measure == "cumulative" else measure
    named, sheet = voice.name is not None, voice.artefact is not None
    return chosen(
        [
            f"rule {ruled}", f"missed {missed}", *nearby,
            f"records {records}", f"measure {said}",
            f"estimates {estimates} {records}", f"estimates {estimates}", f"status {status}",
            f"hedge {hedge}", f"class {voice.cls}", f"named {named}", f"artefact {sheet}",
            f"unit other {unit_other}", f"quoted {quoted}", f"timed {timed}", f"kind {kind}",
            f"estimates {estimates} hedge {hedge}", f"records {records} hedge {hedge}",
            f"records {records} measure {said}", f"measure {said} hedge {hedge}",
            f"quoted {quoted} hedge {hedge}", f"estimates {estimates} {records} hedge {hedge}",
            f"named {named} hedge {hedge}", f"named {named} records {records}",
            f"records {records} quoted {quoted}", f"unit other {unit_other} measure {said}",
            f"kind {kind} measure {said}",
        ],
        weights(),
    )  # fmt: skip


def chosen(clues: Iterable[str], table: Weights) -> Detection:
    """The choice with the highest sum of weights; a clue that the table has not tells nothing.

    >>> chosen(["a"], {"": (0.0, 0.5, 0.0, 0.0), "a": (1.0, 0.0, 0.0, 0.0)})
    'detected'
    """
    rows = filter(None, map(table.get, (BASE, *clues)))
    totals = [sum(column) for column in zip(_NOTHING, *rows, strict=True)]
    return CHOICES[totals.index(max(totals))]


@cache
def weights() -> Weights:
    """Clue to the weights of the choices, in their order."""
    source = files(__package__).joinpath("weights", "detection.json")
    table: dict[str, list[float]] = json.loads(source.read_text(encoding="utf-8"))
    return {clue: tuple(row) for clue, row in table.items()}


def _ruled(
    voice: Voice, hedged: Hedged, measure: Measure, status: Status, *, missed: bool,
    estimates: bool, records: bool, unit_other: bool, quoted: bool,
) -> Detection:  # fmt: skip
    """The answer of a plain rule, by what is said and by who says it."""
    if measure in _OPEN or status in ("denied", "target") or unit_other:
        return "unknown"
    if missed:
        return "undetected_estimate"
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
