"""What the encoder is told of each number: what the rules made of it, as plain numbers.

The order of the columns is part of the trained network: `scripts/reader_model` reads it from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from undercount import units
from undercount.ledger.records import Figure, Reading, Rejected
from undercount.read.fields.confidence import FIELDS

SPANS: Final = ("population", "claimant", "place", "period")
CLASSES: Final[Mapping[str, Sequence[str]]] = {
    "figure": ("trap", "figure"),
    "unit": units.UNITS,
    "measure": units.MEASURES,
    "status": units.STATUSES,
    "detection": units.DETECTIONS,
    "claimant_class": units.CLAIMANT_CLASSES,
}
_WORDS: Final[Mapping[str, Sequence[str]]] = {
    "kind": units.KINDS, "quantifier": units.QUANTIFIERS, "unit": units.UNITS,
    "measure": units.MEASURES, "status": units.STATUSES, "detection": units.DETECTIONS,
    "claimant_class": units.CLAIMANT_CLASSES, "directness": units.DIRECTNESS,
    "place_role": units.PLACE_ROLES, "period_accuracy": units.ACCURACIES,
    "period_anchor": units.ANCHORS,
}  # fmt: skip
_LANGUAGES: Final = ("en", "fr", "es")
_SAID: Final = (*SPANS, "artefact", "relay", "hedge")


def _columns() -> dict[str, int]:
    names = ["figure", "table"]
    names += [f"why {word}" for word in units.REJECTIONS]
    names += [f"{name} {word}" for name, words in _WORDS.items() for word in words]
    names += [f"says {name}" for name in _SAID]
    names += [f"sure {name}" for name in FIELDS]
    names += [f"language {code}" for code in _LANGUAGES]
    return {name: i for i, name in enumerate(names)}


COLUMNS: Final = _columns()


@dataclass(frozen=True, slots=True)
class Mention:
    """One number of a document as the rules left it.

    Attributes:
        start: first code point of its surface.
        end: one past the last.
        figure: the rules' figure, or None.
        rejected: or why the rules say that it is none.
    """

    start: int
    end: int
    figure: Figure | None = None
    rejected: Rejected | None = None


def mentions_of(reading: Reading) -> list[Mention]:
    """Every number of a reading in the order of the text."""
    found = [Mention(f.start, f.end, figure=f) for f in reading.figures
             if f.start is not None and f.end is not None]  # fmt: skip
    found += [Mention(r.start, r.end, rejected=r) for r in reading.rejected]
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def features(mentions: Sequence[Mention], language: str) -> NDArray[np.float32]:
    """One row a mention, one column for each of `COLUMNS`."""
    table = np.zeros((len(mentions), len(COLUMNS)), dtype=np.float32)
    for row, mention in zip(table, mentions, strict=True):
        if language in _LANGUAGES:
            row[COLUMNS[f"language {language}"]] = 1.0
        if mention.rejected is not None:
            row[COLUMNS[f"why {mention.rejected.why}"]] = 1.0
        elif mention.figure is not None:
            _tell(row, mention.figure)
    return table


def _tell(row: NDArray[np.float32], figure: Figure) -> None:
    row[COLUMNS["figure"]] = 1.0
    row[COLUMNS["table"]] = float(figure.origin == "table")
    for name in _WORDS:
        word = getattr(figure, name)
        if word is not None:
            row[COLUMNS[f"{name} {word}"]] = 1.0
    for name in _SAID:
        row[COLUMNS[f"says {name}"]] = float(getattr(figure, name) is not None)
    for name, sure in figure.confidences.items():
        column = COLUMNS.get(f"sure {name}")
        if column is not None:
            # Log odds, of a size like the others'.
            row[column] = log(max(sure, 0.01) / max(1.0 - sure, 0.01)) / 4.0
