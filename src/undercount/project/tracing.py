"""What a project says of tracing: its cases, its requests, and who may decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from undercount.project.fields import Table
from undercount.project.linking import read_columns

# What a column of cases or of requests may be. All but `relative...` are of the child.
TRACE_FIELDS: Final = (
    "id", "name", "given", "family", "father", "birth", "age", "seen", "disputed", "sex",
    "nationality", "language", "place", "mother", "siblings", "relative", "relation",
    "relative_birth", "relative_age", "last_place", "last_day", "consent", "purpose", "until",
)  # fmt: skip
# How a file is written; "" goes by its ending.
FORMATS: Final = ("csv", "primero", "pfif")
PURPOSE: Final = "family tracing"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TraceListSettings:
    """Cases, or requests.

    Attributes:
        paths: files inside the project, or patterns.
        columns: headers by field; empty where columns bear the names of fields or the
            format has its own. `seen` may be a day in ISO 8601.
        format: one of `FORMATS`, or "" to go by the file's ending.
        consent: "all" where the office states that everybody in the files agreed, which the
            files themselves do not say; else "".
    """

    paths: tuple[str, ...]
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    format: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True)
class TraceSettings:
    """Who may be a child's family: what is compared, for what, and who decides.

    Attributes:
        cases: children in the care of the office.
        requests: relatives who look for a child.
        people: who may decide; a match needs two of them.
        purpose: what consent must have been given for.
        route: the office's own checklist inside the project, or None for the example that ships.
        progress: how far the steps of each case are, as the office writes it down, or None.
    """

    cases: TraceListSettings
    requests: TraceListSettings
    people: tuple[str, ...] = ()
    purpose: str = PURPOSE
    route: str | None = None
    progress: str | None = None


def read_trace(table: Table) -> TraceSettings:
    """`[trace]`; what is wrong is noted in the table."""
    people = tuple(name.strip() for name in table.texts("people"))
    for name in people:
        if not name or _CONTROL.search(name):
            hint = 'As in: people = ["amal", "bo"]'
            table.problem(f"{name!r} is no name of a person", "people", hint)
    for name in _twice(people):
        hint = "A match needs two different people: name each once"
        table.problem(f'"{name}" is named twice', "people", hint)
    purpose = table.text("purpose", default=PURPOSE).strip()
    if not purpose:
        hint = f'Consent is always for something, as in: purpose = "{PURPOSE}"'
        table.problem("is empty", "purpose", hint)
    route = table.text("route", default="", inside=True) or None
    progress = table.text("progress", default="", inside=True) or None
    cases = _read_list(table.table_of("cases"))
    requests = _read_list(table.table_of("requests"))
    for path in sorted({*cases.paths} & {*requests.paths}):
        hint = "Cases are children in your care, requests come from relatives: two files"
        table.problem(f'"{path}" is named for cases and for requests', None, hint)
    table.end()
    return TraceSettings(cases, requests, people, purpose, route, progress)


def _twice(names: tuple[str, ...]) -> Iterator[str]:
    """Names that stand for one person, however they are written."""
    folded = [name.casefold() for name in names]
    for name in dict.fromkeys(folded):
        if name and folded.count(name) > 1:
            yield names[folded.index(name)]


def _read_list(table: Table) -> TraceListSettings:
    """`[trace.cases]` or `[trace.requests]`."""
    made = TraceListSettings(
        paths=table.paths("path"),
        columns=read_columns(table.table_within("columns"), TRACE_FIELDS),
        format=table.choice("format", ("", *FORMATS), default=""),
        consent=table.choice("consent", ("", "all"), default=""),
    )
    if made.consent and "consent" in made.columns:
        hint = "Leave one out: what the file says of each person counts more than a word for all"
        table.problem('"all" have agreed, and a column says who has', "consent", hint)
    if made.columns and made.format == "pfif":
        hint = 'Leave it out, or write format = "csv"'
        table.problem("PFIF names its own columns", "columns", hint)
    table.end()
    return made
