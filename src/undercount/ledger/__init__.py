"""The ledger: who said what number of whom, in which characters of which document.

Keeps documents, figures, statements and judgements in one SQLite file; judgements are only ever
appended. Never decides which figure is right, and never sees a register.
"""
