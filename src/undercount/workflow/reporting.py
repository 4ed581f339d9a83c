"""The report of a project, in a form of one's own choice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from undercount.errors import InputError, Problem
from undercount.languages import languages
from undercount.ledger import Ledger, read_aliases
from undercount.project import load_project, locked
from undercount.workflow.pipeline import run
from undercount.workflow.plan import REPORT

if TYPE_CHECKING:
    from undercount.workflow.tell import Tell


def report(
    path: Path | str,
    out: Path | None = None,
    *,
    interactive: bool = False,
    language: str | None = None,
    tell: Tell,
) -> Path:
    """Do what is stale in the project at `path`, and write its report.

    Args:
        path: the project's folder.
        out: the file to write; None for one in `reports/` that is named after its form.
        interactive: whether the page carries a script.
        language: of the page's own words, ISO 639-1; None for what the project asks for.
        tell: called as the work goes on.

    Returns:
        The file.

    Raises:
        UndercountError: an input is not in order, no such language, or `out` is no HTML file.
    """
    from undercount.report import write
    from undercount.workflow.page import make_page

    project = load_project(Path(path))
    spoken = language or project.report.language
    problems = []
    if spoken not in languages():
        known = ", ".join(languages())
        problems.append(
            Problem(
                f"there is no report in {spoken!r}", column="--language", hint=f"One of {known}"
            )
        )
    if out is not None and out.is_dir():
        problems.append(Problem("this is a folder", str(out), hint="Name an HTML file in it"))
    elif out is not None and out.suffix.lower() not in (".html", ".htm"):
        # A slip of the hand must not put a page where the ledger is.
        problems.append(Problem("this is no HTML file", str(out), hint="Let its name end in .html"))
    if problems:
        raise InputError(problems)
    run(path, tell)
    target = out or _named(project.root / REPORT, interactive, spoken, project.report.language)
    with locked(project.root), Ledger(project.root / "ledger.db", write=False) as ledger:
        entries = ledger.entries(read_aliases(project.root / "hand" / "aliases.csv"))
        page = make_page(project, ledger, entries)
    return write(page, target, interactive=interactive, language=spoken)


def _named(usual: Path, interactive: bool, spoken: str, asked: str) -> Path:
    """`index.html`, `interactive.html`, `index.fr.html`: each form has a file of its own."""
    stem = "interactive" if interactive else usual.stem
    return usual.with_name(f"{stem}{'' if spoken == asked else f'.{spoken}'}.html")
