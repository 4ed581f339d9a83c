"""`undercount trace-log`: who looked at whom."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--case", metavar="ID", help="Of this case only.")
@click.option("--json", "as_json", is_flag=True, help="Print every field as JSON.")
def command(project: Path, case: str | None, as_json: bool) -> None:
    """Show who looked at which case of PROJECT, when and why; the oldest first."""
    from undercount.cli.show_trace_acts import print_log
    from undercount.cli.terminal import print_json
    from undercount.workflow.trace_acts import access_log

    entries = access_log(project, case)
    if as_json:
        print_json([asdict(entry) for entry in entries])
    else:
        print_log(entries)
