"""Reads documents into figures, quotes, posts and claims, each with the characters it stands in.

Suggests, never decides: every figure it returns waits for a person. Never opens the network.
"""

from undercount.read.documents.document import Document
from undercount.read.documents.load import load
from undercount.read.gold import to_gold
from undercount.read.numbers.quantities import Quantity, quantities
from undercount.read.reading import read_document, read_text
from undercount.read.scoring.score import Score, score

__all__ = [
    "Document",
    "Quantity",
    "Score",
    "load",
    "quantities",
    "read_document",
    "read_text",
    "score",
    "to_gold",
]
