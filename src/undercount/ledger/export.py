"""Figures as rows that other tools open: CSV, and CSV with a row of HXL tags.

HXL (Humanitarian Exchange Language 1.1) puts one row of tags under the header, by which HDX and
spreadsheets of the field know what a column holds. Under #affected, #population and #date the
standard has numbers and days and nothing else (libhxl's default schema checks it), so words of
these have tags of their own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final, TextIO

from undercount.formulas import guarded
from undercount.ledger.records import Figure, Reading

TAGS: Final = {
    "document": "#meta+document", "page": "#meta+page", "start": "#meta+start", "end": "#meta+end",
    "surface": "#description+figure", "value": "#affected+num", "low": "#affected+num+min",
    "high": "#affected+num+max", "kind": "#meta+kind", "hedge": "#meta+hedge",
    "quantifier": "#meta+quantifier", "unit": "#meta+unit", "population": "#group+name",
    "measure": "#meta+measure", "status": "#status", "detection": "#meta+detection",
    "claimant": "#meta+source", "claimant_class": "#meta+source+type",
    "artefact": "#meta+artefact", "relay": "#meta+relay", "directness": "#meta+directness",
    "publisher": "#org+publisher", "published": "#date+published", "place": "#loc+name",
    "place_role": "#loc+role", "country": "#country+code+v_iso3", "region": "#adm1+code",
    "period": "#description+period", "period_start": "#date+start", "period_end": "#date+end",
    "period_accuracy": "#meta+period+accuracy", "period_anchor": "#meta+period+anchor",
    "confidence": "#meta+confidence", "sentence": "#description+excerpt",
}  # fmt: skip
"""The columns of a table of figures in their order, each with its HXL tag."""
COLUMNS: Final = tuple(TAGS)
"""Their names."""

_FIELDS: Final = frozenset(field.name for field in fields(Figure))


def rows(reading: Reading) -> Iterable[dict[str, Any]]:
    """One row of `COLUMNS` a figure of a document; what is not known is None."""
    for figure in reading.figures:
        sentence = None
        if figure.sentence_start is not None:
            sentence = reading.text[figure.sentence_start : figure.sentence_end]
        row = row_of(figure, sentence, reading.pages)
        row |= {"document": reading.document, "published": reading.published}
        # One line a figure: what is piped is read by lines.
        yield {
            name: " ".join(value.split()) if isinstance(value, str) else value
            for name, value in row.items()
        }


def row_of(figure: Figure, sentence: str | None, pages: tuple[int, ...] = ()) -> dict[str, Any]:
    """One row of `COLUMNS`; what is not known is None.

    Args:
        figure: the figure.
        sentence: the sentence it stands in, or None.
        pages: where each page of its document begins, if that has pages.
    """
    row: dict[str, Any] = {
        name: getattr(figure, name) if name in _FIELDS else None for name in COLUMNS
    }
    if pages and figure.start is not None:
        row["page"] = sum(first <= figure.start for first in pages)
    return row | {"sentence": sentence}


def write_csv(found: Iterable[dict[str, Any]], to: TextIO, *, hxl: bool = False) -> None:
    """Write rows of `COLUMNS` as CSV with a header, each row as soon as it comes.

    Args:
        found: rows of `COLUMNS`.
        to: open for text, without translation of line ends.
        hxl: put the row of HXL tags under the header.
    """
    write_rows(TAGS, found, to, hxl=hxl)


def write_rows(
    tags: Mapping[str, str], found: Iterable[Mapping[str, Any]], to: TextIO, *, hxl: bool = False
) -> None:
    """Write rows as CSV with a header.

    A text that a spreadsheet would run as a formula gets an apostrophe before it.

    Args:
        tags: the columns in their order, each with its HXL tag.
        found: rows of these columns; None is an empty cell.
        to: open for text, without translation of line ends.
        hxl: put the row of HXL tags under the header.
    """
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(tags)
    if hxl:
        writer.writerow(tags.values())
    # Before Python 3.13 a carriage return alone is not put in quotation marks, and ends the row.
    quoting = csv.writer(to, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in found:
        cells = [_cell(row[name]) for name in tags]
        broken = any(isinstance(cell, str) and "\r" in cell for cell in cells)
        (quoting if broken else writer).writerow(cells)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, str):
        return guarded(value)
    return "" if value is None else value
