"""What changed along a descent, one question a file.

Each question looks at one print and the print it comes of. Never says who was careless.
"""

from undercount.reconcile.drift.find import Drift, find_drifts

__all__ = ["Drift", "find_drifts"]
