"""A reading in the field names of the annotated documents, for `--json` and for scoring."""

from __future__ import annotations

from typing import Any

from undercount.ledger.records import Figure, Post, Reading

_FIELDS = (
    "start", "end", "surface", "value", "low", "high", "kind", "hedge", "quantifier", "unit",
    "population", "measure", "status", "claimant", "claimant_class", "artefact", "place", "period",
    "detection",
)  # fmt: skip


def to_gold(reading: Reading) -> dict[str, Any]:
    """Plain values for JSON: {doc, language, published, outlet, figures, not_figures, quotes,
    posts, claims}, with whole numbers as integers and days as ISO dates.
    """
    return {
        "doc": reading.document,
        "language": reading.language,
        "published": None if reading.published is None else reading.published.isoformat(),
        "outlet": reading.outlet,
        "figures": [_figure(figure) for figure in reading.figures],
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
    }


def _figure(figure: Figure) -> dict[str, Any]:
    row = {name: getattr(figure, name) for name in _FIELDS}
    for name in ("value", "low", "high"):
        if row[name] is not None and row[name] == int(row[name]):
            row[name] = int(row[name])
    return row


def _post(post: Post) -> dict[str, Any]:
    return {
        "handle": post.handle,
        "name": post.name,
        "date": None if post.date is None else post.date.isoformat(),
        "start": post.start,
        "end": post.end,
        "role": post.role,
    }
