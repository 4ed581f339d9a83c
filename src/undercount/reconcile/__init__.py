"""Reconcile: one series from figures that disagree, and the names of what cannot all be true.

Reads accepted figures of the ledger. Never imports `estimate`, and never decides for a person
which source is right.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from undercount.reconcile.conflicts import find_conflicts
    from undercount.reconcile.house_effects import HouseEffects
    from undercount.reconcile.intervention import Intervention

__all__ = ["HouseEffects", "Intervention", "find_conflicts"]

# The report reads results of this room; it must not load scipy for them.
_WHERE = {
    "HouseEffects": "house_effects",
    "Intervention": "intervention",
    "find_conflicts": "conflicts",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
