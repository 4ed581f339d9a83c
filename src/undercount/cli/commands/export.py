"""`undercount export`: figures, series, estimates and judgements for other tools."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from undercount.cli.named import NamedPath

_FORMATS = ("csv", "json", "parquet", "hxl", "helix", "arviz")
_WHATS = ("figures", "series", "estimates", "judgements")


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option(
    "-o",
    "--output",
    "to",
    type=NamedPath(),
    metavar="FILE|FOLDER",
    help='A file for one table, else a folder; "-" for standard output.  '
    "[default: the folder exports of PROJECT]",
)
@click.option(
    "--format",
    type=click.Choice(_FORMATS),
    default="csv",
    show_default=True,
    help="hxl: CSV with a row of HXL tags. helix: accepted figures under the headings of IDMC's "
    "Helix. arviz: the draws of estimates.",
)
@click.option(
    "--what",
    type=click.Choice(_WHATS),
    multiple=True,
    help="These only; give it several times.  [default: all there is]",
)
@click.option("--force", is_flag=True, help="Replace files that are there.")
def command(
    project: Path, to: Path | None, format: str, what: tuple[str, ...], force: bool
) -> None:  # fmt: skip
    """Write what PROJECT's last run left as tables that other tools open.

    Small counts of people in estimates are kept back as in the report.
    """
    from undercount.cli.terminal import say, short
    from undercount.workflow.exports import export
    from undercount.workflow.pipeline import stale_steps

    piped = str(to) == "-"
    if piped and (format in ("parquet", "arviz") or (format != "helix" and len(what) != 1)):
        raise click.UsageError('"-o -" takes one table of text: give one --what.')
    made = export(project, None if piped else to, format=format, what=what, force=force,
                  keep=not piped)  # fmt: skip
    if piped:
        # The bytes as a file has them, whatever the terminal's encoding.
        sys.stdout.flush()
        sys.stdout.buffer.write(made[0].data)
        sys.stdout.buffer.flush()
    for item in made:
        if item.path and not piped:
            rows = "draws" if format == "arviz" else "rows"
            say(f"{short(item.path)}: {item.rows:,} {rows}", "  ")
        for why, n in item.left_out.items():
            click.echo(click.wrap_text(f"Left out of {item.what}: {n:,}, {why}.", 79), err=True)
    if stale_steps(project):
        hint = f"The answers are older than what they rest on; first: undercount run {project}"
        click.echo(click.wrap_text(hint, 79), err=True)
