"""What is written in each field of a list: cells without signs for nothing, columns joined."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from undercount.registers.coded import Coded
from undercount.registers.columns import NAMES
from undercount.registers.missing import known
from undercount.registers.nationality import may_be_code
from undercount.registers.raw import Raw, join_texts

_NUMBERS: Final = ("birth", "seen", "phone", "number")
_DATES: Final = ("birth", "seen")
# What a program makes of a whole number in a column with gaps.
_WHOLE: Final = re.compile(r"(\d+)\.0")


def read_field(
    field: str, raws: Sequence[Raw], chosen: Sequence[Mapping[str, tuple[str, ...]]]
) -> Coded:
    """What is written in a field, in all files; where several columns make it, joined.

    Args:
        field: its name.
        raws: the files of the list.
        chosen: for each file, the columns of each field.
    """
    parts: list[pa.Array] = []
    for raw, picked in zip(raws, chosen, strict=True):
        columns = [_known(raw.columns[header], field) for header in picked.get(field, ())]
        if not columns:
            parts.append(pa.nulls(len(raw), pa.string()))
        elif len(columns) == 1:
            parts.append(columns[0])
        else:
            parts.append(_join_dates(columns) if field in _DATES else join_texts(columns))
    return Coded.of(pa.chunked_array(parts, pa.string()))


def _known(column: pa.ChunkedArray | pa.Array, field: str) -> pa.Array:
    name, number = field in NAMES, field in _NUMBERS
    country = field == "nationality"

    def clean(text: str) -> str | None:
        told = known(text, name=name, number=number)
        if told is None:
            return text.strip() if country and may_be_code(text) else None
        if not name and told.endswith(".0") and (whole := _WHOLE.fullmatch(told)):
            return whole[1]
        return told

    return Coded.of(column).mapped(clean).arrow()


def _join_dates(columns: Sequence[pa.Array]) -> pa.Array:
    """Day, month and year from columns of their own; the year alone where one is not known.

    Two numbers of three would be read as a month and a year, whichever is missing.
    """
    whole = pc.binary_join_element_wise(*columns, " ", null_handling="emit_null")
    year = pa.nulls(len(whole), pa.string())
    for column in columns:
        alone = pc.match_substring_regex(column, r"^\d{4}$")
        year = pc.coalesce(year, pc.if_else(alone, column, pa.scalar(None, pa.string())))
    return pc.coalesce(whole, year)
