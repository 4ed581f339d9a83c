"""Reads documents into figures, quotes, posts and claims, each with the characters it stands in.

Suggests, never decides: every figure it returns waits for a person. Never opens the network;
`read.endpoint` does, where the user names an address.
"""

from undercount.read.abstain import abstain
from undercount.read.copies import Copies, CopyFinder, find_copies
from undercount.read.documents.document import Document
from undercount.read.documents.limits import Limits
from undercount.read.documents.load import load
from undercount.read.folder import read_all
from undercount.read.gold import to_gold
from undercount.read.numbers.quantities import Quantity, quantities
from undercount.read.reading import read_document, read_rules, read_text
from undercount.read.scoring.corpora import score_corpus
from undercount.read.scoring.score import Score, score

__all__ = [
    "Copies",
    "CopyFinder",
    "Document",
    "Limits",
    "Quantity",
    "Score",
    "abstain",
    "find_copies",
    "load",
    "quantities",
    "read_all",
    "read_document",
    "read_rules",
    "read_text",
    "score",
    "score_corpus",
    "to_gold",
]
