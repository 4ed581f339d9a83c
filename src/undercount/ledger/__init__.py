"""The ledger: who said what number of whom, in which characters of which document.

Keeps documents, figures, statements and judgements in one SQLite file; judgements are only ever
appended. Never decides which figure is right, and never sees a register.
"""

from undercount.ledger.aliases import Aliases, read_aliases
from undercount.ledger.echo import echoes
from undercount.ledger.entry import Decision, Entry
from undercount.ledger.hand import COLUMNS, read_hand_figures
from undercount.ledger.judgement import Act, Judgement
from undercount.ledger.records import Claim, Figure, Post, Quote, Reading, Rejected, SourceDocument
from undercount.ledger.statements import Statement
from undercount.ledger.store import Ledger

__all__ = [
    "COLUMNS",
    "Act",
    "Aliases",
    "Claim",
    "Decision",
    "Entry",
    "Figure",
    "Judgement",
    "Ledger",
    "Post",
    "Quote",
    "Reading",
    "Rejected",
    "SourceDocument",
    "Statement",
    "echoes",
    "read_aliases",
    "read_hand_figures",
]
