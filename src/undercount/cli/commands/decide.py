"""`undercount decide`: a person says which figures hold, and what they should say."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath
from undercount.ledger import Act

_DECISIONS: dict[str, Act] = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "unsure": "unsure",
    "undo": "undone",
}


@click.command()
@click.argument("project", type=NamedPath())
@click.argument("decision", type=click.Choice(list(_DECISIONS)))
@click.argument("figures", nargs=-1, required=True)
@click.option("--by", required=True, help="Who decides.")
@click.option("--why", default="", help="The reason, in words.")
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What a corrected figure should say; nothing behind = empties the field.",
)
def command(
    project: Path, decision: str, figures: tuple[str, ...], by: str, why: str,
    fields: tuple[str, ...],
) -> None:  # fmt: skip
    """Accept, correct, reject or leave open FIGURES (ids from `undercount ledger`) of PROJECT.

    A decision is appended with who, when and why; a later one counts, none is overwritten. `undo`
    takes back the last decision of one's own on each figure: what held before it holds again.
    """
    from undercount.workflow.deciding import decide, undo

    act = _DECISIONS[decision]
    if fields and act != "corrected":
        raise click.UsageError("--set goes with correct only.")
    if act == "corrected":
        from undercount.cli.show_decisions import print_correction
        from undercount.review.by_words import correct

        if len(figures) != 1:
            raise click.UsageError("correct takes one figure at a time.")
        if not fields:
            raise click.UsageError("correct needs --set FIELD=VALUE.")
        print_correction(correct(project, figures[0], fields, by=by, why=why))
    else:
        done = (
            undo(project, figures, by=by, why=why)
            if act == "undone"
            else decide(project, figures, act, by=by, why=why)
        )
        click.echo(f"{act}: {', '.join(done)}.")
    click.echo(f"Now: undercount run {project}")
