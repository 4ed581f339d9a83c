"""Every decision ever made, as rows: who, when, why, and what a person changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from undercount.ledger import Judgement
from undercount.ledger.judgement import versions_of
from undercount.workflow.exports.source import Source
from undercount.workflow.exports.table import Column, Table

COLUMNS = (
    Column("id", "whole", "#meta+id", "number of the decision, in order"),
    Column("figure", "text", "#meta+id+figure", "the figure's id in the ledger"),
    Column("decision", "text", "#meta+decision", "what was decided"),
    Column("by", "text", "#contact+name", "who"),
    Column("at", "time", "#date+decided", "when"),
    Column("why", "text", "#description+decision", "the reason given"),
    Column("changes", "object", "#meta+changes", "fields that were corrected, with their value"),
    Column("undoes", "whole", "#meta+undoes", "number of the decision that is taken back"),
    Column(
        "standing", "text", "#status",
        '"counts" (of several people the latest holds), "replaced" by a later one, "taken back", '
        '"lapsed": the figure reads otherwise now, or "takes back": the decision named in undoes',
    ),
)  # fmt: skip


def judgements_table(source: Source) -> Table:
    """Every decision, oldest first; none is ever deleted."""
    held = {
        item.id
        for versions in versions_of(source.judgements).values()
        for item in versions.values()
    }
    rows = tuple(_row(item, held) for item in source.judgements)
    return Table("judgements", COLUMNS, rows, source.about)


def _row(item: Judgement, held: Collection[int]) -> dict[str, Any]:
    return {
        "id": item.id, "figure": item.figure, "decision": item.decision, "by": item.by,
        "at": datetime.fromisoformat(item.at), "why": item.why or None,
        "changes": dict(item.changes), "undoes": item.undoes, "standing": _standing(item, held),
    }  # fmt: skip


def _standing(item: Judgement, held: Collection[int]) -> str:
    if item.decision in ("undone", "suggested"):
        return "takes back"
    if item.undone:
        return "taken back"
    if item.lapsed:
        return "lapsed"
    return "counts" if item.id in held else "replaced"
