"""Link: which records of several lists are of one person, and how sure that is.

Makes pairs, clusters and their doubt, which stay with the owner, and capture histories, which
name nobody. Never reads the ledger, and never estimates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from undercount.link.linkage import Linkage, point_counts
    from undercount.link.linking import link

__all__ = ["Linkage", "link", "point_counts"]


def __getattr__(name: str) -> Any:
    # Splink, DuckDB and PyArrow load only where something is linked.
    from importlib import import_module

    homes = {"Linkage": "linkage", "point_counts": "linkage", "link": "linking"}
    if name not in homes:
        raise AttributeError(f"module 'undercount.link' has no attribute '{name}'")
    return getattr(import_module(f"undercount.link.{homes[name]}"), name)
