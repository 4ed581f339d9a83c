"""`undercount report`: the report in another form."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath
from undercount.visible import visible


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option(
    "--interactive",
    is_flag=True,
    help="With a search of the ledger, sources on and off, and words beside each number.",
)
@click.option("--language", help="Of the page's own words: en or fr.")
@click.option("--out", "-o", type=NamedPath(), help="The HTML file to write.")
def command(project: Path, interactive: bool, language: str | None, out: Path | None) -> None:
    """Write the report of PROJECT, after doing what is stale in it.

    One file, which asks no host for anything. Without options it is what `undercount run` writes.
    """
    from undercount.cli.show import estimating
    from undercount.cli.terminal import short
    from undercount.workflow.reporting import report

    with estimating(quiet=False) as tell:
        file = report(project, out, interactive=interactive, language=language, tell=tell)
    click.echo(visible(f"Report: {short(file)}"))
