"""`undercount run`: every step a project asks for."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
def command(project: Path, as_json: bool) -> None:
    """Do every step that PROJECT (a folder with undercount.toml) asks for.

    It works like make: a second run does only what has changed.
    """
    from undercount.cli.show import estimating, print_outcome
    from undercount.workflow.pipeline import run

    with estimating(quiet=as_json) as tell:
        outcome = run(project, tell)
    print_outcome(outcome, as_json=as_json)
