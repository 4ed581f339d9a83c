"""What the terminal shows: progress, short tables, answers; at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from undercount.cli.readings import print_copies
from undercount.cli.show_reconciled import print_findings, print_series, refusal, span
from undercount.cli.terminal import (
    add_row,
    new_table,
    number,
    print_json,
    print_rich,
    progress,
    say,
    short,
)
from undercount.histories.facts import LinkageFacts
from undercount.ledger import Entry
from undercount.report.suppress import ShownRow
from undercount.results import Estimate, EstimateSet, NotEstimable
from undercount.units import percent
from undercount.visible import visible
from undercount.workflow.pipeline import Outcome

if TYPE_CHECKING:
    from undercount.workflow.tell import Tell

NO_AUDIT = "no-audit"
# Cautions of linked estimates that hold of a way of treating the links, in every group.
OF_THE_WAY = ("links-certain", "not-audited")
STAGES = {
    "compiling": "compiling the estimator, once",
    "search": "models looked at",
    "bootstrap": "bootstrap tables",
    "sampling": "draws of each chain",
}


@contextmanager
def estimating(*, quiet: bool) -> Iterator[Tell]:
    """`progress` that also hears what long estimates wait for.

    Compiling is told where no bar can be shown, too: it happens once, and takes long enough for
    somebody to believe that nothing happens.
    """
    from undercount.estimate import progress as stages

    with progress(quiet=quiet) as tell:

        def heard(stage: str, done: int, of: int | None) -> None:
            if stage == "compiling" and done == 0 and not quiet:
                told = "Compiling the estimator for this machine, once (10 to 20 s) ..."
                click.echo(told, err=True)
            tell(STAGES.get(stage, stage), done, of)

        with stages.to(heard):
            yield tell


def print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """The answers of a run and where the report is."""
    if as_json:
        value = {
            "done": outcome.done,
            **outcome.reconciled,
            "estimates": outcome.estimates,
            "checks": outcome.checks,
            "linkages": outcome.linkages,
            "copies": outcome.copies,
            "cautions": outcome.cautions,
            "report": str(outcome.report),
        }
        print_json(value)
        return
    for answer in outcome.reconciled["series"]:
        print_series(answer, outcome.project.report.suppress_below)
    linkages = {item["name"]: LinkageFacts.from_dict(item) for item in outcome.linkages}
    for answers in outcome.estimates:
        facts = linkages.get(answers["name"])
        print_set(EstimateSet.from_dict(answers), outcome.project.report.suppress_below, facts)
    for checks in outcome.checks:
        if checks["n_observed"] < outcome.project.report.suppress_below:
            continue
        say(f"{checks['name']}: {checks['verdict']['plain']}\n")
    _print_remarks(outcome)
    if outcome.done:
        steps = "step" if len(outcome.done) == 1 else "steps"
        say(f"Done: {len(outcome.done)} {steps}.")
    else:
        say("Nothing to do: everything is up to date.")
    click.echo(visible(f"Report: {short(outcome.report)}"))


def print_set(
    answers: EstimateSet, suppress_below: int, linkage: LinkageFacts | None = None
) -> None:
    """Answers to one question in a table, with their cautions below it.

    Args:
        answers: the rows.
        suppress_below: the screen keeps back what the page keeps back; people look over shoulders.
        linkage: that the answers come from, or None.
    """
    from undercount.report import shown_rows
    from undercount.report.linkage import in_words, linked_rows

    rows = shown_rows(answers, suppress_below)
    print_rich(Text(visible(answers.title or answers.name), style="bold"))
    if linkage is not None:
        rows = linked_rows(rows, linkage)
        rows = tuple(replace(row, label=in_words(row.label)) for row in rows)
        # What matters most about them comes before the numbers.
        for text in dict.fromkeys(_unaudited(rows)):
            say(text)
    table = new_table("answer", "people", "interval", "observed")
    remarks: list[str] = []
    cautioned: dict[str, list[str]] = {}
    answered = 0
    for row in rows:
        answer = row.answer
        if answer is None:
            add_row(table, row.label, row.instead, "", "")
            continue
        if isinstance(answer, NotEstimable):
            add_row(table, row.label, "not estimable", "", "")
            remarks.append(f"{row.label}: {refusal(answer.to_dict())}")
        else:
            ends = answer.interval.to_dict()
            between = f"{span(ends)} ({percent(answer.interval.level)})"
            add_row(table, row.label, number(answer.point), between, number(answer.n_observed))
            near = answer.diagnostics.get("near_best_range", {})
            if near.get("n_models", 1) > 1:
                ends = {"lower": near["lowest"], "upper": near["highest"]}
                add_row(table, f"  its {near['n_models']} best models", "", f"{span(ends)} (range)")
        for item in answer.cautions:
            if item.code == NO_AUDIT and linkage is not None:
                continue
            named = row.label
            if linkage is not None and item.code in OF_THE_WAY:
                named = named.split(" (")[0]
            labels = cautioned.setdefault(item.text, [])
            if named not in labels:
                labels.append(named)
        answered += 1
    print_rich(table)
    for text in remarks:
        say(text, "  ")
    for text, labels in cautioned.items():
        # What is wrong with the table itself every method says.
        whom = "all" if 1 < len(labels) == answered else ", ".join(labels)
        say(f"Caution ({whom}): {text}", "  ")
    click.echo()


def _unaudited(rows: Sequence[ShownRow]) -> Iterator[str]:
    for row in rows:
        if isinstance(row.answer, Estimate):
            yield from (item.text for item in row.answer.cautions if item.code == NO_AUDIT)


def _print_remarks(outcome: Outcome) -> None:
    print_findings(outcome.reconciled)
    print_copies(outcome.copies)
    waiting = sum(entry.decision == "suggested" for entry in outcome.entries)
    if waiting:
        say(
            f"{waiting} figures read in documents wait for a decision "
            "(undercount ledger, undercount decide); no answer uses them until then."
        )
    for caution in outcome.cautions:
        say(f"Caution: {caution}", "  ")


def print_answer(answer: Estimate | NotEstimable) -> None:
    """An estimate in words, wrapped for a terminal."""
    for line in answer.summary().splitlines():
        say(line, "  ")


def print_entries(entries: Sequence[Entry]) -> None:
    """Figures with their ids and decisions."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "decision", "figure", "of whom", "who says"):
        table.add_column(name, overflow="fold", no_wrap=name == "id", vertical="top")
    for entry in entries:
        hedge = "" if entry.figure.hedge is None else f"{entry.figure.hedge} "
        add_row(
            table,
            entry.id,
            "corrected" if entry.corrected else entry.decision,
            f"{hedge}{entry.figure.surface}",
            entry.figure.population or "",
            entry.figure.source or "",
        )
    print_rich(table)
    click.echo(f"{len(entries)} figures.")
