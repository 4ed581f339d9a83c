"""What a project says of registers and of how they are linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from undercount.project.fields import Table

# What a column of a register may be. `name` holds everything in one column; `number` is a
# document or case number that several bodies share.
FIELDS: Final = (
    "id", "name", "given", "family", "father", "birth", "age", "seen", "sex", "nationality",
    "place", "language", "address", "phone", "number",
)  # fmt: skip
# What people of linked registers can be told apart by.
GROUPS: Final = ("sex", "nationality", "language", "place")
# Columns of a table of histories: no list may bear their names.
_TAKEN: Final = ("count", "capture", *GROUPS)
BACKENDS: Final = ("duckdb", "spark")


@dataclass(frozen=True, slots=True)
class RegisterSettings:
    """One list of one body.

    Attributes:
        name: of the list.
        path: file inside the project, or a pattern for several files of one list.
        columns: headers by field; empty where columns bear the names of fields. `seen` may be a
            day in ISO 8601.
        sheet: of a workbook, or None for the first.
    """

    name: str
    path: str
    columns: dict[str, tuple[str, ...]]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What linkage runs on.

    Attributes:
        backend: "duckdb" or "spark".
        master: Spark's master, or None for its own default.
    """

    backend: str = "duckdb"
    master: str | None = None


def read_register(name: str, table: Table) -> RegisterSettings:
    """`[registers.NAME]`; what is wrong is noted in the table."""
    check_list_name(name, table)
    made = RegisterSettings(
        name=name,
        path=table.text("path", inside=True),
        columns=read_columns(table.table_within("columns"), FIELDS),
        sheet=table.optional_text("sheet"),
    )
    table.end()
    return made


def check_list_name(name: str, table: Table) -> None:
    """Note a name that no list can have."""
    table.check_name(name)
    if name.casefold() in _TAKEN:
        hint = "Call it by the body that keeps it"
        table.problem(f'a list cannot be called "{name}"', None, hint)


def read_columns(table: Table, fields: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Headers by field, of those fields that there may be; `seen` may be a day."""
    made = {}
    for field in fields:
        if field not in table:
            continue
        names = _day(table.value(field)) if field == "seen" else None
        names = names or table.text_or_texts(field)
        if names:
            made[field] = names
    table.end()
    return made


def _day(value: object) -> tuple[str, ...] | None:
    """A day of TOML; a day in quotes is a text like any other."""
    if isinstance(value, datetime):
        value = value.date()
    return (value.isoformat(),) if isinstance(value, date) else None


def read_link(table: Table) -> LinkSettings:
    """`[link]`; what is wrong is noted in the table."""
    made = LinkSettings(
        backend=table.choice("backend", BACKENDS, default="duckdb"),
        master=table.optional_text("master"),
    )
    if made.master and made.backend != "spark":
        table.problem("master is for Spark", "master", 'Add backend = "spark", or leave it out')
    table.end()
    return made


def check_lists(
    table: Table, lists: tuple[str, ...], registers: tuple[str, ...], encodings: tuple[str, ...]
) -> None:
    """Note what is wrong with the lists of an estimate.

    Args:
        table: of the estimate.
        lists: as written.
        registers: names of lists in clear.
        encodings: names of lists that came as encodings.
    """
    for name in sorted({name for name in lists if lists.count(name) > 1}):
        table.problem(f'the list "{name}" is named twice', "lists", "Name each list once")
    known = (*registers, *encodings)
    for name in lists:
        if name not in known:
            told = f"The lists: {', '.join(known)}" if known else "There are no lists"
            what = f"no [registers.{name}]" + (f" and no [encodings.{name}]" if encodings else "")
            more = f" or [encodings.{name}]" if encodings else ""
            table.problem(what, "lists", f"{told}. Add [registers.{name}]{more}")
    if len(set(lists)) == 1:
        table.problem("one list overlaps with nothing", "lists", "Name two lists or more")
    clear = [name for name in lists if name in registers]
    coded = [name for name in lists if name in encodings]
    if clear and coded:
        hint = (
            f"Encode {', '.join(clear)} at home too (undercount encode) and name the encodings, or "
            "link lists in clear alone"
        )
        what = f"lists in clear and encoded ({', '.join(coded)}) cannot be linked together"
        table.problem(what, "lists", hint)
