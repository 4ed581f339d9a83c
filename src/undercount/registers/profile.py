"""What a list is like, before anything is linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from undercount.results import Caution

_MANY = 50  # values not understood that no field of codes or words has
_FEW = 2  # the same where less than half of what is written is understood
_COMMON = 50  # a word of a field is seen in at least a fiftieth of the rows
_THRICE = 3  # and on as many rows: a person may have two


@dataclass(frozen=True, slots=True)
class Profile:
    """A list in numbers. Holds no name, no day of birth and no id of anybody.

    Attributes:
        name: of the list.
        files: paths as the user knows them.
        rows: rows read.
        records: records made of them; rows that share an id are one record.
        missing: by field that the list has, records without a value that is understood.
        merged: rows that share the id of an earlier row.
        disagree: by "name", "sex" and "birth year", records whose rows differ in it.
        duplicates: records that are likely the person of an earlier one: two or more tokens of
            the name, all the same, year of birth and sex.
        without_name: records without any name.
        one_name: records with one token as their name.
        scripts: records by the script their name is written in.
        precisions: records by what is known of the birth: "day", "month", "year", "age".
        formats: rows by the way their birth is written.
        doubts: records by the doubt about their birth, as in the standard form.
        whipple: Whipple's index of age heaping, 100 without and 500 where every age ends in 0 or
            5; None where ages are not known or are too few.
        unknown: by field, values that are not understood and how many rows have them.
        cautions: what a reader of the linkage must know.
    """

    name: str
    files: tuple[str, ...]
    rows: int
    records: int
    missing: Mapping[str, int]
    merged: int = 0
    disagree: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    without_name: int = 0
    one_name: int = 0
    scripts: Mapping[str, int] = field(default_factory=dict)
    precisions: Mapping[str, int] = field(default_factory=dict)
    formats: Mapping[str, int] = field(default_factory=dict)
    doubts: Mapping[str, int] = field(default_factory=dict)
    whipple: float | None = None
    unknown: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cautions: tuple[Caution, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plain = {
            "name": self.name,
            "files": list(self.files),
            "rows": self.rows,
            "records": self.records,
            "merged": self.merged,
            "duplicates": self.duplicates,
            "without_name": self.without_name,
            "one_name": self.one_name,
            "whipple": self.whipple,
            "unknown": {name: dict(counts) for name, counts in self.unknown.items()},
            "cautions": [caution.to_dict() for caution in self.cautions],
        }
        tables = ("missing", "disagree", "scripts", "precisions", "formats", "doubts")
        return {**plain, **{name: dict(getattr(self, name)) for name in tables}}

    def shown_unknown(self, field: str, most: int) -> str:
        """The commonest values of a field that are not understood; "" where they may be names."""
        return shown_values(self.unknown[field], self.records - self.missing[field], most)

    def summary(self) -> str:
        """A table in words, 80 columns wide: show it before anything is linked."""
        from undercount.registers.profile_text import profile_text

        return profile_text(self)


def shown_values(values: Mapping[str, int], understood: int, most: int) -> str:
    """The commonest values not understood, with their numbers of rows.

    Nothing where there are many of them and none is common: such a column holds something else,
    it may be names, and those are never repeated.

    Args:
        values: those not understood, with their rows.
        understood: records whose value is understood.
        most: values to show.

    >>> shown_values({"Kurde": 83, "zz": 1, "Kurd": 9}, 400, 2)
    '"Kurde" (83), "Kurd" (9) and 1 more'
    """
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
    rows = sum(values.values())
    many = _MANY if rows <= understood else _FEW
    if len(ordered) > many and ordered[0][1] < max(_THRICE, rows / _COMMON):
        return ""
    shown = ", ".join(f'"{text}" ({number:,})' for text, number in ordered[:most])
    more = f" and {len(ordered) - most:,} more" if len(ordered) > most else ""
    return shown + more
