"""Gather what the report shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from undercount import __version__
from undercount.histories.facts import LinkageFacts
from undercount.ledger import Entry, Ledger
from undercount.project import Project, file_digest, read_json
from undercount.reconcile.balance import Balance
from undercount.reconcile.drift import Drift
from undercount.reconcile.lineage import Lineage
from undercount.reconcile.needs import WhatIf
from undercount.reconcile.repair import Repair
from undercount.reconcile.result import Conflict, Reconciled
from undercount.report import Page
from undercount.results import EstimateSet, NotEstimable
from undercount.results.robustness import Robustness
from undercount.results.tracing import TracingTotals
from undercount.units import CLAIM_TYPES
from undercount.workflow.linking import facts_file
from undercount.workflow.overlaps import overlaps_of
from undercount.workflow.plan import (
    CONFLICTS,
    LINEAGE,
    TRACED,
    balance_file,
    checks_file,
    estimate_file_name,
    series_file,
    what_if_file,
)


def make_page(project: Project, ledger: Ledger, entries: Sequence[Entry]) -> Page:
    """The page of a project whose every other step is done."""
    root = project.root
    documents = ledger.documents()
    traced = read_json(root / LINEAGE)
    corrected = [entry.id for entry in entries if entry.corrected]
    overlaps = {item.name: overlaps_of(project, item) for item in project.estimates}
    return Page(
        title=project.title,
        series=tuple(_series(root / series_file(item)) for item in project.series),
        estimates=tuple(
            EstimateSet.from_dict(read_json(root / estimate_file_name(item)))
            for item in project.estimates
        ),
        checks=tuple(
            Robustness.from_dict(read_json(root / checks_file(item)))
            for item in project.estimates
            if item.robustness
        ),
        entries=tuple(entries),
        as_read={entry.id: entry.figure for entry in ledger.entries(ids=corrected, as_read=True)},
        lineage=Lineage.from_dict(traced["lineage"]),
        drifts=tuple(Drift.from_dict(_bare(item)) for item in traced["drifts"]),
        repairs=tuple(Repair.from_dict(_bare(item)) for item in traced["repairs"]),
        balances=tuple(_balance(root / balance_file(item)) for item in project.balances),
        what_ifs=tuple(_what_if(root / what_if_file(item)) for item in project.what_ifs),
        conflicts=tuple(
            Conflict.from_dict(item) for item in read_json(root / CONFLICTS)["conflicts"]
        ),
        statements=tuple(item for item in ledger.statements() if item.type in CLAIM_TYPES),
        documents=documents,
        linkages={
            item.name: LinkageFacts.from_dict(read_json(root / facts_file(item.name)))
            for item in project.estimates
            if item.lists
        },
        overlaps={name: made for name, made in overlaps.items() if made},
        suppress_below=project.report.suppress_below,
        tracing=_tracing(project),
        provenance={
            "version": __version__,
            "seed": project.seed,
            "inputs": {
                **{item.path: item.sha256 for item in documents},
                **{it.file: file_digest(root / it.file) for it in project.estimates if it.file},
            },
        },
    )


def _bare(item: dict[str, Any]) -> dict[str, Any]:
    """Without the flag of what a person has seen: the page asks the ledger."""
    return {name: value for name, value in item.items() if name != "reviewed"}


def _tracing(project: Project) -> TracingTotals | None:
    """The numbers that `undercount trace` left; its cases and requests are not looked at."""
    file = project.root / TRACED
    if project.trace is None or not file.is_file():
        return None
    return TracingTotals.from_dict(read_json(file))


def _balance(path: Path) -> tuple[str, Balance]:
    data = read_json(path)
    title = data.pop("title")
    return title, Balance.from_dict(data)


def _what_if(path: Path) -> tuple[str, WhatIf | str]:
    data = read_json(path)
    if "not_estimable" in data:
        return data["title"], data["not_estimable"]
    title = data.pop("question")
    return title, WhatIf.from_dict(data)


def _series(path: Path) -> Reconciled | NotEstimable:
    data = read_json(path)
    return NotEstimable.from_dict(data) if "not_estimable" in data else Reconciled.from_dict(data)
