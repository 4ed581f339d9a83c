"""How everything is shown in a terminal: progress, tables and words, at most 80 columns wide."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from undercount.visible import visible

if TYPE_CHECKING:
    from undercount.workflow.tell import Tell


@contextmanager
def progress(*, quiet: bool) -> Iterator[Tell]:
    """A progress bar on standard error; nothing where nobody looks."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda step, done, of: None
        return
    shown = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
    )
    with Progress(*shown, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, count="")
        yield lambda step, done, of: bar.update(
            task,
            description=visible(step)[:36].ljust(36),
            completed=done,
            total=of,
            count="" if of is None else f"{done}/{of}",
        )


def print_json(value: object) -> None:
    """Strict JSON; in escapes where the output cannot hold every letter."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not plain, indent=1, allow_nan=False, default=str))


def print_rich(what: Table | Text) -> None:
    """Print a table or text as wide as the terminal, or 80 columns into a file."""
    # A pipe or a file has no width of its own; 80 columns is what people read.
    console = Console()
    (console if console.is_terminal else Console(width=80)).print(what)


def say(words: str, indent: str = "") -> None:
    """Print words, wrapped, with nothing in them that would act unseen."""
    click.echo(click.wrap_text(visible(words), width=79, subsequent_indent=indent))


def add_row(table: Table, *cells: str) -> None:
    """A row of plain words."""
    # As Text: a name such as "[/x]" is words, not markup. One line: a file's name may hold a break.
    table.add_row(*(Text(visible(" ".join(cell.splitlines()))) for cell in cells))


def new_table(*columns: str) -> Table:
    """A table without lines: names in the first column, numbers to the right."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(columns[0], overflow="fold")
    for name in columns[1:]:
        table.add_column(name, justify="right")
    return table


def number(value: float) -> str:
    """A whole number with its thousands parted."""
    return f"{value:,.0f}"


def short(path: Path) -> str:
    """The path from here, where it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
