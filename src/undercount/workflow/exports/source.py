"""A project as it is exported: its page, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from undercount import __version__
from undercount.errors import MissingFileError, Problem
from undercount.ledger import Judgement, Ledger, read_aliases
from undercount.project import Project, load_project
from undercount.report.linkage import linked_rows
from undercount.report.page import Page
from undercount.report.suppress import ShownRow, shown_rows
from undercount.results import EstimateSet
from undercount.workflow.page import make_page
from undercount.workflow.plan import REPORT


@dataclass(frozen=True, slots=True)
class Source:
    """What every table is made of.

    Attributes:
        project: its settings.
        page: what its report shows.
        judgements: every decision ever made, oldest first.
    """

    project: Project
    page: Page
    judgements: tuple[Judgement, ...]

    @property
    def about(self) -> dict[str, Any]:
        """Of what the rows are, without a clock: the same project gives the same bytes."""
        return {
            "title": self.project.title,
            "undercount": __version__,
            "seed": self.project.seed,
            "suppress_below": self.page.suppress_below,
        }

    def rows_of(self, estimates: EstimateSet) -> tuple[ShownRow, ...]:
        """The rows of a set as the page may print them, by the page's rules."""
        rows = shown_rows(estimates, self.page.suppress_below)
        facts = self.page.linkages.get(estimates.name)
        return linked_rows(rows, facts) if facts else rows


def open_source(path: Path) -> Source:
    """The project at `path`, as its last run left it.

    Raises:
        UndercountError: no such project, or it was never run.
    """
    project = load_project(path)
    root = project.root
    if not (root / REPORT).is_file() or not (root / "ledger.db").is_file():
        hint = f"First: undercount run {path}"
        raise MissingFileError(Problem("the project has no answers yet", str(path), hint=hint))
    with Ledger(root / "ledger.db", write=False) as ledger:
        entries = ledger.entries(read_aliases(root / "hand" / "aliases.csv"))
        return Source(project, make_page(project, ledger, entries), ledger.history())
