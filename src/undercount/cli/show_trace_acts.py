"""The log of access and the steps of a case, in a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from undercount.cli.terminal import add_row, print_rich, say
from undercount.visible import visible

if TYPE_CHECKING:
    from undercount.trace.access import Entry
    from undercount.trace.routes import Due, Route


def print_log(entries: Sequence[Entry]) -> None:
    """One line an entry."""
    if not entries:
        say("Nobody has looked at it.")
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("when (UTC)", no_wrap=True)
    for name in ("who", "what", "case", "request", "why"):
        table.add_column(name, overflow="fold")
    for entry in entries:
        what = entry.action if entry.number is None else f"{entry.action} ({entry.number:,})"
        who = (entry.by, what, entry.case or "", entry.request or "", entry.why)
        add_row(table, entry.at[:16].replace("T", " "), *who)
    print_rich(table)


def print_steps(case: str, request: str, route: Route) -> None:
    """A checklist: grounds, documents, steps, notes."""
    print_rich(Text(visible(f"Case {case}, request {request}: {route.title}"), style="bold"))
    say(f"{route.notice}.")
    click.echo()
    say(f"The possible link: {route.link}.")
    for ground in route.grounds:
        click.echo()
        against = ", but a condition speaks against it" if ground.against else ""
        title = f"May support: {ground.name} ({ground.article}){against}"
        print_rich(Text(visible(title), style="bold"))
        say(f"{ground.says}.")
        table = _table()
        for check in ground.checks:
            add_row(table, check.answer, check.article, f"{check.says} ({check.why})")
        print_rich(table)
    if route.papers:
        _title("Documents")
        table = _table()
        for paper in route.papers:
            add_row(table, paper.state, paper.article, paper.says)
        print_rich(table)
    if route.steps:
        _title("Steps")
        table = _table()
        for step in route.steps:
            add_row(table, _when(step), step.article, _said(step))
        print_rich(table)
        if (coming := route.next) is not None:
            say(f"Next: {coming.name}, by {coming.last}.")
    if route.notes:
        _title("To keep in mind")
        table = _table(columns=2)
        for article, words in route.notes:
            add_row(table, article, words)
        print_rich(table)


def _table(columns: int = 3) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(columns - 1):
        table.add_column(max_width=16)
    table.add_column(overflow="fold")
    return table


def _title(words: str) -> None:
    click.echo()
    print_rich(Text(words, style="bold"))


def _when(step: Due) -> str:
    if step.done is not None:
        return f"{step.state} {step.done}"
    return f"{step.state}, by {step.last}" if step.last is not None else step.state


def _said(step: Due) -> str:
    said = step.says
    if step.because:
        said += f" ({step.because})"
    return f"{said}. {step.missed}" if step.missed else said
