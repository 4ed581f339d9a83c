"""`python -m undercount.testing.worlds FOLDER`: write a simulated world as a project."""

from __future__ import annotations

from pathlib import Path

import click

from undercount.errors import UndercountError
from undercount.testing.worlds.simulate import simulate_world


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--people", default=10_000, show_default=True, help="How many, seen or not.")
@click.option("--lists", default=3, show_default=True, help="How many registers, 2 to 5.")
@click.option("--noise", default=1.0, show_default=True, help="Times all errors; 0 for none.")
@click.option("--scripts", default="mixed", show_default=True, help="mixed or latin.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same world.")
def main(folder: Path, people: int, lists: int, noise: float, scripts: str, seed: int) -> None:
    """Write simulated registers and their truth into FOLDER. No real person is in them."""
    try:
        world = simulate_world(people, lists, noise=noise, scripts=scripts, seed=seed)
    except UndercountError as error:
        raise click.ClickException(str(error)) from None
    world.write(folder)
    click.echo(f"{world.how.capitalize()}: {len(world.persons):,} records in {folder}")


if __name__ == "__main__":
    main(prog_name="python -m undercount.testing.worlds")
