"""A queue of figures that holds its items in memory: what the screen needs, and nothing else.

Towns, bodies and people are invented. Everything in it is simulated.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from undercount.errors import InputError

_OUTLETS = ("Harbour Courier", "Northern Line", "La Gazette du Môle")
_BODIES = ("the prefecture", "Boats and Tents", "the harbour police", "the mayor of Aldmouth")
_HEDGES = ("almost", "about", "more than", "at least")
_BEFORE = (
    "Rain had fallen for a week, and the ground between the shelters was mud. A volunteer who "
    "hands out breakfast said that the queue was longer than in spring. "
)
_AFTER = (
    " In May the same body had spoken of a third fewer. A spokeswoman for the ministry declined "
    "to comment on the count, and said that 400 places in reception centres were free."
)


class FakeFigures:
    """Figures of invented documents, decided by one person; others' decisions are put in."""

    name = "figures"
    closed: str | None = None

    def __init__(self, n: int, by: str = "Ruth") -> None:
        self.by = by
        self.order = [f"f{i:05}" for i in range(n)]
        self.appended: list[dict[str, Any]] = []
        self.fail = 0  # so many decisions are refused as if the server broke down

    def ids(self, which: str, order: str) -> list[str]:
        held = self._all_held()
        return [name for name in self.order if self._is(which, held.get(name, {}))]

    def _is(self, which: str, held: Mapping[str, Mapping[str, Any]]) -> bool:
        return {
            "waiting": not held,
            "second": bool(held) and self.by not in held,
            "disputed": _differ(held),
            "decided": self.by in held,
            "all": True,
        }[which]

    def items(self, ids: Sequence[str]) -> list[dict[str, Any]]:
        held = self._all_held()
        return [
            {**item(self.order.index(name)), "versions": self._shown(held.get(name, {}))}
            for name in ids
            if name in self.order
        ]

    def decide(self, decision: Mapping[str, Any]) -> dict[str, Any]:
        if decision["id"] not in self.order:
            raise InputError(f"no figure {decision['id']}")
        if decision["changes"].get("surface", "") is None:
            raise InputError("a figure has a number", hint="Select the number in the text")
        if all(made["key"] != decision["key"] for made in self.appended):
            self.append(decision, self.by)
        versions = list(self._all_held().get(decision["id"], {}).values())
        return {
            "id": decision["id"],
            "standing": versions[-1]["decision"] if versions else "suggested",
            "versions": versions,
            "disputed": _differ({one["by"]: one for one in versions}),
            "waiting": len(self.ids("waiting", "")),
        }

    def append(self, decision: Mapping[str, Any], by: str) -> None:
        """Keep a decision of anybody."""
        at = f"2026-11-23T10:{len(self.appended) // 60 % 60:02}:{len(self.appended) % 60:02}Z"
        self.appended.append({"why": "", "changes": {}, "key": "", **decision, "by": by, "at": at})

    def summary(self) -> dict[str, Any]:
        today: dict[str, dict[str, int]] = {}
        for made in self.appended:
            mine = today.setdefault(made["by"], {})
            mine[made["decision"]] = mine.get(made["decision"], 0) + 1
        which = ("waiting", "second", "disputed", "decided")
        return {**{name: len(self.ids(name, "")) for name in which}, "today": today}

    def readings(self) -> dict[str, dict[str, str]]:
        return {
            name: {by: one["decision"] for by, one in held.items()}
            for name, held in self._all_held().items()
        }

    def _all_held(self) -> dict[str, dict[str, dict[str, Any]]]:
        undone = {made.get("undoes") for made in self.appended if made["decision"] == "undone"}
        held: dict[str, dict[str, dict[str, Any]]] = {}
        for made in self.appended:
            if made["decision"] != "undone" and made["key"] not in undone:
                shown = {name: made[name] for name in ("by", "decision", "why", "at", "changes")}
                held.setdefault(made["id"], {})[made["by"]] = shown
        return held

    def _shown(self, held: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
        return list(held.values()) if self.by in held or _differ(held) else []


def item(i: int) -> dict[str, Any]:
    """The i-th figure as the screen gets it. The text has letters beyond 16 bits on purpose."""
    hedge, body, outlet = _HEDGES[i % 4], _BODIES[i % 4], _OUTLETS[i % 3]
    surface = f"{3000 + 10 * i:,}"
    place, period = "Aldmouth", "on Tuesday"
    population = f"people in the camp of {place}"
    sentence = (
        f"There were {hedge} {surface} {population} {period}, {body} told the {outlet} 𝟛 times."
    )
    text = _BEFORE + sentence + _AFTER
    start = 1200  # the passage stands in the middle of a document

    def span(words: str, after: int = 0) -> list[int]:
        at = text.index(words, after)
        return [start + at, start + at + len(words)]

    number = span(surface, len(_BEFORE))
    fields = [
        _field("surface", "Number", surface, number, 0.98, optional=False),
        _field("hedge", "Hedge", hedge, span(hedge, len(_BEFORE)), 0.95),
        _field("population", "Who is counted", population, span(population), 0.72),
        _field("claimant", "Who says so", body, span(body, len(_BEFORE)), 0.91),
        _field("place", "Place", place, span(place, len(_BEFORE)), 0.93),
        _field("period", "When", period, span(period), 0.55),
        _field("artefact", "In what", None, None, None),
        _choice("measure", "Measure", "stock", ["stock", "flow", "cumulative", "unknown"]),
        _choice("unit", "Unit", "person", ["person", "household", "attempt"]),
        _choice("status", "Status", "asserted", ["asserted", "denied", "hypothetical"]),
        {**_field("value", "Value", 3000 + 10 * i, None, None), "kind": "number"},
        {**_field("period_start", "From", "2016-08-16", None, None), "kind": "day"},
    ]
    beside = [
        {
            "id": f"f{i - 1:05}", "who": _BODIES[(i - 1) % 4], "surface": f"{2990 + 10 * i:,}",
            "sentence": f"Volunteers counted {2990 + 10 * i:,} people that week.", "offset": 19,
            "document": _OUTLETS[(i - 1) % 3], "published": "2016-08-19", "why": "same count",
        }
    ] if i % 5 == 1 else []  # fmt: skip
    made: dict[str, Any] = {
        "id": f"f{i:05}",
        "document": {
            "path": f"documents/{i}.txt", "title": f"Camp of Aldmouth grows again ({i})",
            "outlet": outlet, "published": "2016-08-17", "language": "en", "pages": None,
        },
        "text": text, "text_start": start,
        "sentence": [start + len(_BEFORE), start + len(_BEFORE) + len(sentence)],
        "fields": fields, "spans": {one["name"]: one["span"] for one in fields if one["span"]},
        "read_as": f"{hedge.capitalize()} {surface} persons at Aldmouth, by {body}, 16 Aug 2016",
        "used_in": ["Camp"] if i % 2 else [], "beside": beside, "versions": [], "lapsed": None,
    }  # fmt: skip
    made["version"] = hashlib.sha256(json.dumps(made).encode()).hexdigest()[:16]
    return made


def _field(
    name: str, label: str, value: Any, span: Any, confidence: float | None, optional: bool = True
) -> dict[str, Any]:
    return {
        "name": name, "label": label, "value": value, "span": span, "kind": "text",
        "choices": None, "confidence": confidence, "optional": optional,
    }  # fmt: skip


def _choice(name: str, label: str, value: str, choices: list[str]) -> dict[str, Any]:
    return {**_field(name, label, value, None, 0.9), "kind": "choice", "choices": choices}


def _differ(held: Mapping[str, Mapping[str, Any]]) -> bool:
    return len({json.dumps([one["decision"], one["changes"]]) for one in held.values()}) > 1
