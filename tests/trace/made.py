"""Cases and requests made up for tests: every name here is invented."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from undercount.trace.consent import Allowed, allow
from undercount.trace.imports.incoming import Incoming
from undercount.trace.store import Store
from undercount.trace.suggestion import CaseSuggestions, Suggestion

PURPOSE = "family tracing"
DAY = date(2016, 10, 24)
PEOPLE = ("amal", "bo")
YONAS = {"id": "c1", "name": "Yonas Tesfagiorgis"}
SABA = {"id": "c2", "name": "Saba Weldemikael"}
ASKS = {"id": "r1", "name": "Yonas Tesfagiorgis", "relative": "Hiwot (aunt)"}
OTHER = {"id": "r2", "name": "Dawit Haile"}
YES = {"consent": "yes", "purpose": PURPOSE, "until": "2017-06-30"}


def incoming(kind: str, *rows: dict[str, str], mark: str = "m1") -> Incoming:
    """Rows of text; those that say nothing of consent agreed to everything asked here."""
    names = list(dict.fromkeys(["id", *YES, *(name for row in rows for name in row)]))
    columns = {
        name: pa.array([(YES | row).get(name) or None for row in rows], pa.string())
        for name in names
    }
    lines = pa.array(range(2, len(rows) + 2), pa.int64())
    return Incoming(kind, pa.table({**columns, "file": ["f.csv"] * len(rows), "line": lines}), mark)


def bring(store: Store, kind: str, *rows: dict[str, str], day: date = DAY) -> None:
    store.import_people(incoming(kind, *rows), by="amal", purpose=PURPOSE, day=day)


def allowed(store: Store, kind: str, day: date = DAY) -> Allowed:
    return allow(store.standard(kind), purpose=PURPOSE, day=day)


def keep(store: Store, *pairs: tuple[str, str], day: date = DAY) -> None:
    found: dict[str, list[Suggestion]] = {}
    for case, request in pairs:
        reason = {"field": "name", "verdict": "match", "words": "the same name"}
        found.setdefault(case, []).append(Suggestion(request, 0.6, (reason,)))
    store.keep_suggestions(
        [CaseSuggestions(case, 0.4, tuple(items)) for case, items in found.items()],
        cases=allowed(store, "case", day),
        requests=allowed(store, "request", day),
        by="amal",
        why="weekly round",
    )


def decide(store: Store, case: str, request: str, decision: str, by: str = "amal") -> str:
    state = store.decide(
        case, request, decision, by=by, why="seen", people=PEOPLE, purpose=PURPOSE, day=DAY
    )
    return state.standing
