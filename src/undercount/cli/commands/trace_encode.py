"""`undercount trace-encode`: cases or requests as bits, to meet those of another body."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath

_KINDS = {"cases": "case", "requests": "request"}


@click.command()
@click.argument("project", type=NamedPath())
@click.argument("which", type=click.Choice(list(_KINDS)))
@click.option(
    "--key",
    "key_file",
    type=NamedPath(dir_okay=False),
    required=True,
    metavar="FILE",
    help="The key that both bodies share; it lies outside of PROJECT.",
)
@click.option("--by", required=True, metavar="NAME", help="Who; one of [trace] people.")
@click.option("--why", required=True, metavar="WORDS", help="What for, for the log.")
def command(project: Path, which: str, key_file: Path, by: str, why: str) -> None:
    """Encode the cases or requests of PROJECT whose consent holds, and no others.

    What leaves is bits in random order, with no name and no number. Which row is whom stays beside
    tracing.db. Whoever brings the two files together must not have the key; make one with
    undercount encode --new-key FILE.
    """
    from undercount.cli.terminal import progress, say
    from undercount.workflow.trace_encoding import encode_people_of, leaving_file

    with progress(quiet=False) as tell:
        made = encode_people_of(project, _KINDS[which], key_file, by=by, why=why, tell=tell)
    say(f"To send: {project / leaving_file(which)}: {len(made.encodings):,} {which} as bits.")
    say(f"Compare by telephone: sha256 {made.rows.sha256}, key {made.encodings.key_id}.")
    say(
        "Encodings are no anonymous data: send them to nobody but whoever brings the two files "
        "together, and see that the key and the files are never in one hand."
    )
