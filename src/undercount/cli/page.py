"""Gather what the report shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from undercount import __version__
from undercount.cli.plan import CONFLICTS, checks_file, estimate_file_name, series_file
from undercount.ledger import Entry, Ledger
from undercount.project import Project, read_json
from undercount.reconcile.result import Conflict, Reconciled
from undercount.report import Page
from undercount.results import EstimateSet, NotEstimable
from undercount.results.robustness import Robustness
from undercount.units import CLAIM_TYPES


def make_page(project: Project, ledger: Ledger, entries: Sequence[Entry]) -> Page:
    """The page of a project whose every other step is done."""
    root = project.root
    documents = ledger.documents()
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
        conflicts=tuple(
            Conflict.from_dict(item) for item in read_json(root / CONFLICTS)["conflicts"]
        ),
        statements=tuple(item for item in ledger.statements() if item.type in CLAIM_TYPES),
        documents=documents,
        suppress_below=project.report.suppress_below,
        provenance={
            "version": __version__,
            "seed": project.seed,
            "inputs": {item.path: item.sha256 for item in documents},
        },
    )


def _series(path: Path) -> Reconciled | NotEstimable:
    data = read_json(path)
    return NotEstimable.from_dict(data) if "not_estimable" in data else Reconciled.from_dict(data)
