"""Needs: how many beds, meals and places would be wanted if so many came and left.

Works from a reconciled series, stated arrivals and stated exits. It knows the needs of people who
are there and nothing else: no interception, no enforcement, no routes.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from undercount.reconcile.needs.ahead import what_if
    from undercount.reconcile.needs.need import NEEDS, Need
    from undercount.reconcile.needs.result import Band, Needed, WhatIf

__all__ = ["NEEDS", "Band", "Need", "Needed", "WhatIf", "what_if"]

# The report reads results of this room; it must not load numpy for them.
_WHERE = dict.fromkeys(__all__, "result") | {"NEEDS": "need", "Need": "need", "what_if": "ahead"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
