"""Who may be whose family in a project: what `undercount trace` does."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from undercount.errors import InputError, Problem
from undercount.project import Project, TraceSettings, load_project, locked, read_json, write_json
from undercount.project.settings import FILE_NAME
from undercount.workflow.trace_import import KINDS, take_in
from undercount.workflow.trace_kept import kept_people, kept_tracer

if TYPE_CHECKING:
    from undercount.trace.consent import Allowed
    from undercount.trace.decisions import States
    from undercount.trace.rank import Ranking
    from undercount.trace.records import Change
    from undercount.trace.store import Store
    from undercount.trace.suggestion import CaseSuggestions
    from undercount.workflow.tell import Tell

DATABASE: Final = "tracing.db"
# From here on a request is rather this child's than not.
LIKELY: Final = 0.5
# What the last ranking of all cases learned: a cache.
_KEPT: Final = ".undercount/trace.json"


@dataclass(frozen=True, slots=True)
class Traced:
    """What a ranking answers; numbers of cases and requests, and no name.

    Attributes:
        changes: by "case" and "request", what an import brought; no entry where nothing was new.
        compared: by the same, how many have consent.
        withheld: by the same, how many were not compared, by reason.
        closed: cases with a match that two people have signed.
        found: what is suggested for each open case that was asked for.
        without_case: of each request, the probability that its child is in none of the cases;
            empty where one case was asked for.
    """

    changes: Mapping[str, Change]
    compared: Mapping[str, int]
    withheld: Mapping[str, Mapping[str, int]]
    closed: int
    found: tuple[CaseSuggestions, ...]
    without_case: Mapping[str, float]

    def to_list(self) -> list[dict[str, Any]]:
        """Plain values for JSON: of each case, what is suggested."""
        return [
            {
                "case": item.case,
                "none": item.none,
                "suggestions": [
                    {
                        "request": one.request,
                        "probability": one.probability,
                        "reasons": [dict(reason) for reason in one.reasons],
                        "state": one.state.words,
                    }
                    for one in item.suggestions
                ],
            }
            for item in self.found
        ]

    def to_requests(self) -> list[dict[str, Any]]:
        """Plain values for JSON: of each request, whether its child is in no case."""
        return [
            {"request": request, "without_case": probability}
            for request, probability in self.without_case.items()
        ]


def trace_project(
    path: Path, *, case: str | None, top: int, by: str | None, why: str, tell: Tell
) -> Traced:
    """Import what is new, rank the requests for every case or for one, and keep that.

    Raises:
        InputError: all problems of the project, its cases and its requests; no such case.
    """
    from undercount.trace.store import Store

    project, trace = traced(path)
    who, today = by or account(), date.today()
    with locked(project.root), Store(project.root / DATABASE) as store:
        kept = project.root / _KEPT
        known = read_json(kept) if kept.is_file() else {}
        changes = take_in(store, project, trace, who, today, tell)
        states = store.states()
        cases, requests = (agreed(store, kind, trace, today, tell, states) for kind in KINDS)
        if case is not None and case not in cases.open.people.ids:
            raise InputError(_why_not(store, case, cases, project))
        share = None if case is None else known.get("share")
        made = _rank(store, cases.open, requests.open, states, case, top, share, tell)
        found = _suggested(made, cases.open, requests.open, states)
        tell("keeping the suggestions", 0, None)
        store.keep_suggestions(found, cases=cases.open, requests=requests.open, by=who, why=why)
    share = made.share if case is None else share
    write_json(kept, {"share": share})
    if case is None:
        _tell_totals(project, cases, requests, found, today)
    return Traced(
        changes,
        {"case": len(cases.all), "request": len(requests.all)},
        {"case": cases.all.refused, "request": requests.all.refused},
        cases.closed,
        found,
        {} if case is not None else _without_case(made, requests.open),
    )


@dataclass(frozen=True, slots=True)
class Agreed:
    """Those with consent, and of them those who are not closed by a match."""

    all: Allowed
    open: Allowed

    @property
    def closed(self) -> int:
        """How many a match closes."""
        return len(self.all) - len(self.open)


def traced(path: Path) -> tuple[Project, TraceSettings]:
    """A project and what it says of tracing.

    Raises:
        InputError: it says nothing of it.
    """
    project = load_project(path)
    if project.trace is None:
        hint = "Add [trace], [trace.cases] and [trace.requests]; see docs/trace.md"
        what = "the project traces nobody: there is no [trace]"
        raise InputError(Problem(what, str(project.root / FILE_NAME), hint=hint))
    return project, project.trace


def account() -> str:
    """Who is at work by this machine's own account, for the log where nobody is named."""
    try:
        return f"account {getpass.getuser()}"
    except (OSError, KeyError):
        return "an account without a name"


