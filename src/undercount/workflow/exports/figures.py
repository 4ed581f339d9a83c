"""The ledger as rows: each figure with its words, what was decided, and what it speaks to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from undercount.ledger import Entry, Judgement
from undercount.ledger.export import TAGS, row_of
from undercount.ledger.judgement import versions_of
from undercount.reconcile.result import Reconciled
from undercount.workflow.exports.source import Source
from undercount.workflow.exports.table import Column, Kind, Table

_BEFORE = (
    Column("id", "text", "#meta+id", "the figure's id in the ledger"),
    Column(
        "decision", "text", "#meta+decision",
        "accepted, rejected, unsure, or suggested by the machine and not yet decided",
    ),
    Column("decided_by", "text", "#contact+name", "who decided, or nobody"),
    Column("decided_at", "time", "#date+decided", "when"),
    Column("why", "text", "#description+decision", "the reason given"),
    Column("corrected", "ids", "#meta+corrected", "fields that a person corrected"),
    Column("quantity", "text", "#indicator+code", "the quantity it is a figure of"),
    Column("series", "ids", "#meta+series", "series that ask for this quantity"),
    Column("used_in", "ids", "#meta+series+used", "series whose answer it went into"),
)  # fmt: skip
_AFTER = (
    Column("origin", "text", "#meta+origin", "read by machine, hand, table or model"),
    Column("source", "text", "#org+source", "the claimant by its usual name"),
    Column("title", "text", "#meta+title", "title of what it was printed in"),
    Column("url", "text", "#meta+url", "address it was found at"),
    Column("note", "text", "#description+note", "what the person who typed it remarked"),
)
_KINDS: Final[dict[str, Kind]] = {
    "page": "whole", "start": "whole", "end": "whole", "value": "number", "low": "number",
    "high": "number", "confidence": "number", "published": "day", "period_start": "day",
    "period_end": "day",
}  # fmt: skip
_ABOUT: Final = {
    "document": "the document, inside the project", "page": "page of a PDF",
    "start": "first code point of the number in the document's text", "end": "one past its last",
    "surface": "the number as written", "value": "the number; percent 0 to 100",
    "low": "lower end of what the words allow", "high": "upper end of what the words allow",
    "kind": "count, range, vague, percent, ratio, change or rate",
    "hedge": 'words of caution ("almost")', "quantifier": "what they mean",
    "unit": "what is counted", "population": "of whom, in the source's words",
    "measure": "stock, flow, cumulative, rate, change, capacity or target",
    "status": "asserted, denied, hypothetical or target",
    "detection": "detected, or an estimate of the undetected or of all",
    "claimant": "who said it, in the source's words", "claimant_class": "what kind of body that is",
    "artefact": "the report or census behind it", "relay": "who passed it on",
    "directness": "quoted, own, reported, relayed or unsourced", "publisher": "who printed it",
    "published": "when", "place": "where, in the source's words",
    "place_role": "people at the place, from it, to it or via it",
    "country": "ISO 3166-1 alpha-3", "region": "ISO 3166-2", "period": "when, in its words",
    "period_start": "first day it speaks of", "period_end": "last day it speaks of",
    "period_accuracy": "how long a time these words mean", "period_anchor": "what dates them",
    "confidence": "0 to 1, that number, population, claimant and measure are all right",
    "sentence": "the sentence around it",
}  # fmt: skip
COLUMNS = (
    *_BEFORE,
    *(Column(name, _KINDS.get(name, "text"), tag, _ABOUT[name]) for name, tag in TAGS.items()),
    *_AFTER,
)


def figures_table(source: Source) -> Table:
    """Every figure of the ledger; what sources said in public is never suppressed."""
    return Table("figures", COLUMNS, tuple(figure_rows(source)), source.about)


def figure_rows(source: Source) -> Iterable[dict[str, Any]]:
    """One row of `COLUMNS` a figure."""
    documents = {document.path: document for document in source.page.documents}
    asked: dict[str, list[str]] = {}
    for settings in source.project.series:
        asked.setdefault(settings.quantity, []).append(settings.name)
    used = _used(source)
    held = versions_of(source.judgements)
    for entry in source.page.entries:
        figure = entry.figure
        document = documents.get(figure.document or "")
        row = row_of(figure, entry.sentence, document.pages if document else ())
        yield {
            "id": entry.id,
            **_decision(entry, held.get(entry.id, {})),
            "quantity": figure.quantity,
            "series": asked.get(figure.quantity or "", []),
            "used_in": used.get(entry.id, []),
            **row,
            "publisher": figure.publisher or (document and document.outlet),
            "published": entry.published,
            "origin": figure.origin,
            "source": figure.source,
            "title": entry.title,
            "url": figure.url,
            "note": figure.note,
        }


def _used(source: Source) -> dict[str, list[str]]:
    """By figure, the series whose answer was made of it."""
    used: dict[str, list[str]] = {}
    for settings, answer in zip(source.project.series, source.page.series, strict=True):
        if isinstance(answer, Reconciled):
            for item in answer.observations:
                used.setdefault(item.figure_id, []).append(settings.name)
    return used


def _decision(entry: Entry, held: Mapping[str, Judgement]) -> dict[str, Any]:
    """What holds of a figure; a decision that has lapsed or was taken back is none."""
    latest = list(held.values())[-1] if held else None
    return {
        "decision": entry.decision,
        "decided_by": latest and latest.by,
        "decided_at": latest and datetime.fromisoformat(latest.at),
        "why": (latest and latest.why) or None,
        "corrected": list(entry.corrected),
    }
