"""What was read, as a person looks at it: one document, or a folder of them."""

from __future__ import annotations

from typing import Any

import click
from rich.table import Table

from undercount.cli.terminal import add_row, print_rich, say
from undercount.ledger import Reading

_SHOWN = 5


def print_reading(reading: Reading) -> None:
    """The figures of one document as a short table."""
    table = Table(box=None, pad_edge=False)
    for name in ("figure", "of whom", "who says", "measure", "when"):
        table.add_column(name, overflow="fold", vertical="top")
    for figure in reading.figures:
        hedge = "" if figure.hedge is None else f"{figure.hedge} "
        add_row(
            table,
            f"{hedge}{figure.surface}",
            figure.population or "",
            figure.claimant or f"({figure.claimant_class})",
            figure.measure if figure.status == "asserted" else figure.status,
            figure.period or "",
        )
    print_rich(table)
    counts = (
        (len(reading.figures), "figures"),
        (len(reading.rejected), "other numbers"),
        (len(reading.quotes), "quotes"),
        (len(reading.posts), "posts"),
        (len(reading.claims), "claims about numbers"),
    )
    click.echo(", ".join(f"{count} {name}" for count, name in counts) + ".")
    for caution in reading.cautions:
        say(f"Caution: {caution}", "  ")


def print_copies(copies: dict[str, Any]) -> None:
    """Which documents are copies, and copies whose figures differ; nothing where there are none.

    Args:
        copies: as `Copies.to_dict` gives them, or as a project keeps them.
    """
    groups = copies["documents"]
    if groups:
        s = "" if len(groups) == 1 else "s"
        say(f"Near-duplicate documents, {len(groups)} group{s}: one account, not several.")
        for group in groups[:_SHOWN]:
            say(f"– {', '.join(group)}", "  ")
    differing = [pair for pair in copies["pairs"] if pair["relation"] == "differing"]
    if differing:
        s = "" if len(differing) == 1 else "s"
        say(f"Figures that differ where they should be copies, {len(differing)} pair{s}:")
        for pair in differing[:_SHOWN]:
            one, other = pair["surfaces"]
            say(f"– {one} in {pair['one'][0]}, {other} in {pair['other'][0]}: {pair['why']}", "  ")
    if max(len(groups), len(differing)) > _SHOWN:
        click.echo("  … --json lists them all.")
