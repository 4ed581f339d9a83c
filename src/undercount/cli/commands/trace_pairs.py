"""`undercount trace-pairs`: the own half of what came out of a meeting of encodings."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath

_KINDS = {"cases": "case", "requests": "request"}


@click.command()
@click.argument("project", type=NamedPath())
@click.argument("which", type=click.Choice(list(_KINDS)))
@click.argument("meeting", type=NamedPath(dir_okay=False))
@click.option("--by", required=True, metavar="NAME", help="Who; one of [trace] people.")
@click.option("--why", required=True, metavar="WORDS", help="What for, for the log.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(project: Path, which: str, meeting: Path, by: str, why: str, as_json: bool) -> None:
    """Print which of the cases or requests of PROJECT are in the pairs of MEETING.

    Each pair has a number that both bodies see, to talk about. Whoever has withdrawn consent since
    is left out.
    """
    from dataclasses import asdict

    from undercount.cli.terminal import print_json, progress, say
    from undercount.workflow.trace_encoding import own_pairs_of

    with progress(quiet=as_json) as tell:
        found = own_pairs_of(project, _KINDS[which], meeting, by=by, why=why, tell=tell)
    if as_json:
        print_json({"pairs": [asdict(pair) for pair in found]})
        return
    for pair in found:
        say(f"pair {pair.pair}: {pair.number}, possibly, {pair.probability:.1%}")
    if not found:
        say("No pair: none of these is possibly of a child of the other list.")
