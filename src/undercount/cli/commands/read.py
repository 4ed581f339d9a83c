"""`undercount read`: documents to figures, or the score on annotated ones."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("paths", metavar="[FILE|FOLDER]...", nargs=-1, type=NamedPath())
@click.option(
    "--json", "form", flag_value="json", help="Everything read, with the span of each field."
)
@click.option("--csv", "form", flag_value="csv", help="One row a figure.")
@click.option("--hxl", "form", flag_value="hxl", help="The same, with a row of HXL tags.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that read at the same time.  [default: one a core]",
)
@click.option(
    "--abstain",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Leave out every field whose confidence is below P.",
)
@click.option(
    "--network/--rules",
    default=True,
    help="Let the trained network decide the fields (oftener right with writers whom the rules "
    "do not know), or the rules alone (six times faster).  [default: network]",
)
@click.option("--nlp", is_flag=True, help="Let spaCy find speakers that the rules miss. Slow.")
@click.option(
    "--endpoint",
    "url",
    metavar="URL",
    help="Let a language model at this address propose figures too. Sends it the documents' text; "
    "see docs/language-model.md.",
)
@click.option("--model", metavar="NAME", help="The model there.")
@click.option(
    "--key-variable",
    metavar="NAME",
    default="UNDERCOUNT_MODEL_KEY",
    show_default=True,
    help='Environment variable that holds its key; "" for none.',
)
@click.option(
    "--score",
    "gold",
    type=NamedPath(),
    metavar="GOLD",
    help="Score the reader: a folder of NAME.gold.json files beside their documents, or a file "
    "of a public corpus.",
)
def command(
    paths: tuple[Path, ...], form: str | None, workers: int | None, abstain: float | None,
    network: bool, nlp: bool, url: str | None, model: str | None, key_variable: str,
    gold: Path | None,
) -> None:  # fmt: skip
    """Read documents: who said what number of whom, to the character.

    Text, HTML, PDF and DOCX. Of a folder every such file is read; one that cannot be read is
    named, and the others go on.
    """
    from undercount.cli.readings import read_paths
    from undercount.cli.terminal import print_json

    if (not paths) == (gold is None):
        raise click.UsageError("Name files or folders to read, or --score GOLD, not both.")
    if abstain is not None and abstain != abstain:
        raise click.BadParameter("nan is no number from 0 to 1.", param_hint="--abstain")
    if gold is None:
        endpoint = None
        if url is not None or model is not None:
            from undercount.read.endpoint import Endpoint

            endpoint = Endpoint(url or "", model or "", key_variable or None)
        read_paths(
            paths, form, workers=workers, abstain=abstain, nlp=nlp, model=network,
            endpoint=endpoint,
        )  # fmt: skip
        return
    if form not in (None, "json"):
        raise click.UsageError("A score is a table, or JSON with --json.")
    from undercount.read import score, score_corpus

    result = score_corpus(gold) if gold.is_file() else score(gold, nlp=nlp, model=network)
    if form == "json":
        print_json(result.to_dict())
    else:
        click.echo(result.table())
