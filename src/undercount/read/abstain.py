"""Readings whose unsure fields are left open, for a person to fill in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from undercount.ledger.records import Figure, Reading
from undercount.read.model.calibration import TOO_LONG, calibration

_WITHHELD: Final[Mapping[str, Mapping[str, Any]]] = {
    "unit": {"unit": "other"},
    "population": {"population": None},
    "measure": {"measure": "unknown"},
    "claimant": {"claimant": None, "claimant_class": "unknown"},
    "claimant_class": {"claimant_class": "unknown"},
    "artefact": {"artefact": None},
    "place": {"place": None, "place_role": None, "country": None, "region": None},
    "period": {"period": None, "period_start": None, "period_end": None},
    "detection": {"detection": "unknown"},
}

_NOTE: Final = "left open, not sure enough: "


def left_open(figure: Figure) -> frozenset[str]:
    """The fields that `abstain` left open and nobody has filled in since."""
    told = (figure.note or "").removeprefix(_NOTE)
    if told == figure.note:
        return frozenset()
    return frozenset(part.split(" ")[0] for part in told.split(", ")) & {*figure.confidences}


def abstain(reading: Reading, threshold: float | None = None) -> Reading:
    """A reading whose fields less sure than `threshold` are left open: None, "other", "unknown".

    Which were, and how sure they were, stands in each figure's `note`. Numbers, their
    intervals and their status are kept, as a figure without them would say nothing; figures whose
    confidences are not known (typed by hand) are kept whole.

    Args:
        reading: what was read.
        threshold: 0 to 1; 0 leaves nothing open. None takes for each field the one chosen on the
            development part of the corpus for the network (`model=True`): a guess that is oftener
            wrong than right is not made. What the network left to the rules is kept whole.
    """
    if threshold is None and TOO_LONG in reading.cautions:
        return reading
    figures = tuple(_abstained(figure, threshold) for figure in reading.figures)
    return replace(reading, figures=figures)


def _abstained(figure: Figure, threshold: float | None) -> Figure:
    chosen = calibration().open
    unsure = {
        name: sure for name, sure in figure.confidences.items()
        if name in _WITHHELD
        and sure < (chosen.get(name, 0.0) if threshold is None else threshold)
        and any(getattr(figure, key) != value for key, value in _WITHHELD[name].items())
    }  # fmt: skip
    if not unsure:
        return figure
    changes: dict[str, Any] = {}
    for name in unsure:
        changes |= _WITHHELD[name]
    told = ", ".join(f"{name} {sure:.2f}" for name, sure in sorted(unsure.items()))
    changes["note"] = f"{_NOTE}{told}"
    changes["spans"] = {k: v for k, v in figure.spans.items() if k not in unsure}
    return replace(figure, **changes)
