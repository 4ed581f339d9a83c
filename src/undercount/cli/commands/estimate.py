"""`undercount estimate`: people nobody counted, from one capture table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from undercount.cli.named import NamedPath
from undercount.estimate import (
    AGGREGATE_INTERVALS,
    AGGREGATE_LAWS,
    FAMILIES,
    INFINITES,
    INTERVALS,
    METHODS,
    PENALTIES,
    REGISTER_INTERVALS,
    SEARCHES,
    SELECTIONS,
    ZEROS,
)
from undercount.visible import visible

NOT_ESTIMABLE = 3
# Their number means nothing to who has not read the first assumption.
ASSUMPTION_FIRST = ("repeated-trials",)
_FAMILY_HELP = (
    "Of zero-truncated: poisson (else), geometric or negbin; before it may stand "
    "zero-truncated-one-inflated-, one-inflated-zero-truncated-, zero-one-truncated-, "
    "zero-truncated-hurdle- or hurdle-zero-truncated-."
)


class MostUnseen(click.ParamType[int | str]):
    """A number of people, or "none" for no limit."""

    name = "people"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | str:
        """The setting of `ModelAverage`."""
        if value == "none":
            return "no limit"
        return int(click.INT.convert(value, param, ctx))


@click.command()
@click.argument("file", type=NamedPath())
@click.option("--method", type=click.Choice(METHODS), help="How to estimate.")
@click.option(
    "--robustness", is_flag=True, help="Every check of the log-linear estimate instead of a method."
)
@click.option(
    "--html",
    type=NamedPath(dir_okay=False),
    help="Also write the checks as a page.",
)
@click.option(
    "--model", help='One log-linear model, such as "[AB][C]" or "Mth Darroch"; else all, by BIC.'
)
@click.option("--order", type=click.IntRange(1), help="Most lists in one log-linear term.")
@click.option(
    "--search",
    type=click.Choice(SEARCHES),
    help="Of log-linear models: all, downhill or stepwise; all up to six lists unless given.",
)
@click.option(
    "--selection", type=click.Choice(SELECTIONS), help="Criterion of log-linear models, else bic."
)
@click.option(
    "--infinite",
    type=click.Choice(INFINITES),
    help="Whether terms at minus infinity count as parameters; count unless given.",
)
@click.option(
    "--interval",
    type=click.Choice(
        tuple(dict.fromkeys((*INTERVALS, *REGISTER_INTERVALS, *AGGREGATE_INTERVALS)))
    ),
    help="Of a log-linear estimate: profile (else), lognormal, bca (repeats the choice of model). "
    "Of zero-truncated: normal (else), lognormal, or a parametric, semi- or nonparametric "
    "bootstrap. Of aggregate: delta (else), parametric, cluster.",
)
@click.option(
    "--replicates",
    type=click.IntRange(2),
    help="Bootstrap tables, else 1000, and 500 of zero-truncated.",
)
@click.option("--family", type=click.Choice(FAMILIES), metavar="NAME", help=_FAMILY_HELP)
@click.option(
    "--compare",
    is_flag=True,
    help="All families of zero-truncated side by side, and averaged.",
)
@click.option(
    "--penalty", type=click.Choice(PENALTIES), help="Firth's, for levels without a second meeting."
)
@click.option(
    "--covariates", help='Columns that change the chance of being met or listed: "gender+age".'
)
@click.option("--delta", type=float, help="Prior people a cell of model-average, else 2**-lists.")
@click.option(
    "--most-unseen",
    type=MostUnseen(),
    metavar="N|none",
    help="Limit of model-average, else ten for each person seen.",
)
@click.option("--law", type=click.Choice(AGGREGATE_LAWS), help="Of encounters, for aggregate.")
@click.option(
    "--zeros",
    type=click.Choice(ZEROS),
    help="For aggregate: truncated if the table lists only countries with encounters.",
)
@click.option(
    "--gamma",
    metavar="G|estimate",
    help="For aggregate: the rate of encounter where nobody is registered.",
)
@click.option(
    "--p", metavar="LOW,HIGH", help="For repeated-trials: how likely an attempt is stopped."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=NAME",
    help="Which column holds what, for aggregate and repeated-trials; repeatable.",
)
@click.option("--by", multiple=True, metavar="COLUMN", help="Estimate in each stratum; repeatable.")
@click.option(
    "--exclusive", multiple=True, metavar="A,B", help="Two lists nobody can both be on; repeatable."
)
@click.option(
    "--non-members",
    multiple=True,
    metavar="LIST",
    help="A list that also holds others; repeatable.",
)
@click.option(
    "--epsilon", metavar="E", help="Of the noise in a table with noisy_count, for loglinear."
)
@click.option("--level", default=0.95, show_default=True, type=click.FloatRange(0, 1, True, True))
@click.option("--seed", default=1, show_default=True, help="For everything random.")
@click.option(
    "--draws",
    type=NamedPath(dir_okay=False),
    help="Also write what was drawn, as Parquet.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the estimate as JSON.")
def command(
    file: Path,
    method: str | None,
    robustness: bool,
    compare: bool,
    html: Path | None,
    by: tuple[str, ...],
    exclusive: tuple[str, ...],
    epsilon: str | None,
    level: float,
    seed: int,
    draws: Path | None,
    as_json: bool,
    **settings: Any,
) -> None:
    """Estimate the people nobody counted from FILE (CSV).

    0/1 columns and count: lists that overlap. A column capture and count: one register.
    Columns country, encounters, registered and population: aggregates. A column attempts:
    repeated trials.
    What cannot be estimated is said, with what would help, and exits with 3.
    """
    from undercount.cli.families import print_families
    from undercount.cli.show import estimating, print_answer, print_set
    from undercount.cli.terminal import print_json, say
    from undercount.estimate import compare_file, estimate_file, estimate_strata
    from undercount.results import NotEstimable
    from undercount.workflow.draws import write_draws

    answer: Any
    settings["exclusive"] = tuple(
        tuple(name.strip() for name in pair.split(",")) for pair in exclusive
    )
    if epsilon is not None:
        others = [name for name, value in {**settings, "by": by, "robustness": robustness}.items()
                  if value]  # fmt: skip
        if method != "loglinear" or others or compare:
            raise click.UsageError("--epsilon goes with --method loglinear, --level, --seed alone.")
        answer = _noisy(file, epsilon, level, seed)
        if draws:
            write_draws([(method, answer)], draws)
        print_json(answer.to_dict()) if as_json else print_answer(answer)
        if isinstance(answer, NotEstimable):
            sys.exit(NOT_ESTIMABLE)
        return
    if robustness:
        _check(file, method, html, by, draws, as_json, level, seed, settings, compare)
        return
    if method is None:
        raise click.UsageError("Give --method, or --robustness for every check.")
    if html:
        raise click.UsageError("--html is the page of --robustness.")
    if compare and (method != "zero-truncated" or by):
        raise click.UsageError("--compare is for --method zero-truncated, without --by.")
    with estimating(quiet=as_json):
        if compare:
            answer = compare_file(file, level=level, seed=seed, **settings)
            rows = list(answer)
        elif by:
            answer = estimate_strata(file, method, by, level=level, seed=seed, **settings)
            rows = list(answer)
        else:
            answer = estimate_file(file, method, level=level, seed=seed, **settings)
            rows = [(method, answer)]
    if draws:
        write_draws(rows, draws)
    if as_json:
        print_json(answer.to_dict())
    elif compare:
        print_families(answer)
    elif by:
        print_set(answer, 0)
    else:
        if method in ASSUMPTION_FIRST and not isinstance(answer, NotEstimable):
            say(f"Only if this holds: {answer.assumptions[0].text}")
        print_answer(answer)
    if all(isinstance(row, NotEstimable) for _, row in rows):
        sys.exit(NOT_ESTIMABLE)


def _noisy(file: Path, epsilon: str, level: float, seed: int) -> Any:
    """The estimate from a table with noise that somebody gave out."""
    from fractions import Fraction

    from undercount.estimate.private import estimate_private
    from undercount.histories.noisy_table import read_noisy_table

    try:
        spent = Fraction(epsilon)
    except (ValueError, ZeroDivisionError):
        raise click.UsageError("--epsilon is a number, as in: --epsilon 1") from None
    return estimate_private(read_noisy_table(file, spent), "loglinear", level, seed)


def _check(
    file: Path,
    method: str | None,
    html: Path | None,
    by: tuple[str, ...],
    draws: Path | None,
    as_json: bool,
    level: float,
    seed: int,
    settings: dict[str, Any],
    compare: bool,
) -> None:
    from undercount.cli.show import estimating
    from undercount.cli.terminal import print_json
    from undercount.estimate import check_robustness
    from undercount.report import write_robustness
    from undercount.results import NotEstimable

    taken = ("replicates", "exclusive", "non_members")
    others = [name for name, value in settings.items() if value and name not in taken]
    given = (("method", method), ("by", by), ("draws", draws), ("compare", compare))
    others += [name for name, value in given if value]
    if others:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in others)
        raise click.UsageError(f"--robustness takes no {names}.")
    with estimating(quiet=as_json) as tell:
        made = check_robustness(
            file,
            level=level,
            seed=seed,
            tell=tell,
            **{name: settings[name] for name in taken if settings[name]},
        )
    if html:
        write_robustness(made, html, suppress_below=0)
    if as_json:
        print_json(made.to_dict())
    else:
        click.echo(visible(made.summary(0)))
    if isinstance(made.answer, NotEstimable):
        sys.exit(NOT_ESTIMABLE)
