"""What the terminal shows: progress, short tables, answers; at most 80 columns."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from undercount.cli.pipeline import Outcome, Tell
from undercount.ledger import Entry, Reading
from undercount.results import Estimate, EstimateSet, NotEstimable
from undercount.units import percent
from undercount.visible import visible


@contextmanager
def progress(*, quiet: bool) -> Iterator[Tell]:
    """A progress bar on standard error; nothing where nobody looks."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda step, done, of: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step, done, of: bar.update(
            task, description=visible(step)[:36].ljust(36), completed=done, total=of
        )


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
            "series": outcome.series,
            "estimates": outcome.estimates,
            "checks": outcome.checks,
            "conflicts": outcome.conflicts,
            "cautions": outcome.cautions,
            "report": str(outcome.report),
        }
        print_json(value)
        return
    for answer in outcome.series:
        _print_series(answer)
    for answers in outcome.estimates:
        print_set(EstimateSet.from_dict(answers), outcome.project.report.suppress_below)
    for checks in outcome.checks:
        if checks["n_observed"] < outcome.project.report.suppress_below:
            continue
        _say(f"{checks['name']}: {checks['verdict']['plain']}\n")
    _print_remarks(outcome)
    if outcome.done:
        steps = "step" if len(outcome.done) == 1 else "steps"
        _say(f"Done: {len(outcome.done)} {steps}.")
    else:
        _say("Nothing to do: everything is up to date.")
    click.echo(visible(f"Report: {_short(outcome.report)}"))


def _print_series(answer: dict[str, Any]) -> None:
    if "not_estimable" in answer:
        title = answer["provenance"].get("title", "A series")
        _say(f"{title}: {_refusal(answer)}\n")
        return
    _print(Text(visible(answer["title"]), style="bold"))
    level = percent(answer["level"])
    days = _table("day", "people", f"{level} band")
    for point in answer["answers"] or answer["points"][-1:]:
        _add(days, point["day"], _number(point["median"]), _span(point))
    _print(days)
    click.echo()
    sources = _table("source", "says / truth", f"{level} interval", "figures")
    for source in answer["sources"]:
        span = f"{source['lower']:.2f} – {source['upper']:.2f}"
        span = "fixes the level" if source["anchor"] else span
        _add(sources, source["source"], f"× {source['ratio']:.2f}", span, str(source["n"]))
    _print(sources)
    click.echo()
    for left in answer["left_out"]:
        inside = "inside" if left["inside"] else "OUTSIDE"
        _say(
            f"With the {left['source']} left out, its {_number(left['value'])} of {left['day']} "
            f"lies {inside} the predicted {_span(left)} (middle {_number(left['median'])})."
        )
    _say(answer["fixed_by"])
    for caution in answer["cautions"]:
        _say(f"Caution: {caution['text']}", "  ")
    click.echo()


def print_set(answers: EstimateSet, suppress_below: int) -> None:
    """Answers to one question in a table, with their cautions below it.

    Args:
        answers: the rows.
        suppress_below: the screen keeps back what the page keeps back; people look over shoulders.
    """
    from undercount.report import shown_rows

    _print(Text(visible(answers.title or answers.name), style="bold"))
    table = _table("answer", "people", "interval", "observed")
    remarks: list[str] = []
    cautioned: dict[str, list[str]] = {}
    answered = 0
    for row in shown_rows(answers, suppress_below):
        answer = row.answer
        if answer is None:
            _add(table, row.label, row.instead, "", "")
            continue
        if isinstance(answer, NotEstimable):
            _add(table, row.label, "not estimable", "", "")
            remarks.append(f"{row.label}: {_refusal(answer.to_dict())}")
        else:
            ends = answer.interval.to_dict()
            span = f"{_span(ends)} ({percent(answer.interval.level)})"
            _add(table, row.label, _number(answer.point), span, _number(answer.n_observed))
            if near := answer.diagnostics.get("near_best_range"):
                ends = {"lower": near["lowest"], "upper": near["highest"]}
                _add(table, f"  its {near['n_models']} best models", "", f"{_span(ends)} (range)")
        for item in answer.cautions:
            cautioned.setdefault(item.text, []).append(row.label)
        answered += 1
    _print(table)
    for text in remarks:
        _say(text, "  ")
    for text, labels in cautioned.items():
        # What is wrong with the table itself every method says.
        whom = "all" if 1 < len(labels) == answered else ", ".join(labels)
        _say(f"Caution ({whom}): {text}", "  ")
    click.echo()


