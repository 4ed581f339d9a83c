"""`undercount demo`: the whole way on real figures."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import click

from undercount.cli.named import NamedPath
from undercount.errors import InputError, Problem

NAME = "calais-2016"
# What belongs to the example; a checkout in which it was run holds more.
SHIPPED = ("README.md", "undercount.toml", "documents", "hand")


@click.command()
@click.argument("folder", type=NamedPath(), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the answers as JSON.")
def command(folder: Path | None, as_json: bool) -> None:
    """Run the example on the Calais camp in FOLDER (default: examples/calais-2016, else
    a new folder calais-2016): real published figures, 2014 to 2016."""
    from undercount.cli.show import estimating, print_outcome
    from undercount.workflow.pipeline import run

    project = folder or _usual_place()
    if not (project / "undercount.toml").exists():
        _copy_example(project)
    with estimating(quiet=as_json) as tell:
        outcome = run(project, tell)
    print_outcome(outcome, as_json=as_json)


def _usual_place() -> Path:
    checkout = Path("examples") / NAME
    return checkout if (checkout / "undercount.toml").is_file() else Path(NAME)


def _copy_example(target: Path) -> None:
    """Copy the example whole or not at all, and never over anything."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        hint = "Name a new folder, or an empty one"
        raise InputError(Problem("holds something else than the example", str(target), hint=hint))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{NAME}-", dir=target.parent) as folder:
        copy = Path(folder) / NAME
        copy.mkdir()
        for name in SHIPPED:
            source = _source() / name
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, copy / name)
        # An empty folder gives way to a renamed one.
        os.rename(copy, target)


def _source() -> Path:
    """The example as shipped: inside the installed package, or in the checkout."""
    package = Path(__file__).parents[2]
    shipped = package / "examples" / NAME
    return shipped if shipped.is_dir() else package.parents[1] / "examples" / NAME
