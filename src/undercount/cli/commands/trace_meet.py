"""`undercount trace-meet`: encodings of cases and of requests meet."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("cases", type=NamedPath(dir_okay=False))
@click.argument("requests", type=NamedPath(dir_okay=False))
@click.argument("out", type=NamedPath(dir_okay=False))
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Of each case.")
@click.option(
    "--least",
    default=0.003,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Pairs less probable than this do not come out.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what is in OUT.")
def command(cases: Path, requests: Path, out: Path, top: int, least: float, as_json: bool) -> None:
    """Write to OUT which rows of the files CASES and REQUESTS are possibly of one child.

    Needs no key and no list: run it where neither is. OUT has numbers of rows and probabilities,
    and goes back to both bodies.
    """
    from undercount.cli.terminal import print_json, say
    from undercount.workflow.trace_encoding import meet_files

    made = meet_files(cases, requests, out, top=top, least=least)
    if as_json:
        print_json(made.to_dict())
        return
    n, asked = made.sizes
    say(f"{out}: {len(made.pairs):,} possible pairs of {n:,} cases and {asked:,} requests.")
    say("Send it to both bodies, then delete it and both files of encodings.")
