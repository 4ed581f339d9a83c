"""The ledger as the page shows it: grouped, in order, each figure with its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from undercount.ledger.echo import echoes
from undercount.ledger.entry import Entry
from undercount.reconcile.result import Reconciled
from undercount.report.corrections import Correction, corrections
from undercount.report.language import say
from undercount.report.page import Page
from undercount.report.words import number, period

MEASURES = {
    "stock": "at one time (stock)",
    "flow": "over a period (flow)",
    "cumulative": "added up since a start (cumulative)",
    "rate": "per unit of time (rate)",
    "change": "change",
    "capacity": "places, not people (capacity)",
    "target": "what is aimed at (target)",
    "unknown": "not said whether stock or flow",
}
UNITS = {
    "person": "people",
    "household": "households",
    "attempt": "attempts",
    "event": "events",
    "case": "cases",
    "vehicle": "vehicles",
    "boat": "boats",
    "place_capacity": "places",
    "other": "of another unit",
}
ORIGINS = {
    "read": "read by machine",
    "hand": "typed by hand",
    "table": "from a table",
    "model": "proposed by a language model",
}
DECISIONS = {
    "suggested": "not yet reviewed",
    "accepted": "accepted",
    "rejected": "rejected",
    "unsure": "unsure",
}
_LAST = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One figure in words.

    Attributes:
        id: its entry's id.
        before: the sentence up to the number, or "".
        surface: the number as written.
        value: the number itself, or None.
        after: the sentence after the number, or "".
        quoted: whether the ledger holds the sentence.
        language: of the document, ISO 639-1, or "".
        hedge: words of caution around the number, or "".
        read_as: what the words allow, or "" where that is just the number.
        who: who said it, by its usual name.
        verbatim: how the source names the claimant, where that differs, or "".
        artefact: the report or census behind it, or "".
        of_whom: whom or what it counts.
        measure: stock, flow and so on.
        status: "", "denied", "hypothetical" or "target".
        place: where, or "".
        when: the period, or "".
        title: of the document or publication, or "".
        publisher: who printed it, or "".
        document: path inside the project, or "".
        published: day of publication, or "".
        note: what the person who typed it remarked, or "".
        origin: how it came into the ledger.
        decision: what a person decided.
        corrections: what a person corrected, beside what the machine had read.
        used_in: names of the series that use it.
        echoes: ids of figures read in documents that say the same as this one, typed by hand.
    """

    id: str
    before: str
    surface: str
    value: float | None
    after: str
    quoted: bool
    language: str
    hedge: str
    read_as: str
    who: str
    verbatim: str
    artefact: str
    of_whom: str
    measure: str
    status: str
    place: str
    when: str
    title: str
    publisher: str
    document: str
    published: str
    note: str
    origin: str
    decision: str
    corrections: tuple[Correction, ...]
    used_in: tuple[str, ...]
    echoes: tuple[str, ...]


def ledger_rows(page: Page) -> dict[str, tuple[LedgerRow, ...]]:
    """The ledger by what the figures speak to: series of this page first, then by name."""
    used: dict[str, list[str]] = {}
    for series in page.series:
        if isinstance(series, Reconciled):
            for item in series.observations:
                used.setdefault(item.figure_id, []).append(series.name)
    languages = {document.path: document.language for document in page.documents}
    entries = sorted(page.entries, key=_order)
    same = echoes(entries)

    def row(entry: Entry) -> LedgerRow:
        return _row(
            entry,
            corrections(entry, page.as_read.get(entry.id)),
            tuple(used.get(entry.id, ())),
            languages,
            same.get(entry.id, ()),
        )

    groups = {
        name: tuple(row(entry) for entry in rows) for name, rows in groupby(entries, key=_group)
    }
    ranked = sorted(groups, key=lambda name: (not any(row.used_in for row in groups[name]), name))
    return {name: groups[name] for name in ranked}


def _group(entry: Entry) -> str:
    return (entry.figure.quantity or say("other figures")).replace("_", " ")


def _order(entry: Entry) -> tuple[str, date, str, str]:
    figure = entry.figure
    when = figure.period_start or figure.period_end or entry.published or _LAST
    return _group(entry), when, figure.source or figure.claimant or "", entry.id


def _row(
    entry: Entry,
    corrected: tuple[Correction, ...],
    used_in: tuple[str, ...],
    languages: dict[str, str],
    same: tuple[str, ...],
) -> LedgerRow:
    figure = entry.figure
    before, after = entry.sentence or "", ""
    if entry.sentence is not None and entry.offset is not None:
        before = entry.sentence[: entry.offset]
        after = entry.sentence[entry.offset + len(figure.surface) :]
    who = figure.source or figure.claimant or say("nobody named")
    return LedgerRow(
        id=entry.id,
        before=before,
        surface=figure.surface,
        value=figure.value,
        after=after,
        quoted=entry.sentence is not None,
        language=languages.get(figure.document or "", ""),
        hedge=figure.hedge or "",
        read_as=_read_as(entry),
        who=who,
        verbatim=figure.claimant if figure.claimant and figure.claimant != who else "",
        artefact=figure.artefact or "",
        of_whom=figure.population or say(UNITS[figure.unit]),
        measure=say(MEASURES[figure.measure]),
        status="" if figure.status == "asserted" else say(figure.status),
        place=figure.place or "",
        when=period(figure.period_start, figure.period_end) or figure.period or "",
        title=entry.title or figure.title or "",
        publisher=figure.publisher or "",
        document=figure.document or "",
        published=period(entry.published, None),
        note=figure.note or "",
        origin=say(ORIGINS[figure.origin]),
        decision=DECISIONS[entry.decision],
        corrections=corrected,
        used_in=used_in,
        echoes=same,
    )


def _read_as(entry: Entry) -> str:
    low, high = entry.figure.low, entry.figure.high
    if low is None or high is None or low == high or entry.figure.kind == "range":
        return ""
    if entry.figure.kind == "percent":
        return say("{lower} to {upper}%", lower=number(low), upper=number(high))
    return say("{lower} to {upper}", lower=number(low), upper=number(high))
