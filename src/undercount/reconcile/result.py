"""What reconciling answers: a series with its band, and each source's bias and noise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from undercount.display import as_html
from undercount.reconcile.plain import plain
from undercount.results import Assumption, Caution


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure as the model sees it.

    Attributes:
        figure_id: its entry in the ledger.
        source: canonical name of who said it.
        day: the middle of the period it speaks of.
        value: the number as stated, or the geometric middle of a range.
        low: lower end of what the words allow, people.
        high: upper end of what the words allow, people.
        fitted: what the model expects this source to say that day, people.
        lower: lower end of what the model predicts this source would say, people.
        upper: upper end of the same.
    """

    figure_id: str
    source: str
    day: date
    value: float
    low: float
    high: float
    fitted: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class SourceEffect:
    """How far one source counts above or below the truth.

    Attributes:
        source: canonical name.
        ratio: what it says divided by the truth; 0.93 means seven in a hundred left out.
        lower: lower end of the ratio at the series' level.
        upper: upper end of the ratio.
        noise: scatter of its figures around its own habit, as a factor (1.08 is 8%).
        n: figures of it in the series.
        anchor: True where it fixes the level (ratio 1 by choice, not by data).
        drift: where its habit changes, the ratio at its last figure divided by that at its first
            (`ratio` is then that of the middle); None where the habit is taken to stay the same.
    """

    source: str
    ratio: float
    lower: float
    upper: float
    noise: float
    n: int
    anchor: bool
    drift: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """The series on one day, in people."""

    day: date
    median: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the model says of a source it was not shown.

    Attributes:
        source: the source that was taken out.
        day: the day of its figure.
        value: what it said, people.
        low: lower end of what its words allow, people.
        high: upper end of what its words allow, people.
        median: what the other sources predict it would say, people.
        lower: lower end of that prediction.
        upper: upper end of that prediction.
        inside: whether the figure lies inside the predicted band.
    """

    source: str
    day: date
    value: float
    low: float
    high: float
    median: float
    lower: float
    upper: float
    inside: bool


@dataclass(frozen=True, slots=True)
class Without:
    """An answer if one source had said nothing.

    Attributes:
        source: the source that was taken out.
        day: the day that was asked for.
        median: what the others make of that day, people.
        lower: lower end of the band.
        upper: upper end of the band.
        shift: this median divided by the answer's; 1.1 means a tenth more without the source.
    """

    source: str
    day: date
    median: float
    lower: float
    upper: float
    shift: float


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A series of one number over time, from sources that disagree.

    Attributes:
        name: the series, such as "camp".
        title: what it counts and where, in words.
        level: probability of every band, between 0 and 1.
        points: the series, by day, without gaps longer than the grid's step.
        answers: the days that were asked for.
        sources: each source's effect, most figures first.
        observations: every figure used.
        left_out: predictions for figures of each anchor when it is taken out.
        fixed_by: one sentence on what fixes the level.
        assumptions: what must be true.
        cautions: what a reader must know.
        diagnostics: plain numbers by name (walk per day, log posterior ...).
        provenance: seed, version, input hash, settings.
        without: the answers if each source in turn had said nothing.
        if_copies_counted: the answers if every print were an observation of its own: a false
            precision, for comparison only; empty where there are no copies.
    """

    name: str
    title: str
    level: float
    points: tuple[Point, ...]
    answers: tuple[Point, ...]
    sources: tuple[SourceEffect, ...]
    observations: tuple[Observation, ...]
    left_out: tuple[LeftOut, ...]
    fixed_by: str
    assumptions: tuple[Assumption, ...] = ()
    cautions: tuple[Caution, ...] = ()
    diagnostics: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Any] = field(default_factory=dict)
    without: tuple[Without, ...] = ()
    if_copies_counted: tuple[Point, ...] = ()

    def _repr_html_(self) -> str:
        return as_html(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; days as ISO 8601."""
        return plain(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Reconciled:
        """The series that `to_dict` wrote."""
        made = dict(data)
        for key, kind in (
            ("points", Point),
            ("answers", Point),
            ("observations", Observation),
            ("left_out", LeftOut),
            ("without", Without),
            ("if_copies_counted", Point),
        ):
            made[key] = tuple(
                kind(**{**row, "day": date.fromisoformat(row["day"])}) for row in data.get(key, ())
            )
        made["sources"] = tuple(SourceEffect(**row) for row in data["sources"])
        made["assumptions"] = tuple(Assumption(**row) for row in data["assumptions"])
        made["cautions"] = tuple(Caution(**row) for row in data["cautions"])
        return cls(**made)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures that do not fit together, in words.

    Attributes:
        kind: stable name, such as "source-changed", "unit", "period", "same-day".
        text: one or two neutral sentences naming who said what.
        figures: ids of the ledger entries concerned, most trustworthy first where that is known.
    """

    kind: str
    text: str
    figures: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"kind": self.kind, "text": self.text, "figures": list(self.figures)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Conflict:
        """The conflict that `to_dict` wrote."""
        return cls(data["kind"], data["text"], tuple(data["figures"]))
