"""`undercount trace-decide`: a person says what holds for a case and a request."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath

_DECISIONS = ("accept", "reject", "ask", "undo")


@click.command()
@click.argument("project", type=NamedPath())
@click.argument("case")
@click.argument("request")
@click.argument("decision", type=click.Choice(_DECISIONS))
@click.option("--by", required=True, metavar="NAME", help="Who decides; one of [trace] people.")
@click.option("--why", required=True, metavar="WORDS", help="The reason, in words.")
def command(project: Path, case: str, request: str, decision: str, by: str, why: str) -> None:
    """Accept or reject REQUEST for CASE of PROJECT, or ask for more; undo takes back your latest.

    A match needs two different people who accept. A decision is appended with who, when and why;
    a person's later one counts, none is overwritten. What is taken back stays to be seen, and what
    the person had decided before it holds again.
    """
    from undercount.cli.terminal import say
    from undercount.workflow.trace_acts import decide_pair

    state = decide_pair(project, case, request, decision, by=by, why=why)
    say(f"Case {case}, request {request}: {state.words}.")
    if state.standing == "signed":
        say("A match needs a second person who accepts.")
    elif state.standing == "conflict":
        say("Two people see it differently; it stays open until one of them decides anew.")
