"""`undercount encode`: a list leaves its owner as bits, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.cli.named import NamedPath


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option(
    "--key",
    "key_file",
    type=NamedPath(dir_okay=False),
    metavar="FILE",
    help="The key that all owners share; it lies outside of PROJECT.",
)
@click.option("--list", "name", metavar="NAME", help="Encode (or attack) this list only, else all.")
@click.option(
    "--new-key",
    type=NamedPath(dir_okay=False),
    metavar="FILE",
    help="Make a key, for one partner to make and all owners to share; then stop.",
)
@click.option(
    "--attack",
    is_flag=True,
    help="Try published attacks on the lists as they would leave, print what they find; then stop.",
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def command(
    project: Path,
    key_file: Path | None,
    name: str | None,
    new_key: Path | None,
    attack: bool,
    as_json: bool,
) -> None:
    """Encode the lists of PROJECT, and say what leaves and what does not.

    Runs on the owner's machine and asks nobody. Each list becomes encodings/LIST.parquet for the
    linkage unit, with a statement beside it for the owner to read and sign. PROJECT is the folder
    of undercount.toml, else the one you are in.

    Start with: undercount encode --new-key FILE
    """
    if new_key is not None:
        if key_file is not None or name is not None or attack:
            raise click.UsageError("--new-key only makes a key: leave the other options out.")
        _make_key(new_key, as_json)
        return
    if attack:
        if key_file is not None:
            raise click.UsageError("--attack needs no key, it makes one and throws it away.")
        _attack(project, name, as_json)
        return
    if key_file is None:
        raise click.UsageError("--key FILE is needed; one partner makes it with --new-key FILE.")
    from undercount.cli.terminal import print_json, progress, short
    from undercount.visible import visible
    from undercount.workflow.encoding import FOLDER, encode_project, statement_file

    with progress(quiet=as_json) as tell:
        made = encode_project(project, key_file, name, tell)
    if as_json:
        print_json({"encoded": [item.to_dict() for item in made]})
        return
    for item in made:
        click.echo(visible(item.text) + "\n")
    folder = (project if project.is_dir() else project.parent) / FOLDER
    for item in made:
        click.echo(visible(f"To send: {short(folder / item.file)}"))
        click.echo(visible(f"To sign: {short(folder / statement_file(item))}"))
    for words in dict.fromkeys(words for item in made for words in item.cautions):
        click.echo(f"CAUTION: {words.partition('. ')[0]}.")


def _attack(project: Path, name: str | None, as_json: bool) -> None:
    from undercount.cli.terminal import print_json, progress
    from undercount.visible import visible
    from undercount.workflow.encoding import attack_project

    with progress(quiet=as_json) as tell:
        made = attack_project(project, name, tell)
    if as_json:
        print_json({"attacked": [item.to_dict() for item in made]})
        return
    click.echo(visible("\n\n".join(item.text for item in made)))


def _make_key(path: Path, as_json: bool) -> None:
    from undercount.cli.terminal import print_json, say
    from undercount.encode import new_key
    from undercount.workflow.encoding import refuse_in_project

    refuse_in_project(path)
    key = new_key(path)
    if as_json:
        print_json({"file": str(path), "key_id": key.id})
        return
    say(f"Made a key: {path}, which only you may read. Its id is {key.id}.")
    say(
        "Give it to the other owners by hand or over a protected way, never by mail in clear, and "
        "never to the linkage unit: whoever has it and the encodings can try names until one fits."
    )
