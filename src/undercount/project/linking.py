"""Which lists of people a project holds, and how they are linked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from undercount.project.fields import Table

BACKENDS = ("duckdb", "spark")
# One name, one birth, one of everything: what the columns of a list may mean.
FIELDS = (
    "id", "name", "given", "family", "father", "birth", "age", "seen", "sex", "nationality",
    "place", "language", "address", "phone", "number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegisterSettings:
    """A body's list of people.

    Attributes:
        name: of the list; also its column in capture histories.
        path: its file or files, as a pattern inside the project.
        columns: field to the column or columns that hold it; empty where the columns already
            bear the names of fields.
    """

    name: str
    path: str
    columns: dict[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How lists are linked.

    Attributes:
        backend: "duckdb", on this machine, or "spark".
        master: of Spark.
    """

    backend: str = "duckdb"
    master: str = "local[2]"


def read_lists(top: Table) -> tuple[RegisterSettings, ...]:
    """Every `[registers.NAME]`; what is wrong is noted in the tables."""
    made = []
    for name, table in top.named_tables("registers"):
        made.append(
            RegisterSettings(name, table.text("path", inside=True), _columns(table, "columns"))
        )
        table.end()
    return tuple(made)


def read_link(top: Table) -> LinkSettings:
    """`[link]`."""
    table = top.table("link")
    made = LinkSettings(
        table.choice("backend", BACKENDS, default="duckdb"),
        table.text("master", default="local[2]"),
    )
    table.end()
    return made


def _columns(table: Table, key: str) -> dict[str, str | list[str]]:
    made: dict[str, str | list[str]] = {}
    for name, value in table.plain_table(key).items():
        if name not in FIELDS:
            table.problem(f'there is no field "{name}"', key, f"The fields: {', '.join(FIELDS)}")
        elif (text := _column(value)) is None:
            hint = 'As in: columns = { family = "surname", address = ["street", "town"] }'
            table.problem(f"{name} must be the name of a column, or a list of them", key, hint)
        else:
            made[name] = text
    return made


def _column(value: Any) -> str | list[str] | None:
    if isinstance(value, date):  # the day on which all of a list were seen
        return value.isoformat()
    if isinstance(value, str) and value:
        return value
    if isinstance(value, list) and value and all(isinstance(x, str) and x for x in value):
        return list(value)
    return None
