"""`undercount check`: is everything in order, and what is stale."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--json", "as_json", is_flag=True, help="Print the stale steps as JSON.")
def command(project: Path, as_json: bool) -> None:
    """Check PROJECT's files without changing anything; name the steps that are stale."""
    from undercount.cli.terminal import print_json
    from undercount.workflow.pipeline import stale_steps

    stale = stale_steps(project)
    if as_json:
        print_json({"stale": stale})
    elif stale:
        click.echo("Stale (undercount run does them):")
        for name in stale:
            click.echo(f"  {name}")
    else:
        click.echo("Everything is up to date.")
