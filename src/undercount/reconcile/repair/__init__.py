"""Arithmetic that proposes what a figure may have been, one sum a file. A person decides.

Never changes a figure: a proposal names the numbers it rests on.
"""

from undercount.reconcile.repair.find import propose_repairs
from undercount.reconcile.repair.proposal import Repair

__all__ = ["Repair", "propose_repairs"]
