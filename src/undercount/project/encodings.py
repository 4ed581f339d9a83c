"""What a project says of encodings: of those that came, and of how its own lists are encoded."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Final

from undercount.project.fields import Table
from undercount.project.linking import GROUPS, check_list_name

# What a section of an encoding may be salted by, alone or joined by "+"; "plain" is no salt.
SALTS: Final = (
    "key", "pair", "keys", "year", "near", "band", "birth", "day", "sex", "nationality", "group",
    "language", "place", "address", "phone", "number",
)  # fmt: skip
# The sections of large lists, where many people share both keys of a name.
LARGE: Final = (
    *("pair",) * 3, *("pair+band",) * 6, *("birth+key",) * 3, *("pair+day",) * 3,
    *("day+key",) * 3, "phone", "number",
)  # fmt: skip
# Fields that a body may keep out of its encodings.
OPTIONAL: Final = ("sex", "nationality", "language", "place", "address", "phone", "number")
# People below which no combination of strata leaves, whatever `[report]` says of what is printed.
FEWEST: Final = 10
_SPEC: Final = ("between", "most", "sections", "flip", "bits", "fold", "balance")
_PATTERN: Final = frozenset("*?[")
# An epsilon of a bit from which there is no noise; soon after, e^epsilon is beyond all numbers.
_ENDLESS: Final = 700.0


@dataclass(frozen=True, slots=True)
class EncodingSettings:
    """One list of one body, as its encodings.

    Attributes:
        name: of the list.
        path: file inside the project.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class EncodeSettings:
    """How the project's own lists are encoded.

    Attributes:
        strata: fields that may travel in clear.
        leave_out: fields that are not encoded.
        spec: what else partners have agreed on where it is not the usual, by its name in the spec.
    """

    strata: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    spec: dict[str, Any] = field(default_factory=dict)


def read_encoding(name: str, table: Table) -> EncodingSettings:
    """`[encodings.NAME]`; what is wrong is noted in the table."""
    check_list_name(name, table)
    path = table.text("path", inside=True)
    if _PATTERN & set(path):
        hint = "A list is encoded into one file; name it whole"
        table.problem(f'"{path}" is a pattern', "path", hint)
    if "columns" in table:
        table.value("columns")
        hint = "Leave it out: encodings have no columns; their owner names them"
        table.problem("columns are of a list in clear", "columns", hint)
    table.end()
    return EncodingSettings(name, path)


def read_encode(table: Table) -> EncodeSettings:
    """`[encode]`; what is wrong is noted in the table."""
    strata = table.texts("strata")
    for name in strata:
        if name not in GROUPS:
            hint = f"What may travel in clear: {', '.join(GROUPS)}"
            table.problem(f'"{name}" does not travel in clear', "strata", hint)
    leave_out = table.texts("leave_out")
    for name in leave_out:
        if name not in OPTIONAL:
            hint = f"What may be left out: {', '.join(OPTIONAL)}"
            table.problem(f'"{name}" cannot be left out', "leave_out", hint)
    for name in strata:
        if name in leave_out:
            hint = "Keep it in one: strata travel in clear, leave_out travels in no form"
            table.problem(f'"{name}" is to leave in clear and to be left out', "leave_out", hint)
    spec: dict[str, Any] = {}
    if "sections" in table and table.value("sections") == "large":
        spec["sections"] = LARGE
    elif "sections" in table:
        spec["sections"] = table.texts("sections", required=True)
        for section in spec["sections"]:
            unknown = [repr(name) for name in section.split("+") if name not in SALTS]
            if unknown and section != "plain":
                what = f'"{section}" is no section: there is no {" and no ".join(unknown)}'
                hint = f'Join some of {", ".join(SALTS)} by +, without blanks, or write "plain"'
                table.problem(what, "sections", hint)
    if "between" in table:
        spec["between"] = table.texts("between", required=True)
    for key in ("bits", "fold", "most"):
        if key in table:
            spec[key] = table.whole(key, default=0)
    if "balance" in table:
        spec["balance"] = table.flag("balance")
    if (flip := _flip(table)) is not None:
        spec["flip"] = flip
    table.end(*_SPEC)
    return EncodeSettings(strata, leave_out, spec)


def _flip(table: Table) -> float | None:
    """The chance that a bit is turned over, which may be written as the epsilon of a bit."""
    epsilon = table.positive("epsilon")
    if "flip" not in table:
        if epsilon is None:
            return None
        return 1 / (1 + math.exp(epsilon)) if epsilon < _ENDLESS else 0.0
    flip = table.value("flip")
    if epsilon is not None:
        hint = "Keep one: flip is 1 / (1 + e^epsilon)"
        table.problem("flip and epsilon are both given", "epsilon", hint)
    if isinstance(flip, bool) or not isinstance(flip, int | float) or not 0 <= flip < 0.5:
        hint = "At 0.5 a bit says nothing any more; as in: flip = 0.02"
        table.problem(f"must be 0 or more and below 0.5, not {flip!r}", "flip", hint)
        return None
    return float(flip)