def agreed(
    store: Store,
    kind: str,
    trace: TraceSettings,
    today: date,
    tell: Tell,
    states: States | None = None,
) -> Agreed:
    """Those of a kind who agreed, and of them those who are in no match."""
    import numpy as np

    from undercount.trace.consent import allow

    tell(f"preparing the {KINDS[kind]}", 0, None)
    people = kept_people(store, kind)
    states = states or store.states()
    closed = {"case": states.closed_cases, "request": states.closed_requests}[kind]
    rows = np.flatnonzero([number not in closed for number in people.ids])
    how: dict[str, Any] = {"purpose": trace.purpose, "day": today}
    return Agreed(allow(people, **how), allow(people.take(rows), **how))


def _rank(
    store: Store,
    cases: Allowed,
    requests: Allowed,
    states: States,
    case: str | None,
    top: int,
    share: float | None,
    tell: Tell,
) -> Ranking:
    """The requests for every case, or for one; what people rejected takes nothing from them."""
    import numpy as np

    tell("comparing", 0, None)
    case_rows = dict(zip(cases.people.ids, cases.rows.tolist(), strict=True))
    request_rows = dict(zip(requests.people.ids, requests.rows.tolist(), strict=True))
    rejected = [
        (case_rows[one], request_rows[other])
        for one, other in states.hidden
        if one in case_rows and other in request_rows
    ]
    return kept_tracer(store, requests).rank(
        cases,
        top=top,
        only=None if case is None else np.array([case_rows[case]], np.int64),
        share=share,
        rejected=np.array(rejected, np.int64).reshape(-1, 2),
    )


def _suggested(
    made: Ranking, cases: Allowed, requests: Allowed, states: States
) -> tuple[CaseSuggestions, ...]:
    """A ranking by the numbers of cases and requests, with reasons as plain values."""
    from undercount.trace.suggestion import CaseSuggestions, Suggestion

    case_of = dict(zip(cases.rows.tolist(), cases.people.ids, strict=True))
    request_of = dict(zip(requests.rows.tolist(), requests.people.ids, strict=True))
    found = []
    for place, row in enumerate(made.cases.tolist()):
        case = case_of[row]
        told = tuple(
            Suggestion(
                request_of[one.request],
                one.probability,
                tuple(asdict(reason) for reason in one.reasons),
                states.of(case, request_of[one.request]),
            )
            for one in made.suggestions(place)
        )
        found.append(CaseSuggestions(case, float(made.none[place]), told))
    return tuple(found)


def _without_case(made: Ranking, requests: Allowed) -> dict[str, float]:
    request_of = dict(zip(requests.rows.tolist(), requests.people.ids, strict=True))
    told = zip(made.asked.tolist(), made.without_case.tolist(), strict=True)
    return {request_of[row]: probability for row, probability in told}


def _why_not(store: Store, case: str, cases: Agreed, project: Project) -> Problem:
    """Why a case cannot be ranked: there is none, nobody agreed to it, or it has its match."""
    file = str(project.root / DATABASE)
    if case in cases.all.people.ids:
        hint = "undercount trace-log shows who signed it; to open it again, one of them rejects"
        return Problem(f'case "{case}" is closed by a match', file, hint=hint)
    if case in store.people("case")["id"].to_pylist():
        hint = "Nothing of it is compared or shown"
        return Problem(f'case "{case}" may not be traced: no consent that holds', file, hint=hint)
    hint = "Give its number as the file of cases has it"
    return Problem(f'no case "{case}"', file, hint=hint)


def _tell_totals(
    project: Project,
    cases: Agreed,
    requests: Agreed,
    shown: tuple[CaseSuggestions, ...],
    today: date,
) -> None:
    from undercount.trace.totals import totals, write_totals

    best = [max((one.probability for one in item.suggestions), default=0.0) for item in shown]
    made = totals(
        cases=len(cases.all),
        requests=len(requests.all),
        matched=cases.closed,
        possible=sum(probability >= LIKELY for probability in best),
        day=today,
        suppress_below=project.report.suppress_below,
    )
    write_totals(project.root, made)
