"""Reconcile: one series from figures that disagree, and the names of what cannot all be true.

Reads accepted figures of the ledger. Never imports `estimate`, and never decides for a person
which source is right.
"""
