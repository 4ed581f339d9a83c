"""`undercount trace-steps`: what a family link may support, what is missing, until when."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath


def _example(context: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from undercount.trace.checklist import example_text

        click.echo(example_text(), nl=False)
        context.exit()


@click.command()
@click.argument("project", type=NamedPath())
@click.argument("case")
@click.option("--request", metavar="ID", help="This one; else the one that people accepted.")
@click.option("--by", metavar="NAME", help="Who looks, for the log; else this machine's account.")
@click.option("--why", default="steps", metavar="WORDS", help="What for, for the log.")
@click.option("--json", "as_json", is_flag=True, help="Print the checklist as JSON.")
@click.option(
    "--example",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_example,
    help="Print the example that ships, to edit; then stop.",
)
def command(
    project: Path, case: str, request: str | None, by: str | None, why: str, as_json: bool
) -> None:
    """Show the checklist of CASE: what the link may support, documents, steps and their days.

    The checklist is the office's own file (`route` in [trace]), else an example for Regulation
    (EU) No 604/2013, Article 8, as of 2016. It is no legal advice.
    """
    from undercount.cli.show_trace_acts import print_steps
    from undercount.cli.terminal import print_json
    from undercount.workflow.trace_acts import steps_of

    found, route = steps_of(project, case, request, by=by, why=why)
    if as_json:
        print_json({"case": case, "request": found, **route.to_dict()})
    else:
        print_steps(case, found, route)
