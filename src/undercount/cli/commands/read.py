"""`undercount read`: one document, or the score on a folder of gold documents."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print figures, quotes, posts and claims.")
@click.option(
    "--score",
    "gold",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Score the reader on a folder of NAME.gold.json files beside their documents.",
)
def command(file: Path | None, as_json: bool, gold: Path | None) -> None:
    """Read FILE (.txt or .html): who said what number of whom, to the character."""
    from undercount.cli.readings import print_reading
    from undercount.cli.terminal import print_json
    from undercount.read import read_document, score, to_gold

    if (file is None) == (gold is None):
        raise click.UsageError("Name a FILE to read, or --score FOLDER, not both.")
    if gold is not None:
        result = score(gold)
        if as_json:
            print_json(result.to_dict())
        else:
            click.echo(result.table())
    elif file is not None:
        reading = read_document(file)
        if as_json:
            print_json(to_gold(reading))
        else:
            print_reading(reading)
