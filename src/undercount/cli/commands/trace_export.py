"""`undercount trace-export`: cases or requests for another office."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath

_KINDS = {"cases": "case", "requests": "request"}


@click.command()
@click.argument("project", type=NamedPath())
@click.argument("which", type=click.Choice(list(_KINDS)))
@click.argument("file", type=NamedPath(dir_okay=False))
@click.option("--by", required=True, metavar="NAME", help="Who; one of [trace] people.")
@click.option("--why", required=True, metavar="WORDS", help="What for, for the log.")
@click.option("--only", multiple=True, metavar="ID", help="These only; give it several times.")
@click.option(
    "--format",
    type=click.Choice(["csv", "primero", "pfif"]),
    help="Else PFIF 1.4 for .xml, and CSV with our own fields.",
)
@click.option("--domain", metavar="NAME", help="Of your office, for the numbers of PFIF.")
def command(
    project: Path,
    which: str,
    file: Path,
    by: str,
    why: str,
    only: tuple[str, ...],
    format: str | None,
    domain: str | None,
) -> None:
    """Write cases or requests of PROJECT into FILE, those whose consent holds and no others.

    FILE has names in it: send it by a protected way, and delete it once it has arrived.
    """
    from undercount.cli.terminal import say
    from undercount.workflow.trace_acts import export_list

    made = export_list(
        project, _KINDS[which], file, by=by, why=why, format=format, only=only, domain=domain
    )
    say(f"{file}: {made.number:,} {which}, all with consent. It has names in it.")
    if refused := sum(made.refused.values()):
        say(f"Left out for want of consent: {refused:,}.")
    if made.left_out:
        say(f"The format has no place for: {', '.join(made.left_out)}.", "  ")
