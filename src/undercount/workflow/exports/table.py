"""A table on its way out: columns that know their type, their HXL tag and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "number", "whole", "day", "time", "ids", "texts", "object"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: its heading.
        kind: text, number, whole number, day, time (UTC), several ids, several texts, or an
            object of plain values.
        tag: its HXL hashtag with attributes.
        about: what it holds, in words.
    """

    name: str
    kind: Kind
    tag: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind.

    Attributes:
        name: "figures", "series", "estimates", "judgements" or "helix".
        columns: in order.
        rows: a value by the name of each column; None where it is not known.
        about: of what the rows are: title, version, seed.
        left_out: how many rows have no place in the table, by the reason.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    about: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
