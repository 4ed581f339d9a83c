"""The standard form of a register: what linkage sees, whatever the list looked like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from undercount.registers.profile import Profile

SCHEMA: Final = pa.schema(
    [
        ("list", pa.string()),
        ("record", pa.string()),
        ("name", pa.string()),
        ("tokens", pa.list_(pa.string())),
        ("keys", pa.list_(pa.string())),
        ("given", pa.string()),
        ("family", pa.string()),
        ("father", pa.string()),
        ("year", pa.int16()),
        ("month", pa.int8()),
        ("day", pa.int8()),
        ("year_low", pa.int16()),
        ("year_high", pa.int16()),
        ("birth_precision", pa.string()),
        ("birth_doubt", pa.string()),
        ("sex", pa.string()),
        ("nationality", pa.string()),
        ("place", pa.string()),
        ("language", pa.string()),
        ("address", pa.string()),
        ("phone", pa.string()),
        ("number", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """One list of one body, in the standard form.

    Attributes:
        name: of the list.
        records: one row a record, `SCHEMA`:

            - `list`, `record`: the list's name, and the register's own id, else the number of the
              line; unique in the list.
            - `name`: as written, given father family.
            - `tokens`, `keys`: the parts of the name in Latin letters, in the order written,
              without particles and honorifics, and the name key of each.
            - `given`, `family`, `father`: their tokens joined by a space; null where not told
              apart.
            - `year`, `month`, `day`: of birth, null where not known.
            - `year_low`, `year_high`: years of birth that are possible; equal to `year` where it
              is known; from the age and the day seen, or of all calendars a year may be of.
            - `birth_precision`: "day", "month", "year", "age" or null.
            - `birth_doubt`: "first-of-january", "first-of-july", "non-gregorian", "two readings"
              or null.
            - `sex`: "f", "m" or null; `nationality`: ISO 3166 alpha-3 or null.
            - `place`, `address`: folded text; `language`: by its English name, folded text where
              it is not known; `phone`, `number`: digits and letters.
        profile: what the list is like.
    """

    name: str
    records: pa.Table
    profile: Profile

    def __len__(self) -> int:
        """Records."""
        return int(self.records.num_rows)
