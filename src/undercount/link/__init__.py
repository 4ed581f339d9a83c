"""Link: which records of several lists are of one person, and how sure that is.

Makes pairs, clusters and their doubt, which stay with the owner, and capture histories, which
name nobody. Never reads the ledger, and never estimates.
"""
