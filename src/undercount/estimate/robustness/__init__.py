"""Robustness: one estimate from lists under every check, one file a check.

Says how far the number depends on what the lists cannot tell. Never picks another number.
"""

from undercount.estimate.robustness.run import robustness

__all__ = ["robustness"]
