"""When two annotations of one figure say the same; what is forgiven is listed in docs/read.md."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

Row = Mapping[str, Any]

FIELDS: Final = (
    "value", "interval", "kind", "quantifier", "unit", "population", "measure", "status",
    "claimant", "claimant_class", "artefact", "place", "period", "detection",
)  # fmt: skip

_ARTICLE: Final = re.compile(
    r"^(?:(?:the|a|an|its|their|his|her|our|le|la|les|un|une|des)\s|l['’])", re.IGNORECASE
)
_TOLERANCE: Final = 0.0015  # one in three is 0.333 to some annotators and 0.3333 to others


def matched(gold: Sequence[Row], read: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pairs whose spans overlap, the most overlapping first, each row used once."""
    overlaps = []
    for i, g in enumerate(gold):
        for j, r in enumerate(read):
            common = min(g["end"], r["end"]) - max(g["start"], r["start"])
            if common > 0:
                overlaps.append((-common, i, j))
    pairs, left, right = [], set(), set()
    for _, i, j in sorted(overlaps):
        if i not in left and j not in right:
            pairs.append((gold[i], read[j]))
            left.add(i)
            right.add(j)
    return pairs


def agree(field: str, gold: Row, read: Row) -> bool:
    """Whether `field` says the same in both rows."""
    if field == "value":
        return _same_value(gold["value"], read["value"])
    if field == "interval":
        return _same_value(gold["low"], read["low"]) and _same_value(gold["high"], read["high"])
    left, right = gold[field], read[field]
    if field == "measure":
        return _flow(left) == _flow(right)
    if field in ("population", "place", "period", "artefact"):
        return _plain(left) == _plain(right)
    if field in ("claimant", "speaker"):
        return _same_name(left, right)
    return bool(left == right)


def same_number(gold: Row, read: Row) -> bool:
    """Whether value and interval are the same."""
    return agree("value", gold, read) and agree("interval", gold, read)


def _same_value(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return abs(left - right) <= max(_TOLERANCE, 1e-6 * abs(left))


def _flow(measure: str) -> str:
    return "flow" if measure == "cumulative" else measure


def _plain(words: str | None) -> str | None:
    """Lower case, one kind of apostrophe, without a leading article."""
    if words is None:
        return None
    return _ARTICLE.sub("", " ".join(words.replace("’", "'").split()).strip('"“”').lower())


def _same_name(left: str | None, right: str | None) -> bool:
    """Equal names, or one inside the other ("ministry", "Italy's interior ministry")."""
    a, b = _plain(left), _plain(right)
    if a is None or b is None:
        return a is b
    return a == b or f" {a} " in f" {b} " or f" {b} " in f" {a} "
