"""A reading in the field names of the annotated documents, for `--json` and for scoring."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any

from undercount.ledger.records import Derived, Figure, Post, Reading

_FIELDS = (
    "start", "end", "surface", "value", "low", "high", "kind", "hedge", "quantifier", "unit",
    "population", "measure", "status", "claimant", "claimant_class", "artefact", "place", "period",
    "detection",
)  # fmt: skip


_FACETS = (
    "relay", "directness", "place_role", "country", "region", "period_accuracy", "period_anchor",
    "confidence",
)  # fmt: skip


def to_gold(reading: Reading) -> dict[str, Any]:
    """Plain values for JSON: {doc, language, published, outlet, figures, not_figures, quotes,
    posts, claims, derived}, with whole numbers as integers and days as ISO dates.
    """
    return {
        "doc": reading.document,
        "language": reading.language,
        "published": _day(reading.published),
        "outlet": reading.outlet,
        "figures": [_figure(figure, reading.pages) for figure in reading.figures],
        "not_figures": [
            {"start": trap.start, "end": trap.end, "surface": trap.surface, "why": trap.why}
            for trap in reading.rejected
        ],
        "quotes": [
            {"start": q.start, "end": q.end, "speaker": q.speaker, "direct": q.direct}
            for q in reading.quotes
        ],
        "posts": [_post(post) for post in reading.posts],
        "claims": [{"start": c.start, "end": c.end, "type": c.type} for c in reading.claims],
        "derived": [_derived(derived) for derived in reading.derived],
    }


def _figure(figure: Figure, pages: Sequence[int]) -> dict[str, Any]:
    row = {name: getattr(figure, name) for name in (*_FIELDS, *_FACETS)}
    for name in ("value", "low", "high"):
        row[name] = _whole(row[name])
    row["period_start"] = _day(figure.period_start)
    row["period_end"] = _day(figure.period_end)
    row["spans"] = {name: list(span) for name, span in figure.spans.items()}
    row["confidences"] = dict(figure.confidences)
    if pages and figure.start is not None:
        row["page"] = bisect_right(pages, figure.start)
    return row


def _derived(derived: Derived) -> dict[str, Any]:
    return {
        "start": derived.start,
        "end": derived.end,
        "of_start": derived.of_start,
        "low": _whole(derived.low),
        "high": _whole(derived.high),
        "rule": derived.rule,
        "period": derived.period,
    }


def _whole(number: float | None) -> float | None:
    """Whole numbers as integers."""
    return int(number) if number is not None and number == int(number) else number


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _post(post: Post) -> dict[str, Any]:
    return {
        "handle": post.handle,
        "name": post.name,
        "date": _day(post.date),
        "start": post.start,
        "end": post.end,
        "role": post.role,
    }
