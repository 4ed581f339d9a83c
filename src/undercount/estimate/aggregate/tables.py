"""Tables of aggregates by the method that is to read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from undercount.errors import InputError, Problem
from undercount.estimate.aggregate.attempts import Attempts
from undercount.estimate.aggregate.counts import AggregateCounts
from undercount.histories.table import Table

AggregateTable = AggregateCounts | Attempts

_COLUMN: Final = "Write columns as ROLE=NAME, such as encounters=met"


def aggregate_table(
    table: Table,
    methods: Sequence[str],
    covariates: Sequence[str] = (),
    columns: Mapping[str, str] | Sequence[str] = (),
) -> AggregateTable:
    """The table that a method of aggregates reads.

    Args:
        table: as it was received.
        methods: those that are to read it; no two read the same kind of table.
        covariates: columns of groups, for "aggregate".
        columns: from what is looked for to the name of its column; or words "encounters=met".

    Raises:
        InputError: several methods, or every problem of the table at once.
    """
    if len(set(methods)) > 1:
        what = f"{' and '.join(dict.fromkeys(methods))} do not read the same kind of table"
        raise InputError(Problem(what, table.source, hint="Estimate by each on its own file"))
    named = parse_columns(columns)
    if methods[0] == "aggregate":
        return AggregateCounts.from_table(table, named, covariates)
    if covariates:
        what = "attempts are added over rows, and take no covariates"
        raise InputError(Problem(what, table.source, hint="Leave them out"))
    return Attempts.from_table(table, named)


def parse_columns(columns: Mapping[str, str] | Sequence[str]) -> dict[str, str]:
    """Columns by what they hold.

    Raises:
        InputError: a word without "=", or one column named twice.

    >>> parse_columns(["encounters=m", "registered=police"])
    {'encounters': 'm', 'registered': 'police'}
    """
    if isinstance(columns, Mapping):
        return dict(columns)
    made: dict[str, str] = {}
    for word in columns:
        role, equals, name = (part.strip() for part in word.partition("="))
        if not (role and equals and name):
            raise InputError(f"'{word}' names no column", _COLUMN)
        if role in made:
            raise InputError(f"the column of '{role}' is named twice", _COLUMN)
        made[role] = name
    return made


def holds(data: AggregateTable) -> tuple[str, tuple[str, ...]]:
    """What a table holds, in words, and the methods for it."""
    if isinstance(data, AggregateCounts):
        return "holds encounters by country", ("aggregate",)
    return "holds stopped attempts", ("repeated-trials",)
