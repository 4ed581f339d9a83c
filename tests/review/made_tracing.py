"""A small project in which families are traced. Everybody in it is invented."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from undercount.project import load_project
from undercount.trace.consent import allow
from undercount.trace.store import Store
from undercount.trace.suggestion import CaseSuggestions, Suggestion
from undercount.workflow.trace_import import take_in

SECRETS = ("Zubaida", "Weldemikael", "Hiwot", "Kessete", "Aberash")
"""Parts of names: of those who agreed, of those who did not."""
WITHOUT_CONSENT = ("Kessete", "Aberash")
PEOPLE = ("amal", "bo")
PURPOSE = "family tracing"
_SETTINGS = """
[project]
title = "Invented families"

[trace]
people = ["amal", "bo"]

[trace.cases]
path = "cases.csv"

[trace.requests]
path = "requests.csv"
"""
YES = {"consent": "yes", "purpose": PURPOSE, "until": "2999-12-31"}
CASES = (
    {"id": "c1", "name": "Zubaida Weldemikael", "age": "13", "seen": "2016-06-01", "sex": "f",
     "relative": "Hiwot Weldemikael (aunt)", **YES},
    {"id": "c2", "name": "Zubaida Noor", "sex": "f", **YES},
    {"id": "c3", "name": "Kessete Noor", "sex": "m", **YES, "consent": "no"},
)  # fmt: skip
REQUESTS = (
    {"id": "r1", "name": "ዙበይዳ Weldemikael", "relative": "Hiwot", "relation": "aunt",
     "relative_birth": "1980", **YES},
    {"id": "r2", "name": "Zubaida Weldemikael", **YES},
    {"id": "r3", "name": "Aberash Weldemikael", **YES, "until": "2001-01-01"},
)  # fmt: skip
_REASONS = (
    {"field": "name", "verdict": "match", "words": "two rare parts of the name in common"},
    {"field": "sex", "verdict": "missing", "words": "sex not known on both sides"},
    {"field": "relative", "verdict": "mismatch", "words": "who asks is named like nobody"},
)
SUGGESTED = (
    ("c1", (("r1", 0.97), ("r2", 0.4))),
    ("c2", (("r2", 0.2), ("r1", 0.02))),
)


def write_people(root: Path, name: str, rows: Sequence[dict[str, str]]) -> None:
    """A file of cases or requests."""
    fields = list(dict.fromkeys(key for row in rows for key in row))
    with (root / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        written = csv.DictWriter(file, fields, restval="")
        written.writeheader()
        written.writerows(rows)


def make_tracing(root: Path) -> Path:
    """A project whose last ranking suggested `SUGGESTED`; returns its root."""
    root.mkdir(exist_ok=True)
    (root / "undercount.toml").write_text(_SETTINGS, encoding="utf-8")
    write_people(root, "cases", CASES)
    write_people(root, "requests", REQUESTS)
    project = load_project(root)
    assert project.trace is not None
    today = date.today()
    with Store(root / "tracing.db") as store:
        take_in(store, project, project.trace, "amal", today, lambda words, done, of: None)
        cases, requests = (
            allow(store.standard(kind), purpose=PURPOSE, day=today) for kind in ("case", "request")
        )
        found = [
            CaseSuggestions(
                case, 0.1, tuple(Suggestion(other, p, _REASONS) for other, p in suggested)
            )
            for case, suggested in SUGGESTED
        ]
        store.keep_suggestions(found, cases=cases, requests=requests, by="amal", why="ranking")
    return root
