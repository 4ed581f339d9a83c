"""`undercount link`: lists of people become one row a person, with the doubt of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from undercount.cli.named import NamedPath
from undercount.project.linking import BACKENDS


@click.command()
@click.argument("project", type=NamedPath(), default=Path("."))
@click.option("--name", help="Of the estimate whose lists are linked; else all of them.")
@click.option("--profile", is_flag=True, help="Only say what each list is like; link nothing.")
@click.option(
    "--sample",
    type=click.IntRange(20),
    metavar="N",
    help="Write N pairs for a clerk to judge, to link/NAME/sample.csv; a finished one corrects "
    "the probabilities.",
)
@click.option(
    "--audit",
    type=click.IntRange(8),
    metavar="N",
    help="Write N records for a clerk to look up in all lists, to link/NAME/audit.csv; a finished "
    "one corrects the counts. With a greater N later, records are added.",
)
@click.option(
    "--second-reader",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SHARE",
    help="Share of the audited records that a second clerk looks up too, else 0.2.",
)
@click.option(
    "--search",
    metavar="WORDS|LIST:RECORD",
    help="Show the nearest records of all lists, for a clerk, on this screen only.",
)
@click.option(
    "--backend", type=click.Choice(BACKENDS), help="What it runs on, else as [link] says."
)
@click.option(
    "--privacy-cost",
    is_flag=True,
    help="Also show what noise that hides each person would do to the estimate, for each epsilon.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def command(
    project: Path,
    name: str | None,
    profile: bool,
    sample: int | None,
    audit: int | None,
    second_reader: float | None,
    search: str | None,
    backend: str | None,
    privacy_cost: bool,
    as_json: bool,
) -> None:
    """Link the lists of PROJECT, and say what that leaves in doubt.

    Each list is described first. Pairs, clusters and sheets are written to link/, which stays
    with the owner of the lists, as they do.
    """
    from undercount.cli.privacy_cost import costs_of, print_costs
    from undercount.cli.show import estimating
    from undercount.cli.show_linkage import print_found, print_linkage, print_profiles
    from undercount.cli.terminal import print_json
    from undercount.workflow.link_run import link_project, profiles_of, search_lists

    alone = [
        text
        for text, given in (
            ("--profile", profile), ("--search", search), ("--sample", sample), ("--audit", audit)
        )
        if given
    ]  # fmt: skip
    if len(alone) > 1 and alone != ["--sample", "--audit"]:
        raise click.UsageError(f"{' and '.join(alone)} do not go together.")
    if privacy_cost and (profile or search is not None):
        raise click.UsageError(f"--privacy-cost and {alone[0]} do not go together.")
    if second_reader is not None and audit is None:
        raise click.UsageError("--second-reader is of an audit: add --audit N.")
    if search is not None:
        found = search_lists(project, name, search)
        print_json({"found": found}) if as_json else print_found(found)
        return
    if profile:
        with estimating(quiet=as_json) as tell:
            told = profiles_of(project, name, tell)
        print_json({"lists": told}) if as_json else print_profiles(told)
        return
    with estimating(quiet=as_json) as tell:
        made = link_project(
            project,
            name,
            backend=backend,
            sample=sample,
            audit=audit,
            second_reader=second_reader,
            tell=tell,
            shown=None if as_json else print_profiles,
        )
        costs = costs_of(project, [item.facts.name for item in made]) if privacy_cost else ()
    if as_json:
        answer: dict[str, Any] = {"linkages": [item.to_dict() for item in made]}
        if privacy_cost:
            answer["privacy_cost"] = [item.to_dict() for item in costs]
        print_json(answer)
        return
    for item in made:
        print_linkage(item, project)
    for cost in costs:
        print_costs(cost)
