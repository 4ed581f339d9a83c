"""What leaves a project as a table: its figures, series, estimates and judgements.

Here and not beside the ledger, for estimates leave by the report's own rule of small counts, and
only this layer sees the ledger, the answers and that rule. Never works anything out anew.
"""

from undercount.workflow.exports.files import FORMATS, WHATS, Exported, export
from undercount.workflow.exports.table import Column, Table

__all__ = ["FORMATS", "WHATS", "Column", "Exported", "Table", "export"]
