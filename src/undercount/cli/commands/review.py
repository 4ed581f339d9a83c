"""`undercount review`: look and decide in the browser."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--by", help="Who decides; the name of your account unless you say.")
@click.option("--why", default="", help="The reason for decisions that have none of their own.")
@click.option(
    "--port",
    type=click.IntRange(0, 65485),
    default=8714,
    show_default=True,
    help="Where to listen on 127.0.0.1; the next free one if it is taken.",
)
@click.option("--no-open", is_flag=True, help="Only print the address; open no browser.")
def command(project: Path, by: str | None, why: str, port: int, no_open: bool) -> None:
    """Decide on what was read, linked and suggested in PROJECT, in the browser.

    The pages are on this machine only, for who has the address it prints. Ctrl-C ends it.
    """
    from undercount.review.opening import Opening
    from undercount.review.serve import serve

    with Opening() as opening:

        def ready(address: str) -> None:
            click.echo(f"Review: {address}")
            if not no_open:
                opening.open(address)

        try:
            serve(
                project,
                by=(getpass.getuser() if by is None else by).strip(),
                why=why,
                port=port,
                ready=ready,
            )
        except KeyboardInterrupt:
            click.echo("Review ended; what was decided is kept.")
