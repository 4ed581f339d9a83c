"""`undercount ledger`: the figures of a project."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--all", "everything", is_flag=True, help="Also what was typed by hand.")
@click.option("--json", "as_json", is_flag=True, help="Print every field as JSON.")
def command(project: Path, everything: bool, as_json: bool) -> None:
    """List the figures read in PROJECT's documents, with the ids that `decide` takes."""
    from undercount.cli.pipeline import read_entries
    from undercount.cli.show import print_entries
    from undercount.cli.terminal import print_json

    entries = [
        entry for entry in read_entries(project) if everything or entry.figure.origin != "hand"
    ]
    if as_json:
        print_json([asdict(entry) for entry in entries])
    else:
        print_entries(entries)
