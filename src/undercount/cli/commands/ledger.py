"""`undercount ledger`: the figures of a project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("project", type=click.Path(path_type=Path), default=Path("."))
@click.option("--all", "everything", is_flag=True, help="Also what was typed by hand.")
@click.option("--json", "as_json", is_flag=True, help="Print every field as JSON.")
def command(project: Path, everything: bool, as_json: bool) -> None:
    """List the figures read in PROJECT's documents, with the ids that `decide` takes."""
    from undercount.cli.pipeline import read_entries

    entries = [
        entry for entry in read_entries(project) if everything or entry.figure.origin != "hand"
    ]
    if as_json:
        from dataclasses import asdict

        rows: list[dict[str, Any]] = [asdict(entry) for entry in entries]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    else:
        from undercount.cli.show import print_entries

        print_entries(entries)
