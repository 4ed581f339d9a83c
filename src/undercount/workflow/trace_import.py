"""The files of cases and requests come into the file of tracing, if they are not as they were."""

from __future__ import annotations

import glob
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from undercount.errors import InputError, Problem
from undercount.project import Project, TraceSettings

if TYPE_CHECKING:
    from undercount.trace.imports.incoming import Incoming
    from undercount.trace.records import Change
    from undercount.trace.store import Store
    from undercount.workflow.tell import Tell

# By the word of one, that of many: as the tables of the settings are called.
KINDS: Final = {"case": "cases", "request": "requests"}


def take_in(
    store: Store, project: Project, trace: TraceSettings, who: str, today: date, tell: Tell
) -> dict[str, Change]:
    """Take in the files that are not as they were; all problems of all files at once.

    Returns:
        What changed, by kind; files that are as they were are not read.

    Raises:
        InputError: something is wrong in a file; nothing is imported then.
    """
    from undercount.trace.imports.read import mark_of, read_people

    came: list[Incoming] = []
    problems: list[Problem] = []
    for kind, lists in (("case", trace.cases), ("request", trace.requests)):
        paths = [_place(project, path) for path in lists.paths]
        how: dict[str, Any] = {
            "purpose": trace.purpose,
            "columns": lists.columns or None,
            "format": lists.format or None,
            "consent": lists.consent or None,
        }
        mark = mark_of(paths, **how)
        if mark and store.unchanged(kind, mark, purpose=trace.purpose, day=today):
            continue
        tell(f"reading the {KINDS[kind]}", 0, None)
        try:
            came.append(read_people(kind, paths, **how))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return {
        one.kind: store.import_people(one, by=who, purpose=trace.purpose, day=today) for one in came
    }


def files_of(project: Project, trace: TraceSettings) -> list[Path]:
    """The files of cases and requests that are there."""
    paths = (*trace.cases.paths, *trace.requests.paths)
    found = {Path(file) for path in paths for file in glob.glob(_place_of(project, path))}
    return sorted(found)


def _place_of(project: Project, path: str) -> str:
    here = project.root / path
    return glob.escape(str(here)) if here.exists() else _place(project, path)


def _place(project: Project, path: str) -> str:
    """A file or pattern of a project, whose own folder may have a name that is a pattern."""
    here = project.root / path
    return str(here) if here.exists() else f"{glob.escape(str(project.root))}/{path}"
