"""What the terminal shows: progress, short tables, answers; at most 80 columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from undercount.cli.pipeline import Outcome, Tell
from undercount.ledger import Entry, Reading
from undercount.results import Estimate, NotEstimable


@contextmanager
def progress(*, quiet: bool) -> Iterator[Tell]:
    """A progress bar on standard error; nothing where nobody looks."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda step, done, of: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step, done, of: bar.update(
            task, description=step[:36].ljust(36), completed=done, total=of
        )


def print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """The answers of a run and where the report is."""
    if as_json:
        value = {
            "done": outcome.done,
            "series": outcome.series,
            "estimates": outcome.estimates,
            "conflicts": outcome.conflicts,
            "report": str(outcome.report),
        }
        click.echo(json.dumps(value, ensure_ascii=False, indent=1))
        return
    console = _console()
    for answer in outcome.series:
        _print_series(console, answer)
    for answers in outcome.estimates:
        _print_estimates(console, answers)
    _print_remarks(outcome)
    if outcome.done:
        steps = "step" if len(outcome.done) == 1 else "steps"
        click.echo(f"Done: {len(outcome.done)} {steps}.")
    else:
        click.echo("Nothing to do: everything is up to date.")
    click.echo(f"Report: {_short(outcome.report)}")


def _print_series(console: Console, answer: dict[str, Any]) -> None:
    if "not_estimable" in answer:
        title = answer["provenance"].get("title", "series")
        click.echo(_wrap(f"{title}: {_refusal(answer)}\n"))
        return
    console.print(f"[bold]{answer['title']}[/bold]")
    days = _table("day", "people", f"{answer['level']:.0%} band")
    for point in answer["answers"] or answer["points"][-1:]:
        days.add_row(point["day"], _number(point["median"]), _span(point))
    console.print(days)
    click.echo()
    sources = _table("source", "says / truth", f"{answer['level']:.0%} interval", "figures")
    for source in answer["sources"]:
        span = f"{source['lower']:.2f} – {source['upper']:.2f}"
        span = "fixes the level" if source["anchor"] else span
        sources.add_row(source["source"], f"× {source['ratio']:.2f}", span, str(source["n"]))
    console.print(sources)
    click.echo()
    for left in answer["left_out"]:
        inside = "inside" if left["inside"] else "OUTSIDE"
        words = (
            f"With the {left['source']} left out, its {_number(left['value'])} of {left['day']} "
            f"lies {inside} the predicted {_span(left)} (middle {_number(left['median'])})."
        )
        click.echo(_wrap(words))
    click.echo(_wrap(answer["fixed_by"]))
    for caution in answer["cautions"]:
        click.echo(_wrap(f"Caution: {caution['text']}", "  "))
    click.echo()


def _print_estimates(console: Console, answers: dict[str, Any]) -> None:
    console.print(f"[bold]{answers['title'] or answers['name']}[/bold]")
    table = _table("method", "people", "interval", "observed")
    remarks = []
    for row in answers["rows"]:
        if "not_estimable" in row:
            table.add_row(row["label"], "not estimable", "", "")
            remarks.append(f"{row['label']}: {_refusal(row)}")
        else:
            interval = row["interval"]
            span = f"{_span(interval)} ({interval['level']:.0%})"
            table.add_row(row["label"], _number(row["point"]), span, _number(row["n_observed"]))
            if near := row["diagnostics"].get("near_best_range"):
                ends = {"lower": near["lowest"], "upper": near["highest"]}
                table.add_row(f"  its {near['n_models']} best models", "", f"{_span(ends)} (range)")
        remarks += [f"Caution ({row['label']}): {item['text']}" for item in row["cautions"]]
    console.print(table)
    for text in remarks:
        click.echo(_wrap(text, "  "))
    click.echo()


def _print_remarks(outcome: Outcome) -> None:
    accepted = {entry.id for entry in outcome.entries if entry.decision == "accepted"}
    sure = [item for item in outcome.conflicts if accepted.issuperset(item["figures"])]
    if outcome.conflicts:
        click.echo(
            f"What does not fit together: {len(sure)} among accepted figures, "
            f"{len(outcome.conflicts) - len(sure)} with unreviewed ones."
        )
        for conflict in sure[:3]:
            click.echo(_wrap(f"– {conflict['text']}", "  "))
        if len(outcome.conflicts) > 3:
            click.echo("  … all of them are in the report.")
    waiting = sum(entry.decision == "suggested" for entry in outcome.entries)
    if waiting:
        click.echo(
            _wrap(
                f"{waiting} figures read in documents wait for a decision "
                "(undercount ledger, undercount decide); no answer uses them until then."
            )
        )


def print_answer(answer: Estimate | NotEstimable) -> None:
    """An estimate in words, wrapped for a terminal."""
    for line in answer.summary().splitlines():
        click.echo(_wrap(line, "  "))


def print_reading(reading: Reading) -> None:
    """The figures of one document as a short table."""
    table = Table(box=None, pad_edge=False)
    for name in ("figure", "of whom", "who says", "measure", "when"):
        table.add_column(name, overflow="fold", vertical="top")
    for figure in reading.figures:
        hedge = "" if figure.hedge is None else f"{figure.hedge} "
        table.add_row(
            f"{hedge}{figure.surface}",
            figure.population or "",
            figure.claimant or f"({figure.claimant_class})",
            figure.measure if figure.status == "asserted" else figure.status,
            figure.period or "",
        )
    _console().print(table)
    counts = (
        (len(reading.figures), "figures"),
        (len(reading.rejected), "other numbers"),
        (len(reading.quotes), "quotes"),
        (len(reading.posts), "posts"),
        (len(reading.claims), "claims about numbers"),
    )
    click.echo(", ".join(f"{count} {name}" for count, name in counts) + ".")
    for caution in reading.cautions:
        click.echo(_wrap(f"Caution: {caution}"))


def print_entries(entries: Sequence[Entry]) -> None:
    """Figures with their ids and decisions."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "decision", "figure", "of whom", "who says"):
        table.add_column(name, overflow="fold", no_wrap=name == "id", vertical="top")
    for entry in entries:
        hedge = "" if entry.figure.hedge is None else f"{entry.figure.hedge} "
        table.add_row(
            entry.id,
            entry.decision,
            f"{hedge}{entry.figure.surface}",
            entry.figure.population or "",
            entry.figure.source or "",
        )
    _console().print(table)
    click.echo(f"{len(entries)} figures.")


def _console() -> Console:
    # A pipe or a file has no width of its own; 80 columns is what people read.
    console = Console()
    return console if console.is_terminal else Console(width=80)


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


def _wrap(text: str, indent: str = "") -> str:
    return click.wrap_text(text, width=79, subsequent_indent=indent)


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
