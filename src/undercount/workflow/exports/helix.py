"""Accepted figures under the headings of IDMC's Helix: Helix-like, not made by Helix.

Headings and words are those of the export of figures of Helix, the database of the Internal
Displacement Monitoring Centre: github.com/idmc-labs/helix-server at 39a21ff (2024-03-20),
`apps/entry/models.py` (`Figure.get_figure_excel_sheets_data` and its enumerations),
`apps/entry/documents.py` (what each heading means) and `apps/contrib/commons.py` (accuracy of
dates). Left out is what this project never knows: events, hazards, coordinates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from undercount.reconcile.result import Reconciled
from undercount.workflow.exports.figures import figure_rows
from undercount.workflow.exports.source import Source
from undercount.workflow.exports.table import Column, Table

_QUANTIFIERS: Final = {
    "exact": "Exact", "approx": "Approximately", "almost": "Less than", "less_than": "Less than",
    "at_most": "Less than", "more_than": "More than", "at_least": "More than",
}  # fmt: skip
_UNITS: Final = {"person": "Person", "household": "Household"}
_STOCK, _FLOW = ("stock",), ("flow", "cumulative")
# Helix calls a figure so that it has not verified itself; whether people were displaced, returned
# or settled is an analyst's to say, not a reader's of sentences.
_CATEGORIES: Final = dict.fromkeys(_STOCK, "Unverified stock") | dict.fromkeys(
    _FLOW, "Unverified flow"
)
# Helix knows no quarter and nothing longer than a year: the next longer word claims no more.
_ACCURACIES: Final = {
    "day": "Day", "week": "Week", "month": "Month", "quarter": "Year", "year": "Year",
    "longer": "Year", "unknown": None,
}  # fmt: skip
# By the kinds of the gazetteer; "AM0" is Helix's own spelling.
_LEVELS: Final = {
    "C": "Country/territory (AM0)", "A": "State/Region/Province (ADM1)",
    "D": "District/Zone/Department (ADM2)", "T": "County/City/town/Village/Woreda (ADM3)",
}  # fmt: skip
_POINTS: Final = {"at": "Destination", "to": "Destination", "from": "Origin"}
_TERMS: Final = (
    ("Evacuated", r"evacu|évacu"),
    ("Forced to flee", r"forced to flee|fled\b|flee(?:ing)?\b|fuite"),
    ("Relocated", r"relocat|relog"),
    ("Sheltered", r"shelter|héberg|abrit"),
    ("Homeless", r"homeless|sans[- ]abri"),
    ("Returns", r"return|retourn"),
    ("Displaced", r"displac|déplac"),
    ("Affected", r"affected|sinistr"),
)
_ANY_TERM: Final = "Multiple/Other"

COLUMNS = (
    Column("ID", "text", "#meta+id", "the figure's id in the ledger"),
    Column("Created at", "time", "#date+decided", "when a person accepted it"),
    Column("ISO3", "text", "#country+code+v_iso3", "ISO 3166-1 alpha-3"),
    Column("Year", "whole", "#date+year", "of the last day it speaks of"),
    Column("Figure category", "text", "#meta+measure", "Unverified stock or Unverified flow"),
    Column("Figure role", "text", "#meta+role", "Recommended figure or Triangulation"),
    Column("Total figures", "whole", "#affected+num", "people; of households it is not known"),
    Column("Reported", "whole", "#affected+num+reported", "the number as reported"),
    Column("Figure term", "text", "#meta+term", "the source's word for the people"),
    Column("Unit", "text", "#meta+unit", "Person or Household"),
    Column("Quantifier", "text", "#meta+quantifier", "how exact the number is"),
    Column("Start date", "day", "#date+start", "of a flow"),
    Column("Start date accuracy", "text", "#meta+start+accuracy", "Day, Week, Month or Year"),
    Column("End date", "day", "#date+end", "of a flow"),
    Column("End date accuracy", "text", "#meta+end+accuracy", "Day, Week, Month or Year"),
    Column("Stock date", "day", "#date+stock", "of a stock"),
    Column("Stock date accuracy", "text", "#meta+stock+accuracy", "Day, Week, Month or Year"),
    Column("Stock reporting date", "day", "#date+stock+end", "last day a stock speaks of"),
    Column("Analysis and calculation logic", "text", "#description+decision", "why it holds"),
    Column("Publishers", "text", "#org+publisher", "who printed it"),
    Column("Sources", "text", "#org+source", "who said it"),
    Column("Sources type", "text", "#org+source+type", "what kind of body that is"),
    Column("Source excerpt", "text", "#description+excerpt", "the sentence around it"),
    Column("Source url", "text", "#meta+url", "address it was found at"),
    Column("Source document", "text", "#meta+document", "the document, inside the project"),
    Column("Locations name", "text", "#loc+name", "where, in the source's words"),
    Column("Locations accuracy", "text", "#loc+accuracy", "of the place, by level"),
    Column("Type of point", "text", "#loc+type", "Origin or Destination"),
    Column("Entry title", "text", "#meta+title", "title of what it was printed in"),
    Column("Tags", "ids", "#meta+series", "series that ask for its quantity"),
    Column("Revision progress", "text", "#status", "Approved"),
    Column("Assignee", "text", "#contact+name", "who accepted it"),
)


def helix_table(source: Source) -> Table:
    """The figures that people accepted, as far as Helix has a place for them."""
    recommended = _recommended(source)
    left_out: Counter[str] = Counter()
    rows = []
    for row in figure_rows(source):
        if why := _no_place(row):
            left_out[why] += 1
        else:
            rows.append(_row(row, recommended=row["id"] in recommended))
    return Table("helix", COLUMNS, tuple(rows), source.about, dict(left_out))


def _no_place(row: Mapping[str, Any]) -> str:
    """Why Helix has no row for a figure; "" where it has one."""
    if row["decision"] != "accepted":
        return "not accepted by a person"
    if row["status"] != "asserted":
        return "denied, hypothetical or a target"
    if row["kind"] != "count" or row["value"] is None or not float(row["value"]).is_integer():
        return "a range, a share, a rate or a change"
    if row["unit"] not in _UNITS:
        return "counts no persons or households"
    return ""


def _recommended(source: Source) -> frozenset[str]:
    """Figures of what fixes a series' level.

    Helix adds recommended figures up. A series is made of many figures of the same people: were
    all of these recommended, they would be counted many times.
    """
    return frozenset(
        item.figure_id
        for settings, answer in zip(source.project.series, source.page.series, strict=True)
        if isinstance(answer, Reconciled)
        for item in answer.observations
        if item.source in settings.anchors
    )


def _row(row: Mapping[str, Any], *, recommended: bool) -> dict[str, Any]:
    value = int(row["value"])
    first, last = row["period_start"], row["period_end"] or row["period_start"]
    accuracy = _ACCURACIES[_accuracy(row)]
    stock, flow = row["measure"] in _STOCK, row["measure"] in _FLOW
    made = {column.name: None for column in COLUMNS} | {
        "ID": row["id"],
        "Created at": row["decided_at"],
        "ISO3": row["country"],
        "Year": last and last.year,
        "Figure category": _CATEGORIES.get(row["measure"]),
        "Figure role": "Recommended figure" if recommended else "Triangulation",
        "Total figures": value if row["unit"] == "person" else None,
        "Reported": value,
        "Figure term": _term(row["population"] or ""),
        "Unit": _UNITS[row["unit"]],
        "Quantifier": _QUANTIFIERS[row["quantifier"]],
        "Analysis and calculation logic": row["why"] or row["note"],
        "Publishers": row["publisher"],
        "Sources": row["source"] or row["claimant"],
        "Sources type": row["claimant_class"],
        "Source excerpt": row["sentence"],
        "Source url": row["url"],
        "Source document": row["document"],
        "Locations name": row["place"],
        "Locations accuracy": _level(row["place"]),
        "Type of point": _POINTS.get(row["place_role"] or ""),
        "Entry title": row["title"],
        "Tags": row["series"],
        "Revision progress": "Approved",
        "Assignee": row["decided_by"],
    }
    if flow:
        made |= {
            "Start date": first, "Start date accuracy": first and accuracy,
            "End date": last, "End date accuracy": last and accuracy,
        }  # fmt: skip
    elif stock:
        made |= {
            "Stock date": first, "Stock date accuracy": first and accuracy,
            "Stock reporting date": last,
        }  # fmt: skip
    return made


def _accuracy(row: Mapping[str, Any]) -> str:
    """How long a time the figure speaks of; of a figure typed by hand its days say it."""
    said: str = row["period_accuracy"]
    first, last = row["period_start"], row["period_end"]
    if said != "unknown" or first is None:
        return said
    days = ((last or first) - first).days + 1
    return next(
        (word for word, most in (("day", 1), ("week", 7), ("month", 31), ("year", 366))
         if days <= most),
        "longer",
    )  # fmt: skip


def _level(place: str | None) -> str | None:
    """How fine a place is named; None where that is not known. Nothing is finer than a town."""
    from undercount.read.places.toponyms import toponyms

    kinds = {found.kind for found in toponyms(place or "")}
    return _LEVELS.get(kinds.pop()) if len(kinds) == 1 else None


def _term(population: str) -> str:
    return next(
        (term for term, words in _TERMS if re.search(words, population, re.IGNORECASE)), _ANY_TERM
    )
