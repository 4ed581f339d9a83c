"""`undercount reconcile`: one series from figures that disagree, and what cannot all be true."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Answer from what had been printed by this day (2016-08-31); write nothing.",
)
@click.option(
    "--check",
    type=click.Choice(["mcmc"]),
    help="Check each series by sampling, in about a minute (needs undercount[bayes]).",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(project: Path, as_of: datetime | None, check: str | None, as_json: bool) -> None:
    """Reconcile the figures of PROJECT that disagree.

    Each series with its band and its sources' habits, which print descends from which and what
    changed on the way, what may not be pooled, and what cannot all be true.
    """
    from undercount.cli.show_reconciled import print_reconciled
    from undercount.cli.terminal import print_json, progress
    from undercount.project import load_project
    from undercount.workflow.pipeline import reconcile
    from undercount.workflow.reconciling import need_sampling, sampled_checks

    if check:
        need_sampling()
    with progress(quiet=as_json) as tell:
        answer = reconcile(project, as_of.date() if as_of else None, tell)
        if check:
            answer["checks"] = sampled_checks(project, answer["series"], tell)
    if as_json:
        print_json(answer)
    else:
        print_reconciled(answer, load_project(project).report.suppress_below)
