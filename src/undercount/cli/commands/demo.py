"""`undercount demo`: the whole way on real figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

NAME = "calais-2016"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
def command(folder: Path | None, as_json: bool) -> None:
    """Run the example on the Calais camp in FOLDER (default: examples/calais-2016, else
    a new folder calais-2016): real published figures, 2014 to 2016."""
    from undercount.cli.pipeline import run
    from undercount.cli.show import print_outcome, progress

    project = folder or _usual_place()
    if not (project / "undercount.toml").exists():
        shutil.copytree(_source(), project, dirs_exist_ok=True)
    with progress(quiet=as_json) as tell:
        outcome = run(project, tell)
    print_outcome(outcome, as_json=as_json)


def _usual_place() -> Path:
    checkout = Path("examples") / NAME
    return checkout if (checkout / "undercount.toml").is_file() else Path(NAME)


def _source() -> Path:
    """The example as shipped: inside the installed package, or in the checkout."""
    package = Path(__file__).parents[2]
    shipped = package / "examples" / NAME
    return shipped if shipped.is_dir() else package.parents[1] / "examples" / NAME
