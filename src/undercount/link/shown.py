"""Records as a clerk sees them: one text for each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from undercount.registers import Register

FIELDS: Final = (
    "name", "birth", "sex", "nationality", "place", "language", "address", "phone", "number",
)  # fmt: skip


def shown(registers: Sequence[Register]) -> dict[str, list[str]]:
    """The fields that any register has, each with a text for every record; "" where not known.

    Records in the order of the lists, as `Pairs` numbers them.
    """
    columns: dict[str, list[str]] = {field: [] for field in FIELDS}
    for register in registers:
        rows = register.records
        for field in FIELDS:
            if field == "birth":
                parts = ("year", "month", "day", "year_low", "year_high")
                births = zip(*(rows[part].to_pylist() for part in parts), strict=True)
                columns[field] += [_birth(*birth) for birth in births]
            else:
                columns[field] += [_plain(text) for text in rows[field].to_pylist()]
    return {field: texts for field, texts in columns.items() if any(texts)}


def _birth(year: Any, month: Any, day: Any, low: Any, high: Any) -> str:
    if year is None:
        return "" if low is None else f"{low} to {high}"
    parts = [f"{year:04}"]
    if month is not None:
        parts.append(f"{month:02}")
        if day is not None:
            parts.append(f"{day:02}")
    return "-".join(parts)


def _plain(text: Any) -> str:
    """A text that no spreadsheet takes for a formula."""
    words = "" if text is None else " ".join(str(text).split())
    return f"'{words}" if words[:1] in ("=", "+", "-", "@") else words
