"""The files of cases and requests come into the file of tracing, if they are not as they were."""

from __future__ import annotations

import glob
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from undercount.errors import InputError, Problem
from undercount.project import Project, TraceListSettings, TraceSettings, digest, file_digest
from undercount.project.steps import code_digest

if TYPE_CHECKING:
    from undercount.trace.imports.incoming import Incoming
    from undercount.trace.records import Change
    from undercount.trace.store import Store

# By the word of one, that of many: as the tables of the settings are called.
KINDS: Final = {"case": "cases", "request": "requests"}
Tell = Callable[[str, int, int | None], None]


def take_in(
    store: Store,
    project: Project,
    trace: TraceSettings,
    who: str,
    today: date,
    known: Mapping[str, Sequence[str]],
    tell: Tell,
) -> tuple[dict[str, Change], dict[str, list[str]]]:
    """Take in the files that are not as they were; all problems of all files at once.

    Args:
        known: what this returned last, so that files that are as they were are not read again.

    Returns:
        What changed, by kind; and by kind the digest of the files with the mark of what was read.

    Raises:
        InputError: something is wrong in a file; nothing is imported then.
    """
    from undercount.trace.imports.read import read_people

    came: list[Incoming] = []
    problems: list[Problem] = []
    marks: dict[str, list[str]] = {}
    for kind, lists in (("case", trace.cases), ("request", trace.requests)):
        now = _digest(project, lists)
        before, mark = known.get(kind, ("", ""))
        if before == now and store.unchanged(kind, mark, purpose=trace.purpose, day=today):
            marks[kind] = [now, mark]
            continue
        tell(f"reading the {KINDS[kind]}", 0, None)
        try:
            came.append(
                read_people(
                    kind,
                    [_place(project, path) for path in lists.paths],
                    purpose=trace.purpose,
                    columns=lists.columns or None,
                    format=lists.format or None,
                    consent=lists.consent or None,
                )
            )
            marks[kind] = [now, came[-1].mark]
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    changes = {
        one.kind: store.import_people(one, by=who, purpose=trace.purpose, day=today)
        for one in came
        if not store.unchanged(one.kind, one.mark, purpose=trace.purpose, day=today)
    }
    return changes, marks


def _digest(project: Project, lists: TraceListSettings) -> str:
    """Everything that a reading depends on: the files, how they are read, and this program."""
    found: set[str] = set()
    for path in lists.paths:
        place = _place(project, path)
        found |= {place} if Path(place).exists() else set(glob.glob(place))
    files = [(name, file_digest(Path(name))) for name in sorted(found) if Path(name).is_file()]
    return digest(files, asdict(lists), code_digest())


def _place(project: Project, path: str) -> str:
    """A file or pattern of a project, whose own folder may have a name that is a pattern."""
    here = project.root / path
    return str(here) if here.exists() else f"{glob.escape(str(project.root))}/{path}"
