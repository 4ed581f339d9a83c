"""What a case-worker looks at in a browser: pairs that may be looked at, each look in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from undercount.project import Project, TraceSettings, locked
from undercount.workflow.trace_acts import database_of, route_of
from undercount.workflow.trace_import import files_of, take_in
from undercount.workflow.tracing import traced

if TYPE_CHECKING:
    from undercount.trace.decisions import Decision
    from undercount.trace.looking import Look, Possible
    from undercount.trace.people import People
    from undercount.trace.routes import Route


@dataclass(frozen=True, slots=True)
class Seen:
    """One pair as a case-worker sees it.

    Attributes:
        look: what is kept of both.
        route: what the link may support, what is missing for it, and until when.
    """

    look: Look
    route: Route


def stamp_of_people(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes where the files of cases or requests do."""
    project, trace = traced(path)
    found = []
    for file in files_of(project, trace):
        told = file.stat()
        found.append((str(file), told.st_mtime_ns, told.st_size))
    return tuple(found)


def bring_up_to_date(path: Path, *, by: str) -> None:
    """Take in what has changed in the files, above all who has agreed and who no longer does.

    Ranks nobody. Where nobody was traced yet, nothing is made.

    Raises:
        MissingFileError: nobody was traced yet.
        InputError: something is wrong in a file; nothing is imported then.
        BusyError: another program is at work in the project.
    """
    from undercount.trace.store import Store

    project, trace = traced(path)
    database = database_of(project)
    with locked(project.root), Store(database) as store:
        take_in(store, project, trace, by, date.today(), lambda words, done, of: None)


def possible_pairs(
    path: Path, near: Sequence[tuple[str, str]] | None = None
) -> tuple[tuple[Possible, ...], tuple[Decision, ...]]:
    """The pairs that may be looked at today, or those `near` some, and every decision."""
    from undercount.trace.store import Store

    project, trace = traced(path)
    with Store(database_of(project)) as store:
        found = store.possible(purpose=trace.purpose, day=date.today(), near=near)
        return found, store.decisions()


def look_at(
    path: Path, pairs: Sequence[tuple[str, str]], *, by: str, why: str
) -> tuple[Seen | None, ...]:
    """What is kept of pairs, and their steps; None for those that may not be looked at."""
    from undercount.trace.store import Store

    project, trace = traced(path)
    today = date.today()
    with Store(database_of(project)) as store:
        looks = store.look(pairs, by=by, why=why, purpose=trace.purpose, day=today)
    return tuple(None if one is None else _seen(one, project, trace, today) for one in looks)


def _seen(one: Look, project: Project, trace: TraceSettings, today: date) -> Seen:
    child, asking = _person("case", one.case), _person("request", one.request)
    return Seen(one, route_of(project, trace, one.case["id"], child, asking, today))


def _person(kind: str, fields: Mapping[str, str]) -> People:
    import pyarrow as pa

    from undercount.trace.people import people_of

    columns: dict[str, Any] = {name: [text] for name, text in fields.items()}
    return people_of(kind, pa.table(columns))
