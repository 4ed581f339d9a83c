"""A result as plain values that JSON can hold."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def plain(result: DataclassInstance) -> dict[str, Any]:
    """The fields of a result by name, days as ISO 8601 and tuples as lists, all the way down."""
    return {name: _plain(value) for name, value in asdict(result).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
