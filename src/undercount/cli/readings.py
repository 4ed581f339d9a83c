"""What was read, as a person looks at it: one document, or a folder of them."""

from __future__ import annotations

import click
from rich.table import Table

from undercount.cli.terminal import add_row, print_rich, say
from undercount.ledger import Reading


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
