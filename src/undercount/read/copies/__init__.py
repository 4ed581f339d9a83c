"""What is a copy of what: near-duplicate documents, and figures that repeat one another.

A count printed by five newspapers is one observation. Copies are told, never merged: what a
figure weighs is decided in reconciliation, and copies whose numbers differ are listed by name.
"""

from undercount.read.copies.find import Copies, CopyFinder, find_copies
from undercount.read.copies.relation import Pair, Relation

__all__ = ["Copies", "CopyFinder", "Pair", "Relation", "find_copies"]
