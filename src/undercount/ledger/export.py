"""Figures as rows that other tools open: CSV, and CSV with a row of HXL tags.

HXL (Humanitarian Exchange Language 1.1) puts one row of tags under the header, by which HDX and
spreadsheets of the field know what a column holds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final, TextIO

from undercount.ledger.records import Figure, Reading

_TAGS: Final = {
    "document": "#meta+document", "page": "#meta+page", "start": "#meta+start", "end": "#meta+end",
    "surface": "#affected+text", "value": "#affected+num", "low": "#affected+num+min",
    "high": "#affected+num+max", "kind": "#meta+kind", "hedge": "#meta+hedge",
    "quantifier": "#meta+quantifier", "unit": "#meta+unit", "population": "#population+name",
    "measure": "#meta+measure", "status": "#status", "detection": "#meta+detection",
    "claimant": "#meta+source", "claimant_class": "#meta+source+type",
    "artefact": "#meta+artefact", "relay": "#meta+relay", "directness": "#meta+directness",
    "publisher": "#org+publisher", "published": "#date+published", "place": "#loc+name",
    "place_role": "#loc+role", "country": "#country+code+v_iso3", "region": "#adm1+code",
    "period": "#date+text", "period_start": "#date+start", "period_end": "#date+end",
    "period_accuracy": "#date+accuracy", "period_anchor": "#date+anchor",
    "confidence": "#meta+confidence", "sentence": "#description+excerpt",
}  # fmt: skip
COLUMNS: Final = tuple(_TAGS)
"""The columns of a table of figures, in their order."""

_FIELDS: Final = frozenset(field.name for field in fields(Figure))
# A spreadsheet runs a cell that begins so; the apostrophe makes it text again.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def rows(reading: Reading) -> Iterable[dict[str, Any]]:
    """One row of `COLUMNS` a figure of a document; what is not known is None."""
    for figure in reading.figures:
        row: dict[str, Any] = {
            name: getattr(figure, name) if name in _FIELDS else None for name in COLUMNS
        }
        row["document"] = reading.document
        row["published"] = reading.published
        if reading.pages and figure.start is not None:
            row["page"] = sum(first <= figure.start for first in reading.pages)
        if figure.sentence_start is not None:
            row["sentence"] = reading.text[figure.sentence_start : figure.sentence_end]
        yield row


def write_csv(found: Iterable[dict[str, Any]], to: TextIO, *, hxl: bool = False) -> None:
    """Write rows as CSV with a header, each row as soon as it comes.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.

    Args:
        found: rows of `COLUMNS`.
        to: open for text, without translation of line ends.
        hxl: put the row of HXL tags under the header.
    """
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(COLUMNS)
    if hxl:
        writer.writerow(_TAGS[name] for name in COLUMNS)
    for row in found:
        writer.writerow(_cell(row[name]) for name in COLUMNS)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return int(value) if value == int(value) else value
    if isinstance(value, str):
        flat = " ".join(value.split())
        return f"'{flat}" if flat.startswith(_FORMULA) else flat
    return "" if value is None else value
