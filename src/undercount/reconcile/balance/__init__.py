"""Balance: which claims about one place cannot all hold, however people came and went.

Claims are bounds on one unknown history of arrivals and departures. Nothing is estimated, and no
claim is called wrong: a set of claims is named, and what each leaves room for in the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from undercount.reconcile.balance.result import Balance, Claim, Contradiction, Implied
    from undercount.reconcile.balance.weigh import balance

__all__ = ["Balance", "Claim", "Contradiction", "Implied", "balance"]

# The report reads results of this room; it must not load scipy for them.
_WHERE = dict.fromkeys(__all__, "result") | {"balance": "weigh"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
