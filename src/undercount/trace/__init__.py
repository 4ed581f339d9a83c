"""Trace: who may be this child's family, for a case-worker to decide.

Ranks requests of relatives for each case, with an absolute probability and the reasons, says
"possible" and never "is"; keeps decisions and the log of access in a file of its own. Compares
nobody without consent, and gives nothing but totals to `report`.
"""
