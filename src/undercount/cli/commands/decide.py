"""`undercount decide`: a person says which figures hold."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath
from undercount.ledger import Decision

_DECISIONS: dict[str, Decision] = {
    "accept": "accepted",
    "reject": "rejected",
    "unsure": "unsure",
    "undo": "suggested",
}


@click.command()
@click.argument("project", type=NamedPath())
@click.argument("decision", type=click.Choice(list(_DECISIONS)))
@click.argument("figures", nargs=-1, required=True)
@click.option("--by", required=True, help="Who decides.")
@click.option("--why", default="", help="The reason, in words.")
def command(project: Path, decision: str, figures: tuple[str, ...], by: str, why: str) -> None:
    """Accept, reject or leave open FIGURES (ids from `undercount ledger`) of PROJECT.

    A decision is appended with who, when and why; a later one counts, none is overwritten.
    """
    from undercount.cli.pipeline import decide

    done = decide(project, figures, _DECISIONS[decision], by=by, why=why)
    click.echo(f"{_DECISIONS[decision]}: {', '.join(done)}. Now: undercount run {project}")
