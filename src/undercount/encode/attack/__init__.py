"""Attacks: what an attacker without the key finds in encodings, so that their owner knows first.

Published attacks, against one's own lists. Never reads a file of encodings of others, and never
tells whom it found: only how many.
"""

from undercount.encode.attack.attacks import ATTACKS, rates
from undercount.encode.attack.known import Known, Layout
from undercount.encode.attack.rates import Rate, rate
from undercount.encode.attack.report import AttackReport, attack
from undercount.encode.attack.scene import Scene

__all__ = [
    "ATTACKS",
    "AttackReport",
    "Known",
    "Layout",
    "Rate",
    "Scene",
    "attack",
    "rate",
    "rates",
]
