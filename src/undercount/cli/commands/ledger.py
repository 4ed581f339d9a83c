"""`undercount ledger`: the figures of a project, and what people decided on them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--all", "everything", is_flag=True, help="Also what was typed by hand.")
@click.option(
    "--history", "figures", multiple=True, metavar="ID",
    help="All that people decided on this figure; may be given again.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print every field as JSON.")
def command(project: Path, everything: bool, figures: tuple[str, ...], as_json: bool) -> None:
    """List the figures read in PROJECT's documents, with the ids that `decide` takes."""
    from undercount.cli.terminal import print_json
    from undercount.workflow.deciding import read_entries, read_history

    if figures:
        from undercount.cli.show_decisions import print_history

        made = read_history(project, figures)
        if as_json:
            print_json([asdict(judgement) for judgement in made])
        else:
            print_history(made)
        return
    from undercount.cli.show import print_entries

    entries = [
        entry for entry in read_entries(project) if everything or entry.figure.origin != "hand"
    ]
    if as_json:
        print_json([asdict(entry) for entry in entries])
    else:
        print_entries(entries)