def _print_remarks(outcome: Outcome) -> None:
    accepted = {entry.id for entry in outcome.entries if entry.decision == "accepted"}
    sure = [item for item in outcome.conflicts if accepted.issuperset(item["figures"])]
    if outcome.conflicts:
        _say(
            f"What does not fit together: {len(sure)} among accepted figures, "
            f"{len(outcome.conflicts) - len(sure)} with unreviewed ones."
        )
        for conflict in sure[:3]:
            _say(f"– {conflict['text']}", "  ")
        if len(outcome.conflicts) > 3:
            click.echo("  … all of them are in the report.")
    waiting = sum(entry.decision == "suggested" for entry in outcome.entries)
    if waiting:
        _say(
            f"{waiting} figures read in documents wait for a decision "
            "(undercount ledger, undercount decide); no answer uses them until then."
        )
    for caution in outcome.cautions:
        _say(f"Caution: {caution}", "  ")


def print_answer(answer: Estimate | NotEstimable) -> None:
    """An estimate in words, wrapped for a terminal."""
    for line in answer.summary().splitlines():
        _say(line, "  ")


def print_reading(reading: Reading) -> None:
    """The figures of one document as a short table."""
    table = Table(box=None, pad_edge=False)
    for name in ("figure", "of whom", "who says", "measure", "when"):
        table.add_column(name, overflow="fold", vertical="top")
    for figure in reading.figures:
        hedge = "" if figure.hedge is None else f"{figure.hedge} "
        _add(
            table,
            f"{hedge}{figure.surface}",
            figure.population or "",
            figure.claimant or f"({figure.claimant_class})",
            figure.measure if figure.status == "asserted" else figure.status,
            figure.period or "",
        )
    _print(table)
    counts = (
        (len(reading.figures), "figures"),
        (len(reading.rejected), "other numbers"),
        (len(reading.quotes), "quotes"),
        (len(reading.posts), "posts"),
        (len(reading.claims), "claims about numbers"),
    )
    click.echo(", ".join(f"{count} {name}" for count, name in counts) + ".")
    for caution in reading.cautions:
        _say(f"Caution: {caution}", "  ")


def print_entries(entries: Sequence[Entry]) -> None:
    """Figures with their ids and decisions."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "decision", "figure", "of whom", "who says"):
        table.add_column(name, overflow="fold", no_wrap=name == "id", vertical="top")
    for entry in entries:
        hedge = "" if entry.figure.hedge is None else f"{entry.figure.hedge} "
        _add(
            table,
            entry.id,
            entry.decision,
            f"{hedge}{entry.figure.surface}",
            entry.figure.population or "",
            entry.figure.source or "",
        )
    _print(table)
    click.echo(f"{len(entries)} figures.")


def print_json(value: object) -> None:
    """Strict JSON; in escapes where the output cannot hold every letter."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not plain, indent=1, allow_nan=False, default=str))


def _print(what: Table | Text) -> None:
    # A pipe or a file has no width of its own; 80 columns is what people read.
    console = Console()
    (console if console.is_terminal else Console(width=80)).print(what)


def _say(words: str, indent: str = "") -> None:
    click.echo(click.wrap_text(visible(words), width=79, subsequent_indent=indent))


def _add(table: Table, *cells: str) -> None:
    # As Text: a name such as "[/x]" is words, not markup.
    table.add_row(*(Text(visible(cell)) for cell in cells))


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(columns[0], overflow="fold")
    for name in columns[1:]:
        table.add_column(name, justify="right")
    return table


def _refusal(answer: dict[str, Any]) -> str:
    return f"not estimable. {answer['not_estimable']} What would help: {answer['what_would_help']}"


def _number(value: float) -> str:
    return f"{value:,.0f}"


def _span(interval: dict[str, Any]) -> str:
    upper = "or more" if interval["upper"] is None else f"– {_number(interval['upper'])}"
    return f"{_number(interval['lower'])} {upper}"


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
