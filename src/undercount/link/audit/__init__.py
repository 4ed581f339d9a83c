"""Audit: records that a clerk looks up in all lists, and the counts of people that follow.

Chooses records, writes the clerk's sheet and reads it back. It holds names: it stays in `link/`.
Never decides whether two records are one person, and never estimates the unseen.
"""

from undercount.link.audit.counts import AuditCounts, audit_counts
from undercount.link.audit.folder import Audit, begin_audit, read_audit
from undercount.link.audit.sample import AuditSample, audit_sample

__all__ = [
    "Audit",
    "AuditCounts",
    "AuditSample",
    "audit_counts",
    "audit_sample",
    "begin_audit",
    "read_audit",
]
