"""Cases and requests for tests of tracing. All names are invented."""

from __future__ import annotations

from datetime import date
from functools import cache

import pyarrow as pa

from undercount.testing.worlds.tracing import simulate_tracing
from undercount.trace.consent import Allowed, allow
from undercount.trace.fields import FIELDS
from undercount.trace.people import people_of
from undercount.trace.rank import Ranking, rank

PURPOSE, DAY = "family tracing", date(2016, 10, 24)
AGREED = {"consent": "yes", "purpose": PURPOSE, "until": "2017-12-31"}
YONAS = {
    "name": "Yonas Tesfay Gebru", "father": "Tesfay", "birth": "2001-04-17", "sex": "m",
    "nationality": "Eritrea", "language": "Tigrinya", "place": "Keren", "mother": "Letay Mehari",
    "siblings": "Saba; Dawit", "last_place": "Khartoum", "last_day": "2015-06-12",
}  # fmt: skip
"""A child whose record has everything; simulated."""
LOOKS = {"relative": "Tesfay Gebru Haile (father)"}
ASKS = {"relative": "Tesfay Gebru Haile", "relation": "father", "relative_birth": "1970"}


def allowed(kind: str, rows: list[dict[str, str]]) -> Allowed:
    """People who agreed, unless their row says otherwise; numbered by their place."""
    made = [{"id": f"{kind[0]}{i}", **AGREED, **row} for i, row in enumerate(rows)]
    table = pa.table({field: [row.get(field) for row in made] for field in FIELDS})
    return allow(people_of(kind, table), purpose=PURPOSE, day=DAY)


@cache
def strangers() -> tuple[dict[str, str], ...]:
    """600 simulated requests for children in no case of any test."""
    world = simulate_tracing(1, 600, seed=77)
    rows = world.requests.drop_columns(["id", "simulated"]).to_pylist()
    return tuple({name: text for name, text in row.items() if text} | AGREED for row in rows)


def ranked(cases: list[dict[str, str]], requests: list[dict[str, str]], top: int = 10) -> Ranking:
    """Cases against these requests, the first ones, among strangers."""
    return rank(allowed("case", cases), allowed("request", [*requests, *strangers()]), top=top)


def chance(ranking: Ranking, case: int, request: int) -> float:
    """Of this request for this case; 0 where it is not suggested."""
    found = [s.probability for s in ranking.suggestions(case) if s.request == request]
    return found[0] if found else 0.0


def but(row: dict[str, str], **changed: str | None) -> dict[str, str]:
    """A row with some fields changed or, where None, not known."""
    made = {**row, **changed}
    return {field: text for field, text in made.items() if text is not None}
