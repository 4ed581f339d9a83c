"""Attacks: what an attacker without the key finds in encodings, so that their owner knows first.

Published attacks, against one's own lists. Never reads a file of encodings of others, and never
tells whom it found: only how many.
"""

from undercount.encode.attack.attack import ATTACKS, known_of, rates
from undercount.encode.attack.known import Known, Part
from undercount.encode.attack.rates import Rate, rate
from undercount.encode.attack.report import AttackReport, attack

__all__ = [
    "ATTACKS",
    "AttackReport",
    "Known",
    "Part",
    "Rate",
    "attack",
    "known_of",
    "rate",
    "rates",
]
