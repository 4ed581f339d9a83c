"""`undercount trace`: who may be this child's family."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--case", metavar="ID", help="Of this case only, with every reason.")
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    metavar="N",
    help="Requests to keep and print for each case.",
)
@click.option(
    "--requests", is_flag=True, help="Print requests, and how likely their child is in no case."
)
@click.option("--by", metavar="NAME", help="Who looks, for the log; else this machine's account.")
@click.option("--why", default="ranking", metavar="WORDS", help="What for, for the log.")
@click.option("--json", "as_json", is_flag=True, help="Print the suggestions as JSON.")
def command(
    project: Path,
    case: str | None,
    top: int,
    requests: bool,
    by: str | None,
    why: str,
    as_json: bool,
) -> None:
    """Rank, for each case of PROJECT, the requests that may be for this child.

    Cases and requests come from [trace] in undercount.toml. Nobody is compared without consent.
    What comes out is possible and no more: people decide, with `undercount trace-decide`.
    """
    from undercount.cli.show_tracing import (
        print_case,
        print_imported,
        print_requests,
        print_traced,
    )
    from undercount.cli.terminal import print_json, progress
    from undercount.workflow.tracing import trace_project

    if requests and case is not None:
        raise click.UsageError("--case and --requests do not go together.")
    with progress(quiet=as_json) as tell:
        made = trace_project(project, case=case, top=top, by=by, why=why, tell=tell)
    if as_json:
        print_json(made.to_requests() if requests else made.to_list())
    elif requests:
        print_requests(made)
    elif case is None:
        print_traced(made, project)
    else:
        print_imported(made)
        for item in made.found:
            print_case(item, project)
