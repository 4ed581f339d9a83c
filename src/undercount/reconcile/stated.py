"""A figure as the checks compare it, and what makes two of them comparable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from undercount.ledger.aliases import fold
from undercount.ledger.entry import Entry
from undercount.ledger.records import Figure
from undercount.reconcile.said import allowed, numeral, spell_span

TRUST = {"hand": 0, "table": 1, "read": 2, "model": 3}
_NO_COUNT = ("rate", "change", "target")
_KINDS = ("count", "range", "rate", "vague")
# Days as addresses and descriptions carry them: /2016/08/28/, /20160831/, "published 4 Sep 2016".
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d|19\d\d)([-/]?)(0[1-9]|1[0-2])\2([0-3]\d)(?!\d)")
_PUBLISHED = re.compile(r"\bpublished (?:on )?(\d{1,2}) ([a-z]{3})[a-z]* (\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SMALL = frozenset(
    {"of", "the", "and", "in", "at", "by", "a", "an", "de", "la", "le", "les", "des", "du", "et"}
)


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure, normalised.

    Attributes:
        entry: the ledger's entry.
        value: the number as stated, or the geometric middle of a range.
        low: lower end of what the words allow.
        high: upper end of what the words allow.
        source: who said it, as shown; None where nobody is named.
        who: words of the source, for comparing; empty where nobody is named.
        what: quantity, else the folded population; None where neither is known.
        place: folded place, or None.
        start: first day it speaks of, or None.
        end: last day it speaks of, or None.
    """

    entry: Entry
    value: float
    low: float
    high: float
    source: str | None
    who: frozenset[str]
    what: str | None
    place: str | None
    start: date | None
    end: date | None

    @property
    def figure(self) -> Figure:
        """The ledger's figure."""
        return self.entry.figure

    @property
    def outlet(self) -> str:
        """Who printed it, or where it stands."""
        figure = self.figure
        return figure.publisher or self.entry.title or figure.document or "no outlet named"

    @property
    def printed(self) -> date | None:
        """The day of publication, as far as the entry, its address or its description tells."""
        return self.entry.published or _printed(self.figure)

    @property
    def number(self) -> str:
        """The number in figures, a range as its ends."""
        if self.figure.value is None:
            return f"{numeral(self.low)} to {numeral(self.high)}"
        return numeral(self.value)

    @property
    def said(self) -> str:
        """The number with its hedge."""
        figure = self.figure
        if figure.quantifier in ("exact", "range"):
            return self.number
        return f"{figure.hedge or figure.quantifier.replace('_', ' ')} {self.number}"

    @property
    def when(self) -> str:
        """The period in words."""
        if self.start is None or self.end is None:
            return self.figure.period or "no date"
        return spell_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that do not fit together, before ranking.

    Attributes:
        kind: stable name of the check.
        text: neutral sentences.
        figures: those concerned.
        weight: larger is more important among findings of one kind.
    """

    kind: str
    text: str
    figures: tuple[Stated, ...]
    weight: float


def state(entry: Entry) -> Stated | None:
    """The figure for comparison; None where it asserts no count."""
    figure = entry.figure
    counts = figure.kind in ("count", "range") and figure.measure not in _NO_COUNT
    return _state(entry) if counts and figure.status == "asserted" else None


def state_any(entry: Entry) -> Stated | None:
    """As `state`, with rates, targets and vague numbers, which have a descent as well."""
    figure = entry.figure
    said = figure.status in ("asserted", "target") and figure.kind in _KINDS
    return _state(entry) if said and figure.measure != "change" else None


def state_share(entry: Entry) -> Stated | None:
    """A percentage for comparison with other percentages; None for anything else."""
    figure = entry.figure
    share = figure.kind == "percent" or (figure.measure == "rate" and figure.unit == "other")
    said = share and figure.measure != "change" and figure.status == "asserted"
    return _state(entry) if said else None


def state_percent(entry: Entry) -> Stated | None:
    """Any percentage, of change too; None for anything else."""
    return _state(entry) if entry.figure.kind == "percent" else None


def state_zero(entry: Entry) -> Stated | None:
    """A stated zero, which is no number to compare but a part of a sum; None for anything else."""
    figure = entry.figure
    said = entry.decision != "rejected" and figure.status == "asserted" and figure.value == 0
    return _stated(entry, (0.0, 0.0, 0.0)) if said and figure.kind == "count" else None


def _state(entry: Entry) -> Stated | None:
    figure = entry.figure
    ends = allowed(figure) if entry.decision != "rejected" else None
    return _stated(entry, ends) if ends else None


def _stated(entry: Entry, ends: tuple[float, float, float]) -> Stated:
    figure = entry.figure
    source = figure.source or figure.claimant
    what = figure.quantity or (fold(figure.population) if figure.population else None)
    place = fold(figure.place) if figure.place else None
    start = figure.period_start or figure.period_end
    end = figure.period_end or figure.period_start
    return Stated(entry, *ends, source, words(source), what, place, start, end)


def words(text: str | None) -> frozenset[str]:
    """The words that carry meaning, folded."""
    # Behind a sign folding takes no article off, which "UN" would be in French.
    return frozenset(re.findall(r"[\w']+", fold(f"| {text or ''}"))) - _SMALL


def same_source(one: Stated, two: Stated) -> bool | None:
    """Whether both are given to one source; None where one names nobody.

    "Prefecture" and "prefecture of Pas-de-Calais" are one: one name holds the other's words.
    """
    if not one.who or not two.who:
        return None
    return one.who <= two.who or two.who <= one.who


def same_thing(one: Stated, two: Stated) -> bool | None:
    """Whether both count the same thing; None where the words cannot tell."""
    if one.figure.quantity and two.figure.quantity:
        return one.figure.quantity == two.figure.quantity
    if one.what is None or two.what is None:
        return None
    return True if one.what == two.what else None


def days_apart(one: Stated, two: Stated) -> int | None:
    """Days between two periods, 0 where they overlap; None where one has no date."""
    if one.start is None or one.end is None or two.start is None or two.end is None:
        return None
    return max(0, (two.start - one.end).days, (one.start - two.end).days)


def same_time(one: Stated, two: Stated) -> bool:
    """Whether their periods overlap, or one of them cannot say."""
    return not days_apart(one, two)


def significant(value: float) -> int:
    """Digits of a whole number without its trailing zeros.

    >>> significant(6400), significant(6429), significant(7000)
    (2, 4, 1)
    """
    return len(f"{value:.0f}".rstrip("0"))


def by_trust(figures: Iterable[Stated]) -> tuple[Stated, ...]:
    """What a person typed first, then tables, then what a machine read; each figure once."""
    ordered = {figure.entry.id: figure for figure in figures}.values()
    return tuple(
        sorted(
            ordered,
            key=lambda row: (
                TRUST[row.figure.origin],
                -(row.figure.confidence or 0.0),
                row.entry.id,
            ),
        )
    )


def subject(figure: Stated) -> str:
    """What is counted, as a sentence names it."""
    what = figure.figure.quantity or figure.figure.population or figure.figure.unit
    return what.replace("_", " ")


def join(parts: Iterable[str]) -> str:
    """Different parts as a list in words."""
    rows = list(dict.fromkeys(parts))
    if len(rows) < 2:
        return "".join(rows)
    return f"{', '.join(rows[:-1])} and {rows[-1]}"


def _printed(figure: Figure) -> date | None:
    found = _IN_ADDRESS.search(figure.url or "")
    if found:
        with suppress(ValueError):
            return date(int(found[1]), int(found[3]), int(found[4]))
    told = _PUBLISHED.search(" ".join(filter(None, (figure.publisher, figure.title, figure.note))))
    if told:
        with suppress(ValueError):  # no such month, no such day
            return date(int(told[3]), _MONTHS.index(told[2].lower()) + 1, int(told[1]))
    return None
