"""`undercount estimate`: people nobody counted, from one capture table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from undercount.estimate import INTERVALS, METHODS

NOT_ESTIMABLE = 3


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--method",
    required=True,
    type=click.Choice(METHODS),
    help="How to estimate.",
)
@click.option("--model", help='One log-linear model, such as "[AB][C]"; else all, by BIC.')
@click.option("--order", type=click.IntRange(1), help="Most lists in one log-linear term.")
@click.option(
    "--interval",
    type=click.Choice(INTERVALS),
    help="Of a log-linear estimate; profile unless given. bca repeats the choice of model.",
)
@click.option("--replicates", type=click.IntRange(2), help="Bootstrap tables of bca, else 1000.")
@click.option(
    "--covariates", help='Columns that change the chance of being met or listed: "gender+age".'
)
@click.option(
    "--exclusive", multiple=True, metavar="A,B", help="Two lists nobody can both be on; repeatable."
)
@click.option(
    "--non-members",
    multiple=True,
    metavar="LIST",
    help="A list that also holds others; repeatable.",
)
@click.option("--level", default=0.95, show_default=True, type=click.FloatRange(0, 1, True, True))
@click.option("--seed", default=1, show_default=True, help="For everything random.")
@click.option(
    "--draws",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write what was drawn, as Parquet.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the estimate as JSON.")
def command(
    file: Path,
    method: str,
    exclusive: tuple[str, ...],
    level: float,
    seed: int,
    draws: Path | None,
    as_json: bool,
    **settings: Any,
) -> None:
    """Estimate the people nobody counted from FILE (CSV).

    0/1 columns and count: lists that overlap. A column capture and count: one register.
    What cannot be estimated is said, with what would help, and exits with 3.
    """
    from undercount.cli.draws import write_draws
    from undercount.cli.show import print_answer, print_json
    from undercount.estimate import estimate_file
    from undercount.results import NotEstimable

    pairs = tuple(tuple(name.strip() for name in pair.split(",")) for pair in exclusive)
    answer = estimate_file(file, method, level=level, seed=seed, exclusive=pairs, **settings)
    if draws:
        write_draws([(method, answer)], draws)
    if as_json:
        print_json(answer.to_dict())
    else:
        print_answer(answer)
    if isinstance(answer, NotEstimable):
        sys.exit(NOT_ESTIMABLE)
