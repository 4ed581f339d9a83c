"""What people do with suggestions: decide, look at the log, follow the steps of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project import Project, TraceSettings
from undercount.workflow.trace_import import KINDS
from undercount.workflow.tracing import DATABASE, account, traced

if TYPE_CHECKING:
    from undercount.trace.access import Entry
    from undercount.trace.decisions import PairState
    from undercount.trace.exports import Exported
    from undercount.trace.people import People
    from undercount.trace.routes import Route
    from undercount.trace.store import Store


UNDO: Final = "undo"


def decide_pair(
    path: Path,
    case: str,
    request: str,
    decision: str,
    *,
    by: str,
    why: str,
    key: str | None = None,
    facts: tuple[str, str] | None = None,
    undoes: str | None = None,
) -> PairState:
    """Append what a person decided on a pair; returns what holds for it now.

    Args:
        path: of the project.
        case, request: their numbers.
        decision: accept, reject, ask, or "undo", which takes the person's own latest back.
        by, why: who, and the reason.
        key: of the page that sends it; the same again is appended once.
        facts: digests of what the person saw; where it is no longer so, nothing is appended.
        undoes: the key of the decision that an undo means; None takes the latest.

    Raises:
        InputError: whoever is not named in `[trace] people`, or an unknown case or request.
    """
    from undercount.trace.store import Store

    project, trace = traced(path)
    who: dict[str, Any] = {"by": by, "why": why, "people": trace.people, "key": key}
    with Store(database_of(project), write=True) as store:
        if decision == UNDO:
            return store.undo(case, request, undoes=undoes, **who)
        how: dict[str, Any] = {"purpose": trace.purpose, "day": date.today(), "facts": facts}
        return store.decide(case, request, decision, **who, **how)


def access_log(path: Path, case: str | None) -> tuple[Entry, ...]:
    """Who looked at what, of one case or of all."""
    from undercount.trace.store import Store

    project, _ = traced(path)
    with Store(database_of(project), write=False) as store:
        return store.entries(case)


def steps_of(
    path: Path, case: str, request: str | None, *, by: str | None, why: str
) -> tuple[str, Route]:
    """The checklist of a case and a request: the one named, else the one that people accepted.

    Returns:
        The request's number, and the checklist.

    Raises:
        InputError: no such case or request, no consent, or no request accepted.
    """
    from undercount.trace.store import Store

    project, trace = traced(path)
    today = date.today()
    with Store(database_of(project), write=True) as store:
        if request is None:
            request = _accepted(store, case, project)
        child = _one(store, "case", case, trace, today, project)
        asking = _one(store, "request", request, trace, today, project)
        store.log("steps", by=by or account(), why=why, case=case, request=request)
    return request, route_of(project, trace, case, child, asking, today)


def route_of(
    project: Project, trace: TraceSettings, case: str, child: People, asking: People, today: date
) -> Route:
    """The checklist of one case and one request, as of a day, with what the office wrote of it."""
    from undercount.trace.checklist import read_checklist, read_progress
    from undercount.trace.routes import route

    checklist = read_checklist(project.root / trace.route if trace.route else None)
    progress = read_progress(project.root / trace.progress, checklist) if trace.progress else {}
    (told,) = child.table.to_pylist()
    (relative,) = asking.table.to_pylist()
    relation = (relative["relatives"] or [{"relation": None}])[0]["relation"]
    return route(
        checklist,
        relation,
        progress.get(case),
        today=today,
        child=_born(told),
        relative=_years(relative["relative_low"], relative["relative_high"]),
        disputed=bool(told["disputed"]),
    )


def database_of(project: Project) -> Path:
    """The file of tracing, which a ranking makes.

    Raises:
        MissingFileError: there is none yet.
    """
    file = project.root / DATABASE
    if not file.is_file():
        hint = f"First: undercount trace {project.root}"
        raise MissingFileError(Problem("nobody was traced yet", str(file), hint=hint))
    return file


def _accepted(store: Store, case: str, project: Project) -> str:
    """The request that two people accepted for a case, else the one that one person did.

    Raises:
        InputError: there is none, or there are several.
    """
    pairs = store.states().pairs.items()
    for standing in ("match", "signed"):
        found = [pair[1] for pair, state in pairs if pair[0] == case and state.standing == standing]
        if len(found) == 1:
            return found[0]
        if found:
            hint = f"Name one with --request: {', '.join(found)}"
            raise InputError(Problem(f'several requests are accepted for case "{case}"', hint=hint))
    hint = "Name one with --request, or accept one with undercount trace-decide"
    file = str(project.root / DATABASE)
    raise InputError(Problem(f'no request is accepted for case "{case}"', file, hint=hint))


def _one(
    store: Store, kind: str, number: str, trace: TraceSettings, today: date, project: Project
) -> People:
    """One case or request in the standard form, if it may be looked at.

    Raises:
        InputError: there is none, or it has no consent.
    """
    import pyarrow.compute as pc

    from undercount.trace.consent import REASONS, allow
    from undercount.trace.people import people_of

    file = str(project.root / DATABASE)
    table = store.people(kind)
    row = table.filter(pc.equal(table["id"], number))
    if not row.num_rows:
        hint = f"Give its number as the file of {KINDS[kind]} has it"
        raise InputError(Problem(f'no {kind} "{number}"', file, hint=hint))
    found = allow(people_of(kind, row), purpose=trace.purpose, day=today)
    if not len(found):
        (reason,) = found.refused
        what = f'{kind} "{number}" may not be looked at: {REASONS[reason]}'
        raise InputError(Problem(what, file, hint="Consent is asked for, never supposed"))
    return found.people


def _born(told: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last possible day of birth; a day that offices write for none says the year."""
    if told["birth_precision"] == "day" and not told["birth_doubt"]:
        day = date(told["year"], told["month"], told["day"])
        return day, day
    return _years(told["year_low"], told["year_high"])


def _years(low: int | None, high: int | None) -> tuple[date, date] | None:
    if low is None or high is None:
        return None
    return date(low, 1, 1), date(high, 12, 31)


def export_list(
    path: Path,
    kind: str,
    file: Path,
    *,
    by: str,
    why: str,
    format: str | None,
    only: tuple[str, ...],
    domain: str | None,
) -> Exported:
    """Write those who agreed into a file for another office.

    Raises:
        InputError: whoever is not named in `[trace] people`, a number that is not there, nobody
            who agreed, or a file in the project or over another.
    """
    from undercount.trace.decisions import known_person
    from undercount.trace.exports import export_people
    from undercount.trace.store import Store

    project, trace = traced(path)
    by = known_person(by, trace.people)
    if file.resolve().is_relative_to(project.root.resolve()):
        hint = "Name one outside, in a folder of its own: it has names in it"
        what = "what lies in a project may be read as a document, or leave with it"
        raise InputError(Problem(what, str(file), hint=hint))
    if file.exists():
        hint = "Name another: an export replaces nothing"
        raise InputError(Problem("there is a file already", str(file), hint=hint))
    more = {"domain": domain} if domain else {}
    with Store(database_of(project), write=True) as store:
        return export_people(
            store, kind, file, purpose=trace.purpose, day=date.today(), by=by, why=why,
            format=format, only=only or None, **more,
        )  # fmt: skip
