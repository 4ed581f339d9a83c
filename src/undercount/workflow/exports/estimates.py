"""Estimates as rows: one a method and stratum, as the page may print them."""

from __future__ import annotations

from typing import Any

from undercount.estimate.methods import METHODS
from undercount.report.linkage import group_of, way
from undercount.report.suppress import ShownRow
from undercount.results import Estimate
from undercount.workflow.exports.source import Source
from undercount.workflow.exports.table import Column, Table
from undercount.workflow.exports.words import assumed, warned

COLUMNS = (
    Column("estimate", "text", "#meta+estimate", "name of the question"),
    Column("title", "text", "#indicator+name", "the question in words"),
    Column("answer", "text", "#meta+answer", "the row's label in the report"),
    Column("method", "text", "#meta+method", "the method asked for"),
    Column("stratum", "text", "#group+name", 'the group of people; "" for everybody'),
    Column("linkage", "text", "#meta+linkage", "how the doubt of the linkage was treated"),
    Column("point", "number", "#population+num", "estimated people, seen and unseen"),
    Column("lower", "number", "#population+num+min", "lower end of the range"),
    Column("upper", "number", "#population+num+max", "upper end; infinite where there is none"),
    Column("level", "number", "#meta+level", "probability that goes with the range"),
    Column("interval", "text", "#meta+interval", "the argument behind the range"),
    Column("n_observed", "whole", "#population+num+observed", "people counted at least once"),
    Column("status", "text", "#status", '"estimated", "not estimable" or "suppressed"'),
    Column("reason", "text", "#description+reason", "why there is no number"),
    Column("what_would_help", "text", "#description+help", "what would make one possible"),
    Column("citation", "text", "#meta+citation", "the method and where it is published"),
    Column("assumptions", "texts", "#description+assumptions", "what must be true"),
    Column("cautions", "texts", "#description+cautions", "what a reader must know"),
)


def estimates_table(source: Source) -> Table:
    """Every answer of every estimate; small counts are kept back by the report's own rules."""
    rows = []
    for settings, estimates in zip(source.project.estimates, source.page.estimates, strict=True):
        for row in source.rows_of(estimates):
            rows.append(
                {column.name: None for column in COLUMNS}
                | {"estimate": settings.name, "title": estimates.title or settings.name}
                | _named(row.label, settings.methods)
                | _answer(row)
            )
    return Table("estimates", COLUMNS, tuple(rows), source.about)


def _named(label: str, methods: tuple[str, ...]) -> dict[str, str]:
    """What a row's label is made of: "loglinear: women: audit", each part where it is needed."""
    kind = way(label)
    parts = label.split(": ")
    method = parts[0] if parts[0] in METHODS else ""
    bare = label.removeprefix(f"{method}: ") if method else label
    stratum = group_of(label) if kind else "" if bare == method else bare
    if not method and len(methods) == 1:
        method = methods[0]
    return {"answer": label, "method": method, "stratum": stratum, "linkage": kind}


def _answer(row: ShownRow) -> dict[str, Any]:
    answer = row.answer
    if answer is None:
        return {
            "status": "suppressed", "reason": row.instead, "assumptions": [], "cautions": [],
        }  # fmt: skip
    shared = {
        "n_observed": answer.n_observed, "citation": answer.method or None,
        "cautions": warned(answer.cautions),
    }  # fmt: skip
    if not isinstance(answer, Estimate):
        return shared | {
            "status": "not estimable", "reason": answer.reason,
            "what_would_help": answer.what_would_help, "assumptions": [],
        }  # fmt: skip
    return shared | {
        "point": answer.point, "lower": answer.interval.lower, "upper": answer.interval.upper,
        "level": answer.interval.level, "interval": answer.interval.kind, "status": "estimated",
        "assumptions": assumed(answer.assumptions),
    }  # fmt: skip
