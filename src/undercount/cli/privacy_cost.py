"""What noise in the histories of a linkage would cost, for whoever chooses epsilon."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from undercount.cli.terminal import add_row, new_table, number, print_rich, say
from undercount.histories.linked_file import read_linked
from undercount.histories.release import releases
from undercount.project import Project, load_project
from undercount.units import percent
from undercount.visible import visible
from undercount.workflow.linked_noise import ledger_of
from undercount.workflow.linking import HISTORIES, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from undercount.estimate.private import Cost
    from undercount.results import Estimate, NotEstimable

_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class LinkageCost:
    """What noise would cost one linkage; rests on the true counts.

    Attributes:
        name: of the linkage.
        level: of the intervals.
        costs: for no noise, then for each epsilon.
        without: what is answered where no noise is asked for.
        spent: epsilon that tables with noise have cost so far, whatever linkage they are of.
        tables: how many there are.
    """

    name: str
    level: float
    costs: tuple[Cost, ...]
    without: Estimate | NotEstimable
    spent: float
    tables: int

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        rows = []
        for item in self.costs:
            row = asdict(item) | {"interval": item.interval and item.interval.to_dict()}
            row["epsilon"] = None if item.epsilon is None else float(item.epsilon)
            rows.append(row)
        return {
            "name": self.name,
            "level": self.level,
            "costs": rows,
            "without": self.without.to_dict(),
            "spent": self.spent,
            "tables": self.tables,
        }


def costs_of(project_path: Path, names: Iterable[str]) -> tuple[LinkageCost, ...]:
    """What noise would cost each linkage; draws no noise and spends nothing.

    Args:
        project_path: the project.
        names: of linkages that are up to date.
    """
    from undercount.estimate.linked import estimate_linked
    from undercount.estimate.private import privacy_cost

    project = load_project(project_path)
    known = releases(ledger_of(project))
    made = []
    for name in names:
        histories = read_linked(folder_of(project, name) / HISTORIES)
        level = _level(project, name)
        _, without = next(iter(estimate_linked(histories, "loglinear", level, project.seed)))
        costs = privacy_cost(histories.linked, level=level, seed=project.seed)
        spent = float(sum(item.epsilon for item in known))
        made.append(LinkageCost(name, level, costs, without, spent, len(known)))
    return tuple(made)


def print_costs(made: LinkageCost) -> None:
    """A table to choose from."""
    from undercount.results import Estimate

    title = f"What noise would cost: {made.name}"
    print_rich(Text(visible(title), style="bold"))
    table = new_table("epsilon", "9 in 10 move by", "not moved", "people", "width", "wider by")
    base = made.costs[0].interval
    for item in made.costs:
        ends, bare = item.interval, item.epsilon is None
        name = "none" if item.epsilon is None else f"{float(item.epsilon):g}"
        cells = [name, "-" if bare else f"at most {item.within}", f"{item.exact:.0%}"]
        if ends is None:
            add_row(table, *cells, "not estimable", "", "")
            continue
        width = ends.upper - ends.lower
        wider = "" if bare or base is None else _wider(width / (base.upper - base.lower) - 1)
        add_row(table, *cells, f"{number(ends.lower)} – {number(ends.upper)}", number(width), wider)
    print_rich(table)
    say(
        f"People on a list or on none, {percent(made.level)} intervals by the model for tables "
        "with noise: independent lists, widened since no audit goes into it. The smaller epsilon, "
        "the better each person is hidden. No noise was drawn for this: it rests on the true "
        "counts and is for your eyes."
    )
    if isinstance(made.without, Estimate):
        ends = made.without.interval
        audited = made.without.diagnostics.get("n_audited")
        how = (
            "corrected by the audit, which no table with noise holds"
            if audited
            else ("over drawn linkages, which no table with noise holds")
        )
        between = f"{number(ends.lower)} – {number(ends.upper)}"
        say(f"Without epsilon the answer is {number(made.without.point)} ({between}), {how}.")
    if made.tables:
        tables = "1 table" if made.tables == 1 else f"{made.tables} tables"
        say(f"Spent so far: {made.spent:g}, on {tables} with noise.")
    else:
        say("Nothing was spent so far. To choose, write under [report]: epsilon = 1.0")
    click.echo()


def _wider(share: float) -> str:
    return "less than 1%" if share < 0.01 else f"{share:.0%}"


def _level(project: Project, name: str) -> float:
    """The level that the estimate asks for, or the usual one where none does."""
    asked = [item.level for item in project.estimates if item.name == name]
    return asked[0] if asked else _LEVEL
